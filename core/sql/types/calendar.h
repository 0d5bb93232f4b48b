// Date maths of the proleptic Gregorian calendar, in whole days and milliseconds since 1970-01-01.
#pragma once

#include <cstdint>
#include <optional>

#include "core/base/civil_time.h"

namespace weir::sql {

inline constexpr int64_t kMillisPerSecond = 1'000;
inline constexpr int64_t kMillisPerMinute = 60'000;
inline constexpr int64_t kMillisPerHour = 3'600'000;
inline constexpr int64_t kMillisPerDay = 86'400'000;

// Towards minus infinity; b > 0. Times before 1970 must not be cut towards zero.
constexpr int64_t FloorDiv(int64_t a, int64_t b) {
  const int64_t quotient = a / b;
  return a % b < 0 ? quotient - 1 : quotient;
}
constexpr int64_t FloorMod(int64_t a, int64_t b) {
  const int64_t rest = a % b;
  return rest < 0 ? rest + b : rest;
}

struct CivilDate {
  int64_t year = 1970;
  int32_t month = 1;  // 1 to 12.
  int32_t day = 1;    // 1 to 31.
};

CivilDate CivilFromDays(int64_t days);
int32_t DaysInMonth(int64_t year, int32_t month);

// 1 Monday to 7 Sunday.
int32_t IsoWeekday(int64_t days);
// 1 to 366.
int32_t DayOfYear(int64_t days);
// The week of ISO 8601 and the year it belongs to.
struct IsoWeek {
  int64_t year = 1970;
  int32_t week = 1;
};
IsoWeek IsoWeekOf(int64_t days);

// The same day `months` later, or the last of that month.
int64_t AddMonths(int64_t days, int64_t months);

enum class TimeUnit : uint8_t {
  kNanosecond,
  kMicrosecond,
  kMillisecond,
  kSecond,
  kMinute,
  kHour,
  kDay,
  kWeek,
  kMonth,
  kQuarter,
  kYear,
  kDecade,
  kCentury,
  kMillennium,
};

// FLOOR and CEIL of a date to a unit, kDay to kMillennium, as Flink has them. Weeks start on
// Sunday; centuries and millennia in a year that ends in 1. CEIL moves a first day of a decade,
// century or millennium on to the next one, and any day to the next day; of a week, month, quarter
// or year the first day stays.
int64_t FloorDays(int64_t days, TimeUnit unit);
int64_t CeilDays(int64_t days, TimeUnit unit);

}  // namespace weir::sql
