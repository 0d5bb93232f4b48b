// Numbers as people read them: with thousands separators and units, in a few characters.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/time.h"
#include "core/base/units.h"

namespace weir {

std::string TimesText(double ratio);  // "1.80x"; "-" when negative
// "1,200 records/s": `count` of " records" in `span`; "-" in no time.
std::string RateText(int64_t count, Duration span, std::string_view what);

}  // namespace weir
