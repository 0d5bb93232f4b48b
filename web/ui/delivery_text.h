// Words for what Firehose does, in pictures and tables.
#pragma once

#include "core/view/firehose_view.h"

namespace weir::ui {

// "by size", "by time", "at once": why a buffer was flushed.
const char* FlushText(FlushCause cause);
// "data", "backup", "processing failed", "delivery failed".
const char* OutputText(OutputType type);
const char* DestinationText(DestinationKind kind);

}  // namespace weir::ui
