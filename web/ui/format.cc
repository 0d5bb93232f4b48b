#include "web/ui/format.h"

#include <array>
#include <cmath>

#include "core/base/check.h"
#include "core/base/text.h"

namespace weir::ui {
namespace {

std::string Number(int64_t value) { return std::to_string(value); }

// value / unit with three significant digits at most: "1.23", "12.3", "123".
std::string ThreeDigits(int64_t value, int64_t unit) {
  const int64_t whole = value / unit;
  if (whole >= 100) return Number(whole);
  const int64_t tenths = value % unit / (unit / 10) % 10;
  const int64_t hundredths = whole >= 10 ? 0 : value % unit / (unit / 100) % 10;
  if (tenths == 0 && hundredths == 0) return Number(whole);
  return StrCat({Number(whole), ".", Number(tenths), hundredths == 0 ? "" : Number(hundredths)});
}

std::string TwoDigits(int64_t value) {
  return value < 10 ? StrCat({"0", Number(value)}) : Number(value);
}

// "3m 20s", or "3m" where the smaller unit is zero.
std::string TwoUnits(int64_t large, const char* large_unit, int64_t small, const char* small_unit) {
  if (small == 0) return StrCat({Number(large), large_unit});
  return StrCat({Number(large), large_unit, " ", TwoDigits(small), small_unit});
}

}  // namespace

std::string FormatCount(int64_t count) {
  WEIR_CHECK(count >= 0);
  if (count < 100'000) return WithThousands(count);
  if (count < 1'000'000) return StrCat({ThreeDigits(count, 1'000), "k"});
  if (count < 1'000'000'000) return StrCat({ThreeDigits(count, 1'000'000), "M"});
  return StrCat({ThreeDigits(count, 1'000'000'000), "G"});
}

std::string FormatRecords(int64_t count) {
  return StrCat({FormatCount(count), " ", Plural("record", count)});
}

std::string FormatBytes(int64_t bytes) {
  WEIR_CHECK(bytes >= 0);
  if (bytes < 1'024) return StrCat({Number(bytes), " B"});
  constexpr std::array<const char*, 5> kUnits = {" KiB", " MiB", " GiB", " TiB", " PiB"};
  size_t unit = 0;
  int64_t size = 1'024;
  while (unit + 1 < kUnits.size() && bytes / size >= 1'024) {
    size *= 1'024;
    ++unit;
  }
  // Tenths are enough: 1023.9 KiB is the widest.
  const int64_t tenths = bytes / size >= 100 ? 0 : bytes % size * 10 / size;
  if (tenths == 0) return StrCat({Number(bytes / size), kUnits[unit]});
  return StrCat({Number(bytes / size), ".", Number(tenths), kUnits[unit]});
}

std::string FormatAge(Duration age) {
  WEIR_CHECK(age.micros >= 0);
  const int64_t micros = age.micros;
  if (micros == 0) return "0 s";
  if (micros < 1'000) return StrCat({Number(micros), " µs"});
  if (micros < 1'000'000) return StrCat({Number(micros / 1'000), " ms"});
  const int64_t seconds = micros / 1'000'000;
  if (seconds < 10) {
    const int64_t tenths = micros / 100'000 % 10;
    if (tenths != 0) return StrCat({Number(seconds), ".", Number(tenths), " s"});
  }
  if (seconds < 60) return StrCat({Number(seconds), " s"});
  if (seconds < 3'600) return TwoUnits(seconds / 60, "m", seconds % 60, "s");
  // Two days in hours: retention is spoken of as 24 and 48 hours.
  if (seconds <= 172'800) return TwoUnits(seconds / 3'600, "h", seconds / 60 % 60, "m");
  return TwoUnits(seconds / 86'400, "d", seconds / 3'600 % 24, "h");
}

std::string FormatRate(int64_t count, Duration per) {
  WEIR_CHECK(count >= 0);
  WEIR_CHECK(per.micros > 0);
  const double rate = static_cast<double>(count) * 1e6 / static_cast<double>(per.micros);
  if (count > 0 && rate < 0.05) return "<0.1/s";
  if (rate < 9.95 && count > 0) {
    const int64_t tenths = std::llround(rate * 10);
    if (tenths % 10 != 0) {
      return StrCat({Number(tenths / 10), ".", Number(tenths % 10), "/s"});
    }
  }
  return StrCat({FormatCount(std::llround(rate)), "/s"});
}

std::string FormatPercent(int64_t thousandths) {
  if (thousandths > 0 && thousandths < 10) return "<1%";
  return StrCat({Number(thousandths / 10), "%"});
}

std::string Printable(std::string data, size_t size) {
  if (data.size() > size) data.resize(size);
  for (char& c : data) {
    if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) >= 0x7f) c = '.';
  }
  return data;
}

std::string FormatSpeed(double speed) {
  WEIR_CHECK(speed > 0);
  if (speed < 1) return StrCat({"1/", Number(std::llround(1 / speed)), "x"});
  const int64_t tenths = std::llround(speed * 10);
  if (tenths % 10 == 0 || tenths >= 1'000) return StrCat({WithThousands(tenths / 10), "x"});
  return StrCat({Number(tenths / 10), ".", Number(tenths % 10), "x"});
}

}  // namespace weir::ui
