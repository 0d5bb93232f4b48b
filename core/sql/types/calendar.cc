#include "core/sql/types/calendar.h"

#include <algorithm>

namespace weir::sql {

CivilDate CivilFromDays(int64_t days) {
  const CivilTime civil = CivilDay(days);
  return {civil.year, civil.month, civil.day};
}

int32_t DaysInMonth(int64_t year, int32_t month) {
  if (month == 2) return IsLeapYear(year) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

int32_t IsoWeekday(int64_t days) { return static_cast<int32_t>(FloorMod(days + 3, 7)) + 1; }

int32_t DayOfYear(int64_t days) { return CivilDay(days).day_of_year; }

IsoWeek IsoWeekOf(int64_t days) {
  IsoWeek week;
  week.week = weir::IsoWeek(CivilDay(days), week.year);
  return week;
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
