// Parts of a moment: EXTRACT and its kin, FLOOR and CEIL to a unit.
#include <array>

#include "core/sql/functions/function_def.h"
#include "core/sql/functions/time_unit.h"
#include "core/sql/types/parse.h"
#include "core/sql/types/words.h"

namespace weir::sql {
namespace {

enum class Part : uint8_t {
  kUnit,  // By TimeUnit.
  kEpoch,
  kDayOfWeek,  // 1 Sunday to 7.
  kIsoDayOfWeek,
  kDayOfYear,
  kIsoYear,
};

struct Wanted {
  Part part = Part::kUnit;
  TimeUnit unit = TimeUnit::kDay;
};

std::optional<Wanted> WantedOf(std::string_view word) {
  if (EqualsIgnoreCase(word, "EPOCH")) return Wanted{Part::kEpoch};
  if (EqualsIgnoreCase(word, "DOW")) return Wanted{Part::kDayOfWeek};
  if (EqualsIgnoreCase(word, "ISODOW")) return Wanted{Part::kIsoDayOfWeek};
  if (EqualsIgnoreCase(word, "DOY")) return Wanted{Part::kDayOfYear};
  if (EqualsIgnoreCase(word, "ISOYEAR")) return Wanted{Part::kIsoYear};
  const std::optional<TimeUnit> unit = TimeUnitOf(word);
  if (!unit.has_value()) return std::nullopt;
  return Wanted{Part::kUnit, *unit};
}

int64_t YearsPart(int64_t year, int64_t length) {
  return year > 0 ? (year + length - 1) / length : (year - length + 1) / length;
}

int64_t PartOfDate(int64_t days, TimeUnit unit) {
  const CivilDate date = CivilFromDays(days);
  switch (unit) {
    case TimeUnit::kDay:
      return date.day;
    case TimeUnit::kWeek:
      return IsoWeekOf(days).week;
    case TimeUnit::kMonth:
      return date.month;
    case TimeUnit::kQuarter:
      return (date.month - 1) / 3 + 1;
    case TimeUnit::kYear:
      return date.year;
    case TimeUnit::kDecade:
      return date.year / 10;
    case TimeUnit::kCentury:
      return YearsPart(date.year, 100);
    default:
      return YearsPart(date.year, 1'000);
  }
}

int64_t PartOf(Wanted wanted, TimestampValue clock) {
  const int64_t days = FloorDiv(clock.millis, kMillisPerDay);
  const int64_t of_day = FloorMod(clock.millis, kMillisPerDay);
  switch (wanted.part) {
    case Part::kEpoch:
      return FloorDiv(clock.millis, kMillisPerSecond);
    case Part::kDayOfWeek:
      return IsoWeekday(days) % 7 + 1;
    case Part::kIsoDayOfWeek:
      return IsoWeekday(days);
    case Part::kDayOfYear:
      return DayOfYear(days);
    case Part::kIsoYear:
      return IsoWeekOf(days).year;
    case Part::kUnit:
      break;
  }
  switch (wanted.unit) {
    case TimeUnit::kNanosecond:
      return of_day % 1'000 * 1'000'000 + clock.nanos;
    case TimeUnit::kMicrosecond:
      return of_day % 1'000 * 1'000 + clock.nanos / 1'000;
    case TimeUnit::kMillisecond:
      return of_day % 1'000;
    case TimeUnit::kSecond:
      return of_day / kMillisPerSecond % 60;
    case TimeUnit::kMinute:
      return of_day / kMillisPerMinute % 60;
    case TimeUnit::kHour:
      return of_day / kMillisPerHour;
    default:
      return PartOfDate(days, wanted.unit);
  }
}

// Of an interval: what remains within the next larger field; days and years are whole.
int64_t PartOfInterval(const RowCall& call, size_t i, TimeUnit unit) {
  const int64_t value = call.Int(i);
  if (call.type(i).kind == TypeKind::kIntervalYearMonth) {
    switch (unit) {
      case TimeUnit::kMonth:
        return value % 12;
      case TimeUnit::kQuarter:
        return value % 12 / 3 + 1;
      case TimeUnit::kYear:
        return value / 12;
      case TimeUnit::kDecade:
        return value / 120;
      default:
        return 0;
    }
  }
  switch (unit) {
    case TimeUnit::kDay:
      return value / kMillisPerDay;
    case TimeUnit::kHour:
      return value / kMillisPerHour % 24;
    case TimeUnit::kMinute:
      return value / kMillisPerMinute % 60;
    case TimeUnit::kSecond:
      return value / kMillisPerSecond % 60;
    case TimeUnit::kMillisecond:
      return value % kMillisPerSecond;
    default:
      return 0;
  }
}

bool BindExtract(Binding& b) {
  return b.literal(0) != nullptr && WantedOf(b.literal(0)->Text()).has_value();
}

void Extract(RowCall& call) {
  const Wanted wanted = *WantedOf(call.Text(0));
  if (!call.type(1).IsInterval()) return call.out.AppendInt(PartOf(wanted, WallClock(call, 1)));
  if (wanted.part == Part::kEpoch) return call.out.AppendInt(call.Int(1) / kMillisPerSecond);
  call.out.AppendInt(PartOfInterval(call, 1, wanted.unit));
}

template <TimeUnit unit>
void PartFunction(RowCall& call) {
  call.out.AppendInt(PartOf({Part::kUnit, unit}, WallClock(call, 0)));
}
template <Part part>
void OtherPart(RowCall& call) {
  call.out.AppendInt(PartOf({part, TimeUnit::kDay}, WallClock(call, 0)));
}

bool BindRounding(Binding& b) {
  return b.literal(1) != nullptr && TimeUnitOf(b.literal(1)->Text()).has_value();
}

template <bool ceil>
void RoundTo(RowCall& call) {
  const TimeUnit unit = *TimeUnitOf(call.Text(1));
  const TimestampValue clock = WallClock(call, 0);
  const int64_t days = FloorDiv(clock.millis, kMillisPerDay);
  const bool date = call.type(0).kind == TypeKind::kDate;
  // Weeks and longer, and the days of a DATE, go by the calendar; Flink leaves the time of day out.
  if (unit > TimeUnit::kDay || (date && unit == TimeUnit::kDay)) {
    if (call.type(0).kind == TypeKind::kTime) return PutWallClock(call, clock);
    const int64_t rounded = ceil ? CeilDays(days, unit) : FloorDays(days, unit);
    return PutWallClock(call, {rounded * kMillisPerDay, 0});
  }
  if (unit < TimeUnit::kMillisecond) return PutWallClock(call, clock);
  const int64_t size = MillisOf(unit);
  int64_t floor = clock.millis - FloorMod(clock.millis, size);
  if (ceil && (floor != clock.millis || clock.nanos != 0)) floor += size;
  PutWallClock(call, {floor, 0});
}

// STEP(x BY size): down to a multiple since 1970-01-01, of a moment or a number.
void StepMoment(RowCall& call) {
  const TimestampValue moment = call.Timestamp(0);
  const int64_t size = call.Int(1);
  if (size <= 0) return call.Fail("STEP needs a positive interval");
  call.out.AppendTimestamp({moment.millis - FloorMod(moment.millis, size), 0});
}
void StepNumber(RowCall& call) {
  const int64_t size = call.Int(1);
  if (size <= 0) return call.Fail("STEP needs a positive size");
  call.out.AppendInt(call.Int(0) - FloorMod(call.Int(0), size));
}
void StepDate(RowCall& call) {
  const int64_t size = call.Int(1);
  if (size <= 0) return call.Fail("STEP needs a positive interval");
  const int64_t millis = call.Int(0) * kMillisPerDay;
  call.out.AppendInt(FloorDiv(millis - FloorMod(millis, size), kMillisPerDay));
}

constexpr FunctionDef Time(std::string_view name, std::string_view parameters,
                           std::string_view result, RowKernel row, BindRule rule,
                           std::string_view usage, std::string_view doc) {
  return {.name = name,
          .parameters = parameters,
          .result = result,
          .category = Category::kTime,
          .row = row,
          .rule = rule,
          .usage = usage,
          .doc = doc};
}

constexpr FunctionDef One(std::string_view name, RowKernel row, std::string_view usage,
                          std::string_view doc) {
  return Time(name, "datetime", "bigint", row, nullptr, usage, doc);
}

constexpr FunctionDef Rounding(std::string_view name, RowKernel row, std::string_view usage,
                               std::string_view doc) {
  return Time(name, "datetime, symbol", "$0", row, BindRounding, usage, doc);
}

constexpr std::string_view kStepUsage = "STEP(x BY size)";
constexpr std::string_view kStepDoc =
    "Down to a multiple of the size since 1970-01-01 00:00:00; the groups of tumbling windows.";

constexpr auto kTable = std::to_array<FunctionDef>({
    Time("EXTRACT", "symbol, datetime", "bigint", Extract, BindExtract, "EXTRACT(unit FROM x)",
         "A part of a moment: MILLENNIUM to NANOSECOND, DOW (1 Sunday), ISODOW (1 Monday), DOY, "
         "WEEK and ISOYEAR of ISO 8601, EPOCH in seconds."),
    Time("EXTRACT", "symbol, interval", "bigint", Extract, BindExtract, "EXTRACT(unit FROM i)",
         "A field of an interval."),
    One("YEAR", PartFunction<TimeUnit::kYear>, "YEAR(x)", "The year."),
    One("QUARTER", PartFunction<TimeUnit::kQuarter>, "QUARTER(x)", "1 to 4."),
    One("MONTH", PartFunction<TimeUnit::kMonth>, "MONTH(x)", "1 to 12."),
    One("WEEK", PartFunction<TimeUnit::kWeek>, "WEEK(x)", "The week of ISO 8601."),
    One("DAYOFYEAR", OtherPart<Part::kDayOfYear>, "DAYOFYEAR(x)", "1 to 366."),
    One("DAYOFMONTH", PartFunction<TimeUnit::kDay>, "DAYOFMONTH(x)", "1 to 31."),
    One("DAYOFWEEK", OtherPart<Part::kDayOfWeek>, "DAYOFWEEK(x)", "1 Sunday to 7 Saturday."),
    One("HOUR", PartFunction<TimeUnit::kHour>, "HOUR(x)", "0 to 23."),
    One("MINUTE", PartFunction<TimeUnit::kMinute>, "MINUTE(x)", "0 to 59."),
    One("SECOND", PartFunction<TimeUnit::kSecond>, "SECOND(x)", "0 to 59."),
    Rounding("FLOOR", RoundTo<false>, "FLOOR(x TO unit)", "The beginning of the unit."),
    Rounding("CEIL", RoundTo<true>, "CEIL(x TO unit)",
             "The beginning of the next unit; weeks and longer go by the date alone."),
    Rounding("CEILING", RoundTo<true>, "CEILING(x TO unit)", "The same as CEIL."),
    Time("STEP", "timestamp, interval", "$0", StepMoment, nullptr, kStepUsage, kStepDoc),
    Time("STEP", "ltz, interval", "$0", StepMoment, nullptr, kStepUsage, kStepDoc),
    Time("STEP", "date, interval", "$0", StepDate, nullptr, kStepUsage, kStepDoc),
    Time("STEP", "int, int", "$0", StepNumber, nullptr, kStepUsage, kStepDoc),
});

}  // namespace

std::span<const FunctionDef> TimePartFunctions() { return kTable; }

}  // namespace weir::sql
