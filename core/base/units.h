// Numbers as people read them: with thousands separators and units, in a few characters.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/time.h"

namespace weir {

std::string BytesText(int64_t bytes);                  // "512 B", "3.4 KiB", "10.1 MiB"
std::string PercentText(int64_t part, int64_t whole);  // "33.3 %"; "-" of nothing
std::string SpanText(Duration span);                   // "0", "350 ms", "12.3 s", "4.5 min", "2 h"

}  // namespace weir
