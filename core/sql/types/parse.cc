#include "core/sql/types/parse.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <string>

#include "core/sql/types/calendar.h"
#include "core/sql/types/words.h"

namespace weir::sql {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Reads from the front of a text.
struct Reader {
  std::string_view rest;

  bool Take(char c) {
    if (rest.empty() || rest[0] != c) return false;
    rest.remove_prefix(1);
    return true;
  }
  // A number of low to high digits.
  std::optional<int64_t> Number(size_t low, size_t high) {
    size_t digits = 0;
    int64_t value = 0;
    while (digits < rest.size() && digits < high && IsDigit(rest[digits])) {
      value = value * 10 + (rest[digits++] - '0');
    }
    if (digits < low) return std::nullopt;
    rest.remove_prefix(digits);
    return value;
  }
  // Up to nine digits of a fraction, as nanoseconds; further ones are read over.
  int64_t Nanos() {
    int64_t nanos = 0;
    int64_t unit = 100'000'000;
    while (!rest.empty() && IsDigit(rest[0])) {
      nanos += (rest[0] - '0') * unit;
      unit /= 10;
      rest.remove_prefix(1);
    }
    return nanos;
  }
};

std::optional<int64_t> CheckedDate(int64_t year, int64_t month, int64_t day) {
  if (year < 0 || year > 9'999 || month < 1 || month > 12 || day < 1) return std::nullopt;
  if (day > DaysInMonth(year, static_cast<int32_t>(month))) return std::nullopt;
  return DaysFromCivil(year, static_cast<int32_t>(month), static_cast<int32_t>(day));
}

// "h:m:s.f" with the first part required; nanoseconds of the day.
std::optional<int64_t> ReadClock(Reader& reader, bool all_parts) {
  std::array<int64_t, 3> parts{};
  for (size_t i = 0; i < parts.size(); ++i) {
    if (i > 0 && !reader.Take(':')) {
      if (all_parts) return std::nullopt;
      break;
    }
    const std::optional<int64_t> part = reader.Number(1, 2);
    if (!part.has_value()) return std::nullopt;
    parts[i] = *part;
  }
  if (parts[0] > 23 || parts[1] > 59 || parts[2] > 59) return std::nullopt;
  const int64_t nanos = reader.Take('.') ? reader.Nanos() : 0;
  return ((parts[0] * 60 + parts[1]) * 60 + parts[2]) * 1'000'000'000 + nanos;
}

}  // namespace

std::string_view TrimSpaces(std::string_view text) {
  while (!text.empty() && static_cast<uint8_t>(text.front()) <= ' ') text.remove_prefix(1);
  while (!text.empty() && static_cast<uint8_t>(text.back()) <= ' ') text.remove_suffix(1);
  return text;
}

std::optional<bool> ParseBoolean(std::string_view text) {
  const std::string word = UpperAscii(TrimSpaces(text));
  for (const char* yes : {"TRUE", "T", "YES", "Y", "1"}) {
    if (word == yes) return true;
  }
  for (const char* no : {"FALSE", "F", "NO", "N", "0"}) {
    if (word == no) return false;
  }
  return std::nullopt;
}

std::optional<int64_t> ParseInteger(std::string_view text, int64_t low, int64_t high) {
  Reader reader{TrimSpaces(text)};
  const bool negative = reader.Take('-');
  if (!negative) reader.Take('+');
  if (reader.rest.empty()) return std::nullopt;
  Int128 value = 0;
  bool any = false;
  while (!reader.rest.empty() && IsDigit(reader.rest[0])) {
    value = std::min<Int128>(value * 10 + (reader.rest[0] - '0'), PowerOfTen(30));
    reader.rest.remove_prefix(1);
    any = true;
  }
  if (reader.Take('.')) {
    any = any || (!reader.rest.empty() && IsDigit(reader.rest[0]));
    reader.Nanos();
  }
  if (!any || !reader.rest.empty()) return std::nullopt;
  if (negative) value = -value;
  if (value < low || value > high) return std::nullopt;
  return static_cast<int64_t>(value);
}

std::optional<Int128> ParseDecimal(std::string_view text, int precision, int scale) {
  Reader reader{TrimSpaces(text)};
  const bool negative = reader.Take('-');
  if (!negative) reader.Take('+');
  Int128 digits = 0;
  int from = 0;       // The scale of `digits`.
  bool any = false;   // A digit was seen,
  bool full = false;  // and all that an Int128 holds are in.
  bool point = false;
  for (; !reader.rest.empty(); reader.rest.remove_prefix(1)) {
    const char c = reader.rest[0];
    if (c == '.' && !point) {
      point = true;
      continue;
    }
    if (!IsDigit(c)) break;
    any = true;
    full = full || DigitCount(digits) >= 37;
    if (!full) digits = digits * 10 + (c - '0');
    if (point && !full) ++from;
    if (!point && full) --from;
  }
  if (!any) return std::nullopt;
  if (reader.Take('e') || reader.Take('E')) {
    const bool down = reader.Take('-');
    if (!down) reader.Take('+');
    const std::optional<int64_t> exponent = reader.Number(1, 4);
    if (!exponent.has_value()) return std::nullopt;
    from += static_cast<int>(down ? *exponent : -*exponent);
  }
  if (!reader.rest.empty()) return std::nullopt;
  if (digits == 0) return Int128{0};
  if (scale - from > 38) return std::nullopt;
  return Rescale(negative ? -digits : digits, from, scale, precision);
}

std::optional<double> ParseDouble(std::string_view text) {
  const std::string word(TrimSpaces(text));
  if (word == "NaN") return std::numeric_limits<double>::quiet_NaN();
  if (word == "Infinity" || word == "+Infinity") return std::numeric_limits<double>::infinity();
  if (word == "-Infinity") return -std::numeric_limits<double>::infinity();
  // strtod takes more than SQL does: hexadecimals, "inf", "nan(…)".
  size_t digits = 0;
  for (const char c : word) {
    if (IsDigit(c)) ++digits;
    if (!IsDigit(c) && std::string_view("+-.eE").find(c) == std::string_view::npos) {
      return std::nullopt;
    }
  }
  if (digits == 0) return std::nullopt;
  char* end = nullptr;
  const double value = std::strtod(word.c_str(), &end);
  if (end != word.c_str() + word.size()) return std::nullopt;
  return value;
}

std::optional<int64_t> ParseDate(std::string_view text) {
  text = TrimSpaces(text);
  if (const size_t blank = text.find(' '); blank != std::string_view::npos) {
    text = text.substr(0, blank);
  }
  Reader reader{text};
  const std::optional<int64_t> year = reader.Number(1, 4);
  if (!year.has_value()) return std::nullopt;
  std::optional<int64_t> month = 1;
  std::optional<int64_t> day = 1;
  if (reader.Take('-')) {
    month = reader.Number(1, 2);
    if (month.has_value() && reader.Take('-')) day = reader.Number(1, 2);
  }
  if (!month.has_value() || !day.has_value() || !reader.rest.empty()) return std::nullopt;
  return CheckedDate(*year, *month, *day);
}

std::optional<int64_t> ParseTime(std::string_view text) {
  Reader reader{TrimSpaces(text)};
  const std::optional<int64_t> nanos = ReadClock(reader, false);
  if (!nanos.has_value() || !reader.rest.empty()) return std::nullopt;
  return *nanos / 1'000'000;
}

std::optional<TimestampValue> ParseTimestamp(std::string_view text, int precision) {
  Reader reader{TrimSpaces(text)};
  const std::optional<int64_t> year = reader.Number(4, 4);
  if (!year.has_value() || !reader.Take('-')) return std::nullopt;
  const std::optional<int64_t> month = reader.Number(1, 2);
  if (!month.has_value() || !reader.Take('-')) return std::nullopt;
  const std::optional<int64_t> day = reader.Number(1, 2);
  if (!day.has_value()) return std::nullopt;
  const std::optional<int64_t> days = CheckedDate(*year, *month, *day);
  if (!days.has_value()) return std::nullopt;
  int64_t nanos = 0;
  if (!reader.rest.empty()) {
    if (!reader.Take(' ')) return std::nullopt;
    const std::optional<int64_t> clock = ReadClock(reader, true);
    if (!clock.has_value() || !reader.rest.empty()) return std::nullopt;
    nanos = *clock;
  }
  return CutTo({*days * kMillisPerDay + nanos / 1'000'000, static_cast<int32_t>(nanos % 1'000'000)},
               precision);
}

TimestampValue CutTo(TimestampValue value, int precision) {
  if (precision >= 9) return value;
  if (precision <= 3) {
    const int64_t unit =
        precision == 3 ? 1 : (precision == 2 ? 10 : (precision == 1 ? 100 : 1'000));
    return {value.millis - FloorMod(value.millis, unit), 0};
  }
  int32_t unit = 1;
  for (int digits = precision; digits < 9; ++digits) unit *= 10;
  return {value.millis, value.nanos - value.nanos % unit};
}

namespace {

int64_t UnitOf(IntervalField field) {
  switch (field) {
    case IntervalField::kYear:
      return 12;
    case IntervalField::kQuarter:
      return 3;
    case IntervalField::kMonth:
      return 1;
    case IntervalField::kWeek:
      return 7 * kMillisPerDay;
    case IntervalField::kDay:
      return kMillisPerDay;
    case IntervalField::kHour:
      return kMillisPerHour;
    case IntervalField::kMinute:
      return kMillisPerMinute;
    case IntervalField::kSecond:
      return kMillisPerSecond;
  }
  return 1;
}

// What separates a field from the one before it.
char SeparatorBefore(IntervalField field) {
  if (field == IntervalField::kMonth) return '-';
  return field == IntervalField::kHour ? ' ' : ':';
}

// How many of a field make the one above.
int64_t FieldMax(IntervalField field) {
  if (field == IntervalField::kMonth) return 11;
  return field == IntervalField::kHour ? 23 : 59;
}

IntervalField Next(IntervalField field) {
  if (field == IntervalField::kYear) return IntervalField::kMonth;
  return static_cast<IntervalField>(static_cast<uint8_t>(field) + 1);
}

}  // namespace

std::optional<int64_t> ParseInterval(std::string_view text, IntervalField from, IntervalField to) {
  Reader reader{TrimSpaces(text)};
  const bool negative = reader.Take('-');
  if (!negative) reader.Take('+');
  int64_t total = 0;
  for (IntervalField field = from;; field = Next(field)) {
    if (field != from && !reader.Take(SeparatorBefore(field))) return std::nullopt;
    const std::optional<int64_t> value = reader.Number(1, 10);
    if (!value.has_value()) return std::nullopt;
    if (field != from && *value > FieldMax(field)) return std::nullopt;
    // Ten digits of years or weeks still fit; what would not is no interval.
    const Int128 sum = Int128{total} + Int128{*value} * UnitOf(field);
    if (sum > INT64_MAX / 2) return std::nullopt;
    total = static_cast<int64_t>(sum);
    if (field == to) break;
  }
  if (to == IntervalField::kSecond && reader.Take('.')) total += reader.Nanos() / 1'000'000;
  if (!reader.rest.empty()) return std::nullopt;
  return negative ? -total : total;
}

}  // namespace weir::sql
