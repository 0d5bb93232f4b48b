// How long a text that a function makes may get. Modelled: Flink would run out of memory.
#pragma once

#include <cstdint>

namespace weir::sql {

inline constexpr int64_t kTextLengthMax = 16 << 20;

}  // namespace weir::sql
