#include "core/sql/types/zone_rules.h"

#include <array>

#include "core/sql/types/calendar.h"

namespace weir::sql {
namespace {

constexpr auto kZones = std::to_array<ZoneRule>({
    {"Africa/Cairo", 120},
    {"Africa/Johannesburg", 120},
    {"Africa/Lagos", 60},
    {"Africa/Nairobi", 180},
    {"America/Anchorage", -540, Saving::kUnitedStates},
    {"America/Argentina/Buenos_Aires", -180},
    {"America/Bogota", -300},
    {"America/Caracas", -240},
    {"America/Chicago", -360, Saving::kUnitedStates},
    {"America/Denver", -420, Saving::kUnitedStates},
    {"America/Halifax", -240, Saving::kUnitedStates},
    {"America/Lima", -300},
    {"America/Los_Angeles", -480, Saving::kUnitedStates},
    {"America/Mexico_City", -360},
    {"America/New_York", -300, Saving::kUnitedStates},
    {"America/Phoenix", -420},
    {"America/Santiago", -240, Saving::kChile},
    {"America/Sao_Paulo", -180},
    {"America/St_Johns", -210, Saving::kUnitedStates},
    {"America/Toronto", -300, Saving::kUnitedStates},
    {"America/Vancouver", -480, Saving::kUnitedStates},
    {"Asia/Bangkok", 420},
    {"Asia/Calcutta", 330},
    {"Asia/Chongqing", 480, Saving::kChina},
    {"Asia/Dhaka", 360},
    {"Asia/Dubai", 240},
    {"Asia/Ho_Chi_Minh", 420},
    {"Asia/Hong_Kong", 480},
    {"Asia/Jakarta", 420},
    {"Asia/Karachi", 300},
    {"Asia/Kathmandu", 345},
    {"Asia/Kolkata", 330},
    {"Asia/Kuala_Lumpur", 480},
    {"Asia/Manila", 480},
    {"Asia/Riyadh", 180},
    {"Asia/Seoul", 540},
    {"Asia/Shanghai", 480, Saving::kChina},
    {"Asia/Singapore", 480},
    {"Asia/Taipei", 480},
    {"Asia/Tashkent", 300},
    {"Asia/Tehran", 210},
    {"Asia/Tokyo", 540},
    {"Asia/Yangon", 390},
    {"Atlantic/Reykjavik", 0},
    {"Australia/Adelaide", 570, Saving::kAustralia},
    {"Australia/Brisbane", 600},
    {"Australia/Darwin", 570},
    {"Australia/Hobart", 600, Saving::kAustralia},
    {"Australia/Melbourne", 600, Saving::kAustralia},
    {"Australia/Perth", 480},
    {"Australia/Sydney", 600, Saving::kAustralia},
    {"CET", 60, Saving::kEuropeanUnion},
    {"EET", 120, Saving::kEuropeanUnion},
    {"Etc/GMT", 0},
    {"Europe/Amsterdam", 60, Saving::kEuropeanUnion},
    {"Europe/Athens", 120, Saving::kEuropeanUnion},
    {"Europe/Belgrade", 60, Saving::kEuropeanUnion},
    {"Europe/Berlin", 60, Saving::kEuropeanUnion},
    {"Europe/Brussels", 60, Saving::kEuropeanUnion},
    {"Europe/Bucharest", 120, Saving::kEuropeanUnion},
    {"Europe/Budapest", 60, Saving::kEuropeanUnion},
    {"Europe/Copenhagen", 60, Saving::kEuropeanUnion},
    {"Europe/Dublin", 0, Saving::kBritain},
    {"Europe/Helsinki", 120, Saving::kEuropeanUnion},
    {"Europe/Istanbul", 180},
    {"Europe/Kiev", 120, Saving::kEuropeanUnion},
    {"Europe/Kyiv", 120, Saving::kEuropeanUnion},
    {"Europe/Lisbon", 0, Saving::kEuropeanUnion},
    {"Europe/London", 0, Saving::kBritain},
    {"Europe/Luxembourg", 60, Saving::kEuropeanUnion},
    {"Europe/Madrid", 60, Saving::kEuropeanUnion},
    {"Europe/Moscow", 180},
    {"Europe/Oslo", 60, Saving::kEuropeanUnion},
    {"Europe/Paris", 60, Saving::kEuropeanUnion},
    {"Europe/Prague", 60, Saving::kEuropeanUnion},
    {"Europe/Rome", 60, Saving::kEuropeanUnion},
    {"Europe/Sofia", 120, Saving::kEuropeanUnion},
    {"Europe/Stockholm", 60, Saving::kEuropeanUnion},
    {"Europe/Vienna", 60, Saving::kEuropeanUnion},
    {"Europe/Warsaw", 60, Saving::kEuropeanUnion},
    {"Europe/Zurich", 60, Saving::kEuropeanUnion},
    {"PST8PDT", -480, Saving::kUnitedStates},
    {"EST5EDT", -300, Saving::kUnitedStates},
    {"CST6CDT", -360, Saving::kUnitedStates},
    {"MST7MDT", -420, Saving::kUnitedStates},
    {"Pacific/Auckland", 720, Saving::kNewZealand},
    {"Pacific/Honolulu", -600},
    {"PRC", 480, Saving::kChina},
    {"US/Central", -360, Saving::kUnitedStates},
    {"US/Eastern", -300, Saving::kUnitedStates},
    {"US/Mountain", -420, Saving::kUnitedStates},
    {"US/Pacific", -480, Saving::kUnitedStates},
    {"Universal", 0},
    {"Zulu", 0},
});

constexpr int32_t kSunday = 7;

// The n-th Sunday of a month on or after `from_day`.
int64_t SundayFrom(int64_t year, int32_t month, int32_t from_day) {
  const int64_t day = DaysFromCivil(year, month, from_day);
  return day + kSunday - IsoWeekday(day);
}
int64_t LastSunday(int64_t year, int32_t month) {
  return SundayFrom(year, month, DaysInMonth(year, month) - 6);
}

// When summer begins and ends in a year: days, and the hour on the clock that decides.
struct Span {
  int64_t start_millis = INT64_MAX;  // In the wall clock before the change, or UTC.
  int64_t end_millis = INT64_MAX;
};

int64_t At(int64_t day, int64_t hour) { return day * kMillisPerDay + hour * kMillisPerHour; }

// As standard time of the zone.
Span UnitedStates(int64_t year) {
  if (year < 1967) return {};
  int64_t start = SundayFrom(year, 3, 8);
  int64_t end = SundayFrom(year, 11, 1);
  if (year < 2007) {
    start = year < 1987 ? LastSunday(year, 4) : SundayFrom(year, 4, 1);
    end = LastSunday(year, 10);
  }
  if (year == 1974) start = DaysFromCivil(1974, 1, 6);
  if (year == 1975) start = DaysFromCivil(1975, 2, 23);
  return {At(start, 2), At(end, 1)};
}

// As UTC.
Span European(int64_t year, bool britain) {
  if (year < (britain ? 1972 : 1980)) return {};
  int64_t end = LastSunday(year, 10);
  if (year < 1996) end = britain ? SundayFrom(year, 10, 23) : LastSunday(year, 9);
  int64_t start = LastSunday(year, 3);
  if (year < 1981) start = britain ? SundayFrom(year, 3, 16) : SundayFrom(year, 4, 1);
  return {At(start, 1), At(end, 1)};
}

// As standard time.
Span China(int64_t year) {
  if (year < 1986 || year > 1991) return {};
  const int64_t start = year == 1986 ? DaysFromCivil(1986, 5, 4) : SundayFrom(year, 4, 11);
  return {At(start, 2), At(SundayFrom(year, 9, 11), 1)};
}

// Both ends within one calendar year, as the standard time of the zone; south of the equator the
// start lies after the end.
Span SpanOf(const ZoneRule& rule, int64_t year) {
  const int64_t standard = int64_t{rule.standard_minutes} * kMillisPerMinute;
  Span span;
  switch (rule.saving) {
    case Saving::kNone:
      return span;
    case Saving::kUnitedStates:
      return UnitedStates(year);
    case Saving::kChina:
      return China(year);
    case Saving::kEuropeanUnion:
      span = European(year, false);
      break;
    case Saving::kBritain:
      span = European(year, true);
      break;
    case Saving::kAustralia:
      return {At(SundayFrom(year, 10, 1), 2), At(SundayFrom(year, 4, 1), 2)};
    case Saving::kNewZealand:
      return {At(LastSunday(year, 9), 2), At(SundayFrom(year, 4, 1), 2)};
    case Saving::kChile:
      span = {At(SundayFrom(year, 9, 2), 4), At(SundayFrom(year, 4, 2), 3)};
      break;
  }
  if (span.start_millis == INT64_MAX) return span;
  return {span.start_millis + standard, span.end_millis + standard};
}

}  // namespace

std::span<const ZoneRule> ZoneRules() { return kZones; }

int64_t ZoneOffsetMillis(const ZoneRule& rule, int64_t utc_millis) {
  const int64_t standard = int64_t{rule.standard_minutes} * kMillisPerMinute;
  if (rule.saving == Saving::kNone) return standard;
  const int64_t clock = utc_millis + standard;
  const Span span = SpanOf(rule, CivilFromDays(FloorDiv(clock, kMillisPerDay)).year);
  if (span.start_millis == INT64_MAX) return standard;
  const bool north = span.start_millis < span.end_millis;
  const bool inside = north ? clock >= span.start_millis && clock < span.end_millis
                            : clock >= span.start_millis || clock < span.end_millis;
  return inside ? standard + kMillisPerHour : standard;
}

}  // namespace weir::sql
