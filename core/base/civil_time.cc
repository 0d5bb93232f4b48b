#include "core/base/civil_time.h"

namespace weir {

CivilTime CivilDay(int64_t days) {
  const int64_t shifted = days + 719'468;
  const int64_t era = (shifted >= 0 ? shifted : shifted - 146'096) / 146'097;
  const int64_t day_of_era = shifted - era * 146'097;
  const int64_t year_of_era =
      (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int64_t shifted_month = (5 * day_of_year + 2) / 153;
  CivilTime civil;
  civil.day = static_cast<int32_t>(day_of_year - (153 * shifted_month + 2) / 5 + 1);
  civil.month = static_cast<int32_t>(shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
  civil.year = year_of_era + era * 400 + (civil.month <= 2 ? 1 : 0);
  civil.day_of_week = DayOfWeek(days);
  civil.day_of_year = static_cast<int32_t>(days - DaysFromCivil(civil.year, 1, 1) + 1);
  return civil;
}

CivilTime ToCivil(Instant instant) {
  const int64_t seconds = UnixSeconds(instant);
  int64_t days = seconds / 86'400;
  int64_t of_day = seconds % 86'400;
  if (of_day < 0) {
    of_day += 86'400;
    --days;
  }
  CivilTime civil = CivilDay(days);
  civil.hour = static_cast<int32_t>(of_day / 3'600);
  civil.minute = static_cast<int32_t>(of_day / 60 % 60);
  civil.second = static_cast<int32_t>(of_day % 60);
  civil.micros = static_cast<int32_t>(instant.micros - seconds * 1'000'000);
  return civil;
}

int32_t IsoWeek(const CivilTime& time, int64_t& year) {
  // The Thursday of the same week decides both.
  const int64_t days = DaysFromCivil(time.year, time.month, time.day);
  const int64_t thursday = days + 3 - (time.day_of_week + 6) % 7;
  const CivilTime of_week = CivilDay(thursday);
  year = of_week.year;
  return (of_week.day_of_year - 1) / 7 + 1;
}

}  // namespace weir
