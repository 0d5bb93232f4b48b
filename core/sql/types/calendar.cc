#include "core/sql/types/calendar.h"

#include <algorithm>

namespace weir::sql {

// Years counted from March, so that the leap day is a year's last (Howard Hinnant's algorithms).
int64_t DaysFromCivil(int64_t year, int32_t month, int32_t day) {
  const int64_t y = month <= 2 ? year - 1 : year;
  const int64_t era = FloorDiv(y, 400);
  const int64_t of_era = y - era * 400;
  const int64_t of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  return era * 146'097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719'468;
}

CivilDate CivilFromDays(int64_t days) {
  const int64_t z = days + 719'468;
  const int64_t era = FloorDiv(z, 146'097);
  const int64_t of_era = z - era * 146'097;
  const int64_t year_of_era = (of_era - of_era / 1'460 + of_era / 36'524 - of_era / 146'096) / 365;
  const int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const auto shifted = static_cast<int32_t>((5 * of_year + 2) / 153);
  CivilDate date;
  date.day = static_cast<int32_t>(of_year - (153 * shifted + 2) / 5 + 1);
  date.month = shifted < 10 ? shifted + 3 : shifted - 9;
  date.year = year_of_era + era * 400 + (date.month <= 2 ? 1 : 0);
  return date;
}

bool IsLeapYear(int64_t year) {
  return FloorMod(year, 4) == 0 && (FloorMod(year, 100) != 0 || FloorMod(year, 400) == 0);
}

int32_t DaysInMonth(int64_t year, int32_t month) {
  if (month == 2) return IsLeapYear(year) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

int32_t IsoWeekday(int64_t days) { return static_cast<int32_t>(FloorMod(days + 3, 7)) + 1; }

int32_t DayOfYear(int64_t days) {
  return static_cast<int32_t>(days - DaysFromCivil(CivilFromDays(days).year, 1, 1)) + 1;
}

IsoWeek IsoWeekOf(int64_t days) {
  // The week belongs to the year of its Thursday.
  const int64_t thursday = days - IsoWeekday(days) + 4;
  return {CivilFromDays(thursday).year, (DayOfYear(thursday) - 1) / 7 + 1};
}

int64_t AddMonths(int64_t days, int64_t months) {
  const CivilDate date = CivilFromDays(days);
  const int64_t month = date.year * 12 + date.month - 1 + months;
  const int64_t year = FloorDiv(month, 12);
  const auto of_year = static_cast<int32_t>(FloorMod(month, 12)) + 1;
  return DaysFromCivil(year, of_year, std::min(date.day, DaysInMonth(year, of_year)));
}

int64_t FloorDays(int64_t days, TimeUnit unit) {
  const CivilDate date = CivilFromDays(days);
  switch (unit) {
    case TimeUnit::kWeek:
      return days - FloorMod(days + 4, 7);
    case TimeUnit::kMonth:
      return days - date.day + 1;
    case TimeUnit::kQuarter:
      return DaysFromCivil(date.year, (date.month - 1) / 3 * 3 + 1, 1);
    case TimeUnit::kYear:
      return DaysFromCivil(date.year, 1, 1);
    case TimeUnit::kDecade:
      return DaysFromCivil(FloorDiv(date.year, 10) * 10, 1, 1);
    case TimeUnit::kCentury:
      return DaysFromCivil(FloorDiv(date.year - 1, 100) * 100 + 1, 1, 1);
    case TimeUnit::kMillennium:
      return DaysFromCivil(FloorDiv(date.year - 1, 1'000) * 1'000 + 1, 1, 1);
    default:
      return days;
  }
}

int64_t CeilDays(int64_t days, TimeUnit unit) {
  const int64_t floor = FloorDays(days, unit);
  const bool first = floor == days;
  switch (unit) {
    case TimeUnit::kDay:
      return days + 1;
    case TimeUnit::kWeek:
      return first ? days : floor + 7;
    case TimeUnit::kMonth:
      return first ? days : AddMonths(floor, 1);
    case TimeUnit::kQuarter:
      return first ? days : AddMonths(floor, 3);
    case TimeUnit::kYear:
      return first ? days : AddMonths(floor, 12);
    case TimeUnit::kDecade:
      return AddMonths(floor, 120);
    case TimeUnit::kCentury:
      return AddMonths(floor, 1'200);
    case TimeUnit::kMillennium:
      return AddMonths(floor, 12'000);
    default:
      return days;
  }
}

}  // namespace weir::sql
