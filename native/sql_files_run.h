// A query over files: rows are read, run through the query and printed.
#pragma once

#include "core/base/result.h"
#include "native/options.h"
#include "native/terminal.h"

namespace weir {

Result<void> RunSqlOverFiles(const SqlOptions& options, const Terminal& terminal);

}  // namespace weir
