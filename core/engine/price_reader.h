// Price tables as JSON, strictly: every item must be there, and nothing else. site/docs/cost.md is
// the reference of the members.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/result.h"
#include "core/cost/price_table.h"

namespace weir {

inline constexpr int64_t kPricesBytesMax = int64_t{1} << 20;

// Error kInput, starting with the path of the member or with `line 7, column 12:`.
Result<PriceTable> ParsePrices(std::string_view json);

// The one that is part of Weir, and its text.
PriceTable BundledPrices();
std::string_view BundledPricesText();

}  // namespace weir
