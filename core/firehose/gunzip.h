// Unpacks GZIP. Apart from the encoder: the page has this, and not that.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace weir {

// What `gzip` holds, all its members; at most `bytes_max`. Error kInput: no gzip, cut off, damaged,
// or larger.
Result<std::string> Gunzip(std::string_view gzip, int64_t bytes_max);

}  // namespace weir
