// The units of EXTRACT, FLOOR, TIMESTAMPADD by their words, and the wall clock of any time value.
#pragma once

#include <optional>
#include <string_view>

#include "core/sql/functions/function_def.h"
#include "core/sql/types/calendar.h"

namespace weir::sql {

// "DAY", "SQL_TSI_DAY", "SECONDS"; any case.
std::optional<TimeUnit> TimeUnitOf(std::string_view word);

// Milliseconds of a unit up to a week; 0 for the others and for less than a millisecond.
int64_t MillisOf(TimeUnit unit);

// The wall clock of argument i: a DATE at midnight, a TIME on 1970-01-01, TIMESTAMP_LTZ in the
// session's zone.
TimestampValue WallClock(const RowCall& call, size_t i);

// A wall clock put out as the result's type, which is a DATE, TIME, TIMESTAMP or TIMESTAMP_LTZ.
void PutWallClock(RowCall& call, TimestampValue clock);

// Sets the result of an arithmetic rule on a moment: its own type, or what adding `unit` makes of
// it.
Type ShiftedType(const Type& moment, TimeUnit unit);

}  // namespace weir::sql
