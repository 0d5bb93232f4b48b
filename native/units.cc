#include "native/units.h"

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

std::string TimesText(double ratio) {
  if (ratio < 0) return "-";
  const auto hundredths = static_cast<int64_t>(ratio * 100 + 0.5);
  const std::string cents = std::to_string(100 + hundredths % 100).substr(1);
  return StrCat({WithThousands(hundredths / 100), ".", cents, "x"});
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

std::string RateText(int64_t count, Duration span, std::string_view what) {
  if (span.micros <= 0) return "-";
  const double per_second = static_cast<double>(count) * 1e6 / static_cast<double>(span.micros);
  return StrCat({WithThousands(static_cast<int64_t>(per_second + 0.5)), what, "/s"});
}

}  // namespace weir
