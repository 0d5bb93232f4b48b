// Moments and intervals: + and -, TIMESTAMPADD, TIMESTAMPDIFF, OVERLAPS.
#include <array>

#include "core/sql/functions/function_def.h"
#include "core/sql/functions/time_unit.h"

namespace weir::sql {
namespace {

constexpr int64_t kDaysMax = 2'932'896;  // 9999-12-31
constexpr int64_t kDaysMin = -719'528;   // 0000-01-01

// Out of the calendar is an error: a date with five digits of a year reads back as nothing.
bool InCalendar(int64_t millis) {
  const int64_t days = FloorDiv(millis, kMillisPerDay);
  return days >= kDaysMin && days <= kDaysMax;
}

void PutChecked(RowCall& call, TimestampValue clock) {
  if (!InCalendar(clock.millis)) return call.Fail("the time is out of the years 0000 to 9999");
  PutWallClock(call, clock);
}

TimestampValue PlusMonths(TimestampValue clock, int64_t months) {
  const int64_t days = FloorDiv(clock.millis, kMillisPerDay);
  const int64_t of_day = FloorMod(clock.millis, kMillisPerDay);
  return {AddMonths(days, months) * kMillisPerDay + of_day, clock.nanos};
}

// No interval that a literal or a column can hold reaches this.
constexpr int64_t kMonthsMax = 12 * 20'000;
constexpr int64_t kMillisMax = kMillisPerDay * 366 * 20'000;

// `amount` of milliseconds or months, as `months` says. A TIMESTAMP_LTZ moves by hours on the time
// line and by months on the wall clock.
void Shift(RowCall& call, size_t moment, int64_t amount, bool months) {
  const int64_t limit = months ? kMonthsMax : kMillisMax;
  if (amount > limit || amount < -limit) return call.Fail("the interval is too long");
  if (months) {
    if (call.type(moment).kind == TypeKind::kTime)
      return PutWallClock(call, WallClock(call, moment));
    return PutChecked(call, PlusMonths(WallClock(call, moment), amount));
  }
  if (call.type(moment).kind == TypeKind::kTimestampLtz) {
    TimestampValue instant = call.Timestamp(moment);
    instant.millis += amount;
    if (!InCalendar(instant.millis)) return call.Fail("the time is out of the years 0000 to 9999");
    return call.out.AppendTimestamp(instant);
  }
  TimestampValue clock = WallClock(call, moment);
  clock.millis += amount;
  if (call.type(moment).kind == TypeKind::kTime) return PutWallClock(call, clock);
  PutChecked(call, clock);
}

bool IsMonths(const Type& interval) { return interval.kind == TypeKind::kIntervalYearMonth; }

template <int sign, size_t moment>
void PlusInterval(RowCall& call) {
  constexpr size_t kInterval = 1 - moment;
  Shift(call, moment, sign * call.Int(kInterval), IsMonths(call.type(kInterval)));
}

// The same for timestamps and milliseconds, a column at a time: what every watermark is made with.
template <int sign, size_t moment>
Column PlusMillis(const Call& call) {
  const Column& moments = *call.args[moment];
  const Column& intervals = *call.args[1 - moment];
  std::vector<uint64_t> nulls = JoinNulls(call.args, call.rows);
  std::vector<int64_t> out(call.rows);
  for (size_t row = 0; row < call.rows; ++row) {
    const int64_t interval = intervals.Int(row);
    const bool fits = interval <= kMillisMax && interval >= -kMillisMax;
    out[row] = moments.Int(row) + (fits ? sign * interval : 0);
    if (fits && InCalendar(out[row])) continue;
    if (moments.IsNull(row) || intervals.IsNull(row)) continue;
    call.context.AddError(
        row, fits ? "the time is out of the years 0000 to 9999" : "the interval is too long");
    if (nulls.empty()) nulls.resize((call.rows + 63) / 64);
    nulls[row / 64] |= uint64_t{1} << (row % 64);
  }
  Column result = Column::OfInts(call.function.result, std::move(out), std::move(nulls));
  if (!moments.has_nanos()) return result;
  Column fine(call.function.result);
  for (size_t row = 0; row < call.rows; ++row) {
    if (result.IsNull(row)) {
      fine.AppendNull();
    } else {
      fine.AppendTimestamp({result.Int(row), moments.Timestamp(row).nanos});
    }
  }
  return fine;
}

// A DATE stays one unless a constant interval has hours.
template <int sign, size_t moment>
bool BindPlusInterval(Binding& b) {
  b.out.result = b.type(moment);
  if (b.type(moment).IsTimestamp() && !IsMonths(b.type(1 - moment))) {
    b.out.kernel = PlusMillis<sign, moment>;
  }
  const Value* interval = b.literal(1 - moment);
  if (b.type(moment).kind == TypeKind::kDate && interval != nullptr && !interval->IsNull() &&
      !IsMonths(b.type(1 - moment)) && interval->Int() % kMillisPerDay != 0) {
    b.out.result = Type::Timestamp(6);
  }
  return true;
}

bool BindSameIntervals(Binding& b) {
  b.out.result = b.type(0);
  return b.type(0).kind == b.type(1).kind;
}

template <int sign>
void AddIntervals(RowCall& call) {
  int64_t sum = 0;
  if (__builtin_add_overflow(call.Int(0), sign * call.Int(1), &sum)) {
    return call.Fail("the interval is too long");
  }
  call.out.AppendInt(sum);
}

template <size_t interval>
void MultiplyInterval(RowCall& call) {
  int64_t product = 0;
  if (__builtin_mul_overflow(call.Int(0), call.Int(1), &product)) {
    return call.Fail("the interval is too long");
  }
  call.out.AppendInt(product);
}

void DivideInterval(RowCall& call) {
  if (call.Int(1) == 0) return call.Fail("division by zero");
  call.out.AppendInt(call.Int(1) == -1 ? -call.Int(0) : call.Int(0) / call.Int(1));
}

void Distance(RowCall& call) {
  call.out.AppendInt(WallClock(call, 0).millis - WallClock(call, 1).millis);
}
bool BindDistance(Binding& b) {
  b.out.result = Type::IntervalDayTime();
  return true;
}

bool BindAdd(Binding& b) {
  if (b.literal(0) == nullptr) return false;
  const std::optional<TimeUnit> unit = TimeUnitOf(b.literal(0)->Text());
  if (!unit.has_value()) return false;
  b.out.result = ShiftedType(b.type(2), *unit);
  return true;
}

int64_t MonthsOf(TimeUnit unit) {
  switch (unit) {
    case TimeUnit::kMonth:
      return 1;
    case TimeUnit::kQuarter:
      return 3;
    case TimeUnit::kYear:
      return 12;
    case TimeUnit::kDecade:
      return 120;
    case TimeUnit::kCentury:
      return 1'200;
    case TimeUnit::kMillennium:
      return 12'000;
    default:
      return 0;
  }
}

// unit, amount, moment
void TimestampAdd(RowCall& call) {
  const TimeUnit unit = *TimeUnitOf(call.Text(0));
  const bool months = unit > TimeUnit::kWeek;
  if (unit < TimeUnit::kMillisecond) {
    const int64_t size = unit == TimeUnit::kMicrosecond ? 1'000 : 1;
    Int128 nanos = Int128{call.Int(1)} * size;
    TimestampValue clock = WallClock(call, 2);
    nanos += clock.nanos;
    Int128 millis = nanos / 1'000'000;
    Int128 rest = nanos % 1'000'000;
    if (rest < 0) rest += 1'000'000, --millis;
    clock = {clock.millis + static_cast<int64_t>(millis), static_cast<int32_t>(rest)};
    return PutChecked(call, clock);
  }
  int64_t amount = 0;
  if (__builtin_mul_overflow(call.Int(1), months ? MonthsOf(unit) : MillisOf(unit), &amount)) {
    return call.Fail("the interval is too long");
  }
  Shift(call, 2, amount, months);
}

// Whole months from `from` to `to`, towards zero.
int64_t MonthsBetween(TimestampValue from, TimestampValue to) {
  if (to < from) return -MonthsBetween(to, from);
  const CivilDate a = CivilFromDays(FloorDiv(from.millis, kMillisPerDay));
  const CivilDate b = CivilFromDays(FloorDiv(to.millis, kMillisPerDay));
  int64_t months = (b.year - a.year) * 12 + b.month - a.month;
  if (PlusMonths(from, months) > to) --months;
  return months;
}

bool BindDiff(Binding& b) {
  return b.literal(0) != nullptr && TimeUnitOf(b.literal(0)->Text()).has_value();
}

// unit, from, to
void TimestampDiff(RowCall& call) {
  const TimeUnit unit = *TimeUnitOf(call.Text(0));
  const TimestampValue from = WallClock(call, 1);
  const TimestampValue to = WallClock(call, 2);
  int64_t count = 0;
  if (unit > TimeUnit::kWeek) {
    count = MonthsBetween(from, to) / MonthsOf(unit);
  } else if (unit >= TimeUnit::kMillisecond) {
    count = (to.millis - from.millis) / MillisOf(unit);
  } else {
    const Int128 nanos = Int128{to.millis - from.millis} * 1'000'000 + (to.nanos - from.nanos);
    count = static_cast<int64_t>(unit == TimeUnit::kMicrosecond ? nanos / 1'000 : nanos);
  }
  call.out.AppendInt(static_cast<int32_t>(count));
}

// start, end or length, start, end or length; touching counts.
void Overlaps(RowCall& call) {
  std::array<TimestampValue, 4> at;
  for (size_t i = 0; i < at.size(); i += 2) {
    at[i] = WallClock(call, i);
    if (!call.type(i + 1).IsInterval()) {
      at[i + 1] = WallClock(call, i + 1);
    } else if (IsMonths(call.type(i + 1))) {
      at[i + 1] = PlusMonths(at[i], call.Int(i + 1));
    } else {
      at[i + 1] = {at[i].millis + call.Int(i + 1), at[i].nanos};
    }
    if (at[i + 1] < at[i]) std::swap(at[i], at[i + 1]);
  }
  call.out.AppendBool(at[0] <= at[3] && at[2] <= at[1]);
}

bool BindOverlaps(Binding& b) {
  for (size_t i = 0; i < 4; ++i) {
    const bool moment = b.type(i).IsDateTime();
    if (!moment && (i % 2 == 0 || !b.type(i).IsInterval())) return false;
  }
  return true;
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

constexpr std::string_view kAddDoc =
    "Moved by a number of units. A DATE moved by hours is a TIMESTAMP; a month has its own length, "
    "and the 31st becomes its last day.";
constexpr std::string_view kDiffDoc = "Whole units from a to b, cut towards zero.";

constexpr auto kTable = std::to_array<FunctionDef>({
    Time("+", "datetime, interval", "$0", PlusInterval<1, 0>, BindPlusInterval<1, 0>, "t + i",
         "The moment later by the interval."),
    Time("+", "interval, datetime", "$1", PlusInterval<1, 1>, BindPlusInterval<1, 1>, "i + t",
         "The moment later by the interval."),
    Time("-", "datetime, interval", "$0", PlusInterval<-1, 0>, BindPlusInterval<-1, 0>, "t - i",
         "The moment earlier by the interval."),
    Time("-", "datetime, datetime", "", Distance, BindDistance, "t - t", "The interval between."),
    Time("+", "interval, interval", "", AddIntervals<1>, BindSameIntervals, "i + i",
         "The intervals together."),
    Time("-", "interval, interval", "", AddIntervals<-1>, BindSameIntervals, "i - i",
         "What one interval is longer."),
    Time("*", "interval, int", "$0", MultiplyInterval<0>, nullptr, "i * n",
         "n times the interval."),
    Time("*", "int, interval", "$1", MultiplyInterval<1>, nullptr, "n * i",
         "n times the interval."),
    Time("/", "interval, int", "$0", DivideInterval, nullptr, "i / n", "A part of the interval."),
    Time("TIMESTAMPADD", "symbol, int, datetime", "", TimestampAdd, BindAdd,
         "TIMESTAMPADD(unit, n, t)", kAddDoc),
    Time("TIMESTAMPDIFF", "symbol, datetime, datetime", "int", TimestampDiff, BindDiff,
         "TIMESTAMPDIFF(unit, a, b)", kDiffDoc),
    Time("OVERLAPS", "any, any, any, any", "bool", Overlaps, BindOverlaps,
         "(start, end) OVERLAPS (start, end)",
         "Whether the spans meet, if only in one moment; an interval may stand for an end."),
});

}  // namespace

std::span<const FunctionDef> TimeArithmeticFunctions() { return kTable; }

}  // namespace weir::sql
