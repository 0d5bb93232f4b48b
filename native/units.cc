#include "native/units.h"

#include "core/base/text.h"

namespace weir {

std::string TimesText(double ratio) {
  if (ratio < 0) return "-";
  const auto hundredths = static_cast<int64_t>(ratio * 100 + 0.5);
  const std::string cents = std::to_string(100 + hundredths % 100).substr(1);
  return StrCat({WithThousands(hundredths / 100), ".", cents, "x"});
}

std::string RateText(int64_t count, Duration span, std::string_view what) {
  if (span.micros <= 0) return "-";
  const double per_second = static_cast<double>(count) * 1e6 / static_cast<double>(span.micros);
  return StrCat({WithThousands(static_cast<int64_t>(per_second + 0.5)), what, "/s"});
}

}  // namespace weir
