// Values from text, as CAST from STRING reads them in Flink. nullopt: not one.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/sql/types/int128.h"
#include "core/sql/types/value.h"

namespace weir::sql {

std::string_view TrimSpaces(std::string_view text);

// "t", "true", "y", "yes", "1" and their opposites, in any case.
std::optional<bool> ParseBoolean(std::string_view text);
// A sign, digits and perhaps a fraction, which is cut off. Within low and high.
std::optional<int64_t> ParseInteger(std::string_view text, int64_t low, int64_t high);
// Rounded half away from zero to the scale. With an exponent if there is one.
std::optional<Int128> ParseDecimal(std::string_view text, int precision, int scale);
// "1", "1.5e3", "NaN", "-Infinity".
std::optional<double> ParseDouble(std::string_view text);
// "2026-11-21", "2026-1-2", "2026-11", "2026", what follows a blank is ignored. Days since 1970.
std::optional<int64_t> ParseDate(std::string_view text);
// "9", "9:30", "09:30:00.125". Milliseconds of the day.
std::optional<int64_t> ParseTime(std::string_view text);
// "2026-11-21", "2026-11-21 9:30:00.123456789". The fraction cut to `precision` digits.
std::optional<TimestampValue> ParseTimestamp(std::string_view text, int precision);

// Drops the digits after the first `precision` of the fraction, towards the past.
TimestampValue CutTo(TimestampValue value, int precision);

// INTERVAL literals: text, and the fields it has. unit_from and unit_to as in "DAY TO SECOND";
// equal for one field. Months, or milliseconds (a finer fraction is cut).
enum class IntervalField : uint8_t {
  kYear,
  kQuarter,
  kMonth,
  kWeek,
  kDay,
  kHour,
  kMinute,
  kSecond
};
std::optional<int64_t> ParseInterval(std::string_view text, IntervalField from, IntervalField to);

}  // namespace weir::sql
