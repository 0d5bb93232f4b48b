// jq's numbers as text. Reading is the C library's, correctly rounded in both twins; writing is
// ours.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace weir {

// A number as JSON has it, all of `text`; also what jq takes besides: "1.", ".5", leading zeros.
std::optional<double> ParseJqNumber(std::string_view text);

// The shortest text that reads back as the same number, as jq 1.6 prints it: "1", "0.1", "1e-05",
// "1e+17". Infinities print as the largest number, NaN as "null".
std::string JqNumberText(double value);

}  // namespace weir
