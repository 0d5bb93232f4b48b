#include "core/base/units.h"

#include <array>

#include "core/base/text.h"

namespace weir {
namespace {

// value / unit with one decimal, rounded half up, without a trailing ".0".
std::string Tenths(int64_t value, int64_t unit) {
  const int64_t tenths = (value / unit) * 10 + (value % unit * 10 + unit / 2) / unit;
  std::string text = WithThousands(tenths / 10);
  if (tenths % 10 != 0) text += "." + std::to_string(tenths % 10);
  return text;
}

}  // namespace

std::string BytesText(int64_t bytes) {
  if (bytes < 1'024) return std::to_string(bytes) + " B";
  constexpr std::array<const char*, 4> kNames{" KiB", " MiB", " GiB", " TiB"};
  int64_t unit = 1'024;
  size_t i = 0;
  while (i + 1 < kNames.size() && bytes / 1'024 >= unit) {
    unit *= 1'024;
    ++i;
  }
  const int64_t tenths = (bytes / unit) * 10 + (bytes % unit * 10 + unit / 2) / unit;
  return StrCat({WithThousands(tenths / 10), ".", std::to_string(tenths % 10), kNames[i]});
}

std::string PercentText(int64_t part, int64_t whole) {
  if (whole <= 0) return "-";
  const int64_t tenths = (part * 1'000 + whole / 2) / whole;
  return StrCat({std::to_string(tenths / 10), ".", std::to_string(tenths % 10), " %"});
}

std::string SpanText(Duration span) {
  if (span.micros == 0) return "0";
  if (span < Millis(1)) return std::to_string(span.micros) + " us";
  if (span < Seconds(1)) return std::to_string(span.micros / 1'000) + " ms";
  if (span < Seconds(100)) return Tenths(span.micros, 1'000'000) + " s";
  if (span < Minutes(100)) return Tenths(span.micros, Minutes(1).micros) + " min";
  if (span < Hours(72)) return Tenths(span.micros, Hours(1).micros) + " h";
  return Tenths(span.micros, Hours(24).micros) + " d";
}

}  // namespace weir
