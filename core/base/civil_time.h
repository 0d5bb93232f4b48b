// The calendar: instants as years, months and days, and back. Proleptic Gregorian, no leap seconds.
#pragma once

#include <cstdint>

#include "core/base/time.h"

namespace weir {

struct CivilTime {
  int64_t year = 1970;      // Astronomical: 0 is 1 BC.
  int32_t month = 1;        // 1 to 12.
  int32_t day = 1;          // 1 to 31.
  int32_t hour = 0;         // 0 to 23.
  int32_t minute = 0;       // 0 to 59.
  int32_t second = 0;       // 0 to 59.
  int32_t micros = 0;       // 0 to 999,999.
  int32_t day_of_week = 4;  // 0 is Sunday.
  int32_t day_of_year = 1;  // 1 to 366.
};

// Days from 1970-01-01 to the day given. Month 1 to 12; the day may be any number.
constexpr int64_t DaysFromCivil(int64_t year, int32_t month, int64_t day) {
  // Years that begin in March have their leap day at the end; eras of 400 of them are all alike.
  const int64_t shifted_year = month <= 2 ? year - 1 : year;
  const int64_t era = (shifted_year >= 0 ? shifted_year : shifted_year - 399) / 400;
  const int64_t year_of_era = shifted_year - era * 400;
  const int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146'097 + day_of_era - 719'468;
}

constexpr bool IsLeapYear(int64_t year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

// The day that is `days` after 1970-01-01, at midnight.
CivilTime CivilDay(int64_t days);

CivilTime ToCivil(Instant instant);

// 0 is Sunday; `days` count from 1970-01-01.
constexpr int32_t DayOfWeek(int64_t days) {
  const int64_t shifted = (days + 4) % 7;  // 1970-01-01 was a Thursday.
  return static_cast<int32_t>(shifted < 0 ? shifted + 7 : shifted);
}

// 01 to 53: weeks begin on Monday, the first is the one with the year's first Thursday (ISO 8601).
// `year` becomes the year that the week belongs to.
int32_t IsoWeek(const CivilTime& time, int64_t& year);

}  // namespace weir
