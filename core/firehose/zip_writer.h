// A ZIP file of one deflated entry, written to memory by minizip.
#pragma once

#include <string>
#include <string_view>

#include "core/firehose/encoder.h"

namespace weir {

std::string Zip(std::string_view bytes, const ZipEntry& entry);

}  // namespace weir
