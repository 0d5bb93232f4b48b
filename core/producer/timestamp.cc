#include "core/producer/timestamp.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <optional>

#include "core/base/civil_time.h"
#include "core/base/text.h"
#include "core/producer/dataset_text.h"

namespace weir {
namespace {

constexpr int64_t kMicrosPerSecond = 1'000'000;
constexpr Instant kEarliest{-62'135'596'800 * kMicrosPerSecond};    // 0001-01-01T00:00Z.
constexpr Instant kLatest{253'402'300'800 * kMicrosPerSecond - 1};  // The end of 9999.
constexpr std::string_view kOutsideYears = "is outside the years 0001 to 9999";

constexpr std::string_view kExpected =
    "; expected ISO 8601 such as 2018-02-01T10:00:00Z, or seconds, milliseconds or microseconds "
    "since 1970";

Error NotATime(std::string_view text, std::string_view why) {
  return Error{ErrorCode::kInput, StrCat({Quoted(text), " ", why, kExpected})};
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Reads text from its front, a piece at a time.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool Skip(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  // Exactly `count` digits.
  bool Number(size_t count, int64_t& number) {
    if (rest_.size() < count) return false;
    int64_t value = 0;
    for (size_t i = 0; i < count; ++i) {
      if (!IsDigit(rest_[i])) return false;
      value = value * 10 + (rest_[i] - '0');
    }
    number = value;
    rest_.remove_prefix(count);
    return true;
  }
  bool AtDigit() const { return !rest_.empty() && IsDigit(rest_.front()); }
  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

int64_t DaysInMonth(int64_t year, int64_t month) {
  constexpr std::array<int64_t, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && IsLeapYear(year) ? 29 : kDays[static_cast<size_t>(month - 1)];
}

// "+02:00", "-0530", "+02" as seconds east of Greenwich; Z, UTC, GMT and nothing as 0.
std::optional<int64_t> ParseZone(std::string_view text) {
  if (text.empty() || text == "Z" || text == "z" || text == "UTC" || text == "GMT") return 0;
  Reader reader(text);
  const bool west = reader.Skip('-');
  if (!west && !reader.Skip('+')) return std::nullopt;
  int64_t hours = 0;
  int64_t minutes = 0;
  if (!reader.Number(2, hours)) return std::nullopt;
  const bool colon = reader.Skip(':');
  if ((colon || reader.AtDigit()) && !reader.Number(2, minutes)) return std::nullopt;
  if (!reader.rest().empty() || hours > 23 || minutes > 59) return std::nullopt;
  const int64_t seconds = hours * 3'600 + minutes * 60;
  return west ? -seconds : seconds;
}

// hh:mm, hh:mm:ss or hh:mm:ss.ffffff... in microseconds.
std::optional<int64_t> ParseTimeOfDay(Reader& reader) {
  int64_t hour = 0;
  int64_t minute = 0;
  int64_t second = 0;
  if (!reader.Number(2, hour) || !reader.Skip(':') || !reader.Number(2, minute)) {
    return std::nullopt;
  }
  int64_t micros = 0;
  if (reader.Skip(':')) {
    if (!reader.Number(2, second)) return std::nullopt;
    if (reader.Skip('.')) {
      if (!reader.AtDigit()) return std::nullopt;
      int64_t digit = 0;
      for (int64_t weight = 100'000; reader.AtDigit(); weight /= 10) {
        if (reader.Number(1, digit)) micros += digit * weight;
      }
    }
  }
  if (hour > 23 || minute > 59 || second > 59) return std::nullopt;
  return (hour * 3'600 + minute * 60 + second) * kMicrosPerSecond + micros;
}

Result<Instant> ParseIso(std::string_view text) {
  Reader reader(text);
  int64_t year = 0;
  int64_t month = 0;
  int64_t day = 0;
  const bool shaped = reader.Number(4, year) && reader.Skip('-') && reader.Number(2, month) &&
                      reader.Skip('-') && reader.Number(2, day);
  if (!shaped) return NotATime(text, "is not a time");
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > DaysInMonth(year, month)) {
    return NotATime(text, "is not a day of the calendar");
  }
  int64_t micros = 0;
  if (!reader.rest().empty()) {
    if (!reader.Skip('T') && !reader.Skip('t') && !reader.Skip(' ')) {
      return NotATime(text, "is not a time");
    }
    const std::optional<int64_t> of_day = ParseTimeOfDay(reader);
    if (!of_day.has_value()) return NotATime(text, "has no valid time of day");
    micros = *of_day;
    reader.Skip(' ');
  }
  const std::optional<int64_t> zone = ParseZone(reader.rest());
  if (!zone.has_value()) {
    return Error{ErrorCode::kInput,
                 StrCat({"unknown time zone ", Quoted(reader.rest()), " in ", Quoted(text),
                         "; expected Z, UTC, GMT, an offset such as +02:00, or nothing for UTC"})};
  }
  const int64_t midnight = DaysFromCivil(year, static_cast<int32_t>(month), day) * 86'400 - *zone;
  const Instant instant{midnight * kMicrosPerSecond + micros};
  if (instant < kEarliest || instant > kLatest) return NotATime(text, kOutsideYears);
  return instant;
}

// A decimal number: digits * 10^exponent.
struct Decimal {
  bool negative = false;
  int64_t digits = 0;
  int32_t exponent = 0;

  // The whole number of 10^-power, towards 0; INT64_MAX if it is larger.
  int64_t Scaled(int32_t power) const {
    int64_t value = digits;
    int32_t shift = exponent + power;
    for (; shift > 0 && value != 0; --shift) {
      if (value > std::numeric_limits<int64_t>::max() / 10) {
        return std::numeric_limits<int64_t>::max();
      }
      value *= 10;
    }
    for (; shift < 0 && value != 0; ++shift) value /= 10;
    return value;
  }
};

std::optional<Decimal> ParseDecimal(std::string_view text) {
  constexpr int32_t kExponentMax = 1'000;
  constexpr int64_t kDigitsMax = 100'000'000'000'000'000;  // 17 digits are kept, the rest cut off.
  Reader reader(text);
  Decimal decimal;
  decimal.negative = reader.Skip('-');
  if (!decimal.negative) reader.Skip('+');
  if (!reader.AtDigit()) return std::nullopt;

  const auto take_digits = [&](bool fraction) {
    int64_t digit = 0;
    while (reader.Number(1, digit)) {
      if (decimal.digits < kDigitsMax) {
        decimal.digits = decimal.digits * 10 + digit;
        decimal.exponent -= fraction ? 1 : 0;
      } else {
        decimal.exponent += fraction ? 0 : 1;
      }
    }
  };
  take_digits(false);
  if (reader.Skip('.')) take_digits(true);
  if (reader.Skip('e') || reader.Skip('E')) {
    const bool negative = reader.Skip('-');
    if (!negative) reader.Skip('+');
    if (!reader.AtDigit()) return std::nullopt;
    int32_t exponent = 0;
    int64_t digit = 0;
    while (reader.Number(1, digit)) {
      exponent = std::min(exponent * 10 + static_cast<int32_t>(digit), kExponentMax);
    }
    decimal.exponent += negative ? -exponent : exponent;
  }
  if (!reader.rest().empty()) return std::nullopt;
  return decimal;
}

// The unit of a column whose first number has this size; nothing if no unit fits.
std::optional<TimeUnit> UnitOfSize(int64_t whole) {
  if (whole < 100'000'000'000) return TimeUnit::kSeconds;
  if (whole < 100'000'000'000'000) return TimeUnit::kMillis;
  if (whole < 100'000'000'000'000'000) return TimeUnit::kMicros;
  return std::nullopt;
}

// By how many powers of ten a microsecond is finer than the unit.
int32_t PowerOf(TimeUnit unit) {
  switch (unit) {
    case TimeUnit::kSeconds:
      return 6;
    case TimeUnit::kMillis:
      return 3;
    case TimeUnit::kMicros:
    case TimeUnit::kAuto:
      return 0;
  }
  return 0;
}

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

}  // namespace

Result<Instant> TimestampParser::Parse(std::string_view text) {
  const std::string_view trimmed = Trimmed(text);
  if (trimmed.empty()) return Error{ErrorCode::kInput, StrCat({"the time is missing", kExpected})};
  // Four digits and a dash are a year; no number looks like that.
  const bool dated =
      trimmed.size() > 4 && trimmed[4] == '-' && std::ranges::all_of(trimmed.substr(0, 4), IsDigit);
  return dated ? ParseIso(trimmed) : ParseNumber(trimmed);
}

Result<Instant> TimestampParser::ParseNumber(std::string_view text) {
  const std::optional<Decimal> number = ParseDecimal(text);
  if (!number.has_value()) return NotATime(text, "is not a time");
  if (number->digits == 0) return Instant{0};  // The same in each unit, so it decides nothing.
  if (unit_ == TimeUnit::kAuto) {
    const std::optional<TimeUnit> unit = UnitOfSize(number->Scaled(0));
    if (!unit.has_value()) return NotATime(text, kOutsideYears);
    unit_ = *unit;
  }
  const int64_t micros = number->Scaled(PowerOf(unit_));
  const Instant instant{number->negative ? -micros : micros};
  if (instant < kEarliest || instant > kLatest) return NotATime(text, kOutsideYears);
  return instant;
}

}  // namespace weir
