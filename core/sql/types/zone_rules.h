// The zones that Weir knows: offsets and daylight saving rules, compiled in, so that both twins
// agree and no file of the machine is read.
//
// Source: IANA time zone database 2025b. Rules are those in force since 1970 for the United States,
// the European Union and China, and the present rule elsewhere: see site/docs/sql-functions.md.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace weir::sql {

// Who decides when the clocks change.
enum class Saving : uint8_t {
  kNone,
  kUnitedStates,   // Second Sunday of March to first of November, 02:00 wall clock; older rules
                   // before.
  kEuropeanUnion,  // Last Sundays of March and October, 01:00 UTC, since 1996; September before.
  kBritain,        // The same, but October has always been the end since 1972.
  kChina,          // 1986 to 1991 only.
  kAustralia,      // First Sunday of October to first of April, 02:00 standard time.
  kNewZealand,     // Last Sunday of September to first of April, 02:00 standard time.
  kChile,          // First Sunday after 2 September to first after 2 April, 04:00 UTC.
};

struct ZoneRule {
  std::string_view name;
  int32_t standard_minutes = 0;  // East of UTC.
  Saving saving = Saving::kNone;
};

std::span<const ZoneRule> ZoneRules();
int64_t ZoneOffsetMillis(const ZoneRule& rule, int64_t utc_millis);

}  // namespace weir::sql
