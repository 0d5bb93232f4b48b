#include "core/sql/functions/time_unit.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "core/sql/types/parse.h"
#include "core/sql/types/words.h"

namespace weir::sql {

std::optional<TimeUnit> TimeUnitOf(std::string_view word) {
  static constexpr auto kWords = std::to_array<std::pair<std::string_view, TimeUnit>>({
      {"NANOSECOND", TimeUnit::kNanosecond},
      {"MICROSECOND", TimeUnit::kMicrosecond},
      {"MILLISECOND", TimeUnit::kMillisecond},
      {"SECOND", TimeUnit::kSecond},
      {"MINUTE", TimeUnit::kMinute},
      {"HOUR", TimeUnit::kHour},
      {"DAY", TimeUnit::kDay},
      {"WEEK", TimeUnit::kWeek},
      {"MONTH", TimeUnit::kMonth},
      {"QUARTER", TimeUnit::kQuarter},
      {"YEAR", TimeUnit::kYear},
      {"DECADE", TimeUnit::kDecade},
      {"CENTURY", TimeUnit::kCentury},
      {"MILLENNIUM", TimeUnit::kMillennium},
  });
  std::string upper = UpperAscii(word);
  if (upper.starts_with("SQL_TSI_")) upper = upper.substr(8);
  if (upper == "FRAC_SECOND") upper = "MICROSECOND";
  for (const auto& [name, unit] : kWords) {
    if (upper == name) return unit;
    if (upper.size() == name.size() + 1 && upper.starts_with(name) && upper.back() == 'S')
      return unit;
  }
  return std::nullopt;
}

int64_t MillisOf(TimeUnit unit) {
  switch (unit) {
    case TimeUnit::kMillisecond:
      return 1;
    case TimeUnit::kSecond:
      return kMillisPerSecond;
    case TimeUnit::kMinute:
      return kMillisPerMinute;
    case TimeUnit::kHour:
      return kMillisPerHour;
    case TimeUnit::kDay:
      return kMillisPerDay;
    case TimeUnit::kWeek:
      return 7 * kMillisPerDay;
    default:
      return 0;
  }
}

TimestampValue WallClock(const RowCall& call, size_t i) {
  const Type& type = call.type(i);
  if (type.kind == TypeKind::kDate) return {call.Int(i) * kMillisPerDay, 0};
  if (type.kind == TypeKind::kTime) return {call.Int(i), 0};
  TimestampValue clock = call.Timestamp(i);
  if (type.kind == TypeKind::kTimestampLtz) clock.millis = call.zone().ToLocal(clock.millis);
  return clock;
}

void PutWallClock(RowCall& call, TimestampValue clock) {
  switch (call.result().kind) {
    case TypeKind::kDate:
      return call.out.AppendInt(FloorDiv(clock.millis, kMillisPerDay));
    case TypeKind::kTime:
      return call.out.AppendInt(FloorMod(clock.millis, kMillisPerDay));
    case TypeKind::kTimestampLtz:
      clock.millis = call.zone().ToUtc(clock.millis);
      break;
    default:
      break;
  }
  call.out.AppendTimestamp(CutTo(clock, call.result().precision));
}

Type ShiftedType(const Type& moment, TimeUnit unit) {
  const int32_t needed = unit == TimeUnit::kMillisecond   ? 3
                         : unit == TimeUnit::kMicrosecond ? 6
                         : unit == TimeUnit::kNanosecond  ? 9
                                                          : 0;
  if (moment.kind == TypeKind::kDate) return unit < TimeUnit::kDay ? Type::Timestamp(6) : moment;
  if (!moment.IsTimestamp()) return moment;
  return Type::Of(moment.kind, std::max(moment.precision, needed));
}

}  // namespace weir::sql
