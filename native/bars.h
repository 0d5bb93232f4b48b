// Numbers as bars in a line of text: one character a number, or one bar a line.
//
//   Sparkline({0, 3, 8, 5}, {...})  "▁▄█▅", and "_-#=" where there is no Unicode
//   Bar(5, 10, 8)                   "####"
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace weir {

// The height is of the greatest number; where there is no number, a space. Numbers that do not fit
// into `columns` share one, which then shows the greatest of them.
std::string Sparkline(const std::vector<std::optional<int64_t>>& values, size_t columns,
                      bool unicode);

// As long as `value` is of `whole`, at most `columns`; what is more than 0 has a mark.
std::string Bar(int64_t value, int64_t whole, size_t columns, bool unicode);

}  // namespace weir
