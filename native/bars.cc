#include "native/bars.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace weir {
namespace {

constexpr size_t kHeights = 8;
constexpr std::array<std::string_view, kHeights> kBlocks{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
constexpr std::array<std::string_view, kHeights> kAscii{"_", ".", "-", ":", "=", "+", "*", "#"};

// `steps` of value / whole, without overflow: a sum may be large.
size_t StepsOf(int64_t value, int64_t whole, size_t steps) {
  const auto count = static_cast<int64_t>(steps);
  const bool large = whole > INT64_MAX / count;
  const int64_t part = large ? value / (whole / count) : value * count / whole;
  return static_cast<size_t>(std::clamp<int64_t>(part, 0, count));
}

}  // namespace

std::string Sparkline(const std::vector<std::optional<int64_t>>& values, size_t columns,
                      bool unicode) {
  const size_t shown = std::min(columns, values.size());
  std::vector<std::optional<int64_t>> greatest(shown);
  int64_t whole = 0;
  for (size_t i = 0; i < values.size(); ++i) {
    std::optional<int64_t>& of = greatest[i * shown / values.size()];
    if (values[i]) of = std::max(of.value_or(0), *values[i]);
    whole = std::max(whole, values[i].value_or(0));
  }
  std::string line;
  for (const std::optional<int64_t>& value : greatest) {
    if (!value) {
      line += ' ';
      continue;
    }
    const size_t height = whole == 0 ? 0 : StepsOf(*value, whole, kHeights - 1);
    line += unicode ? kBlocks[height] : kAscii[height];
  }
  return line;
}

std::string Bar(int64_t value, int64_t whole, size_t columns, bool unicode) {
  if (value <= 0 || whole <= 0) return {};
  const size_t length = std::max<size_t>(StepsOf(value, whole, columns), 1);
  std::string bar;
  for (size_t i = 0; i < length; ++i) bar += unicode ? "█" : "#";
  return bar;
}

}  // namespace weir
