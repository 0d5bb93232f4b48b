// Moments from and to text and numbers, and the present.
#include <algorithm>
#include <array>
#include <cmath>

#include "core/sql/functions/function_def.h"
#include "core/sql/functions/time_unit.h"
#include "core/sql/types/datetime_pattern.h"
#include "core/sql/types/parse.h"

namespace weir::sql {
namespace {

constexpr std::string_view kDefaultPattern = "yyyy-MM-dd HH:mm:ss";

// A constant pattern is compiled once.
struct CompiledPattern : Prepared {
  explicit CompiledPattern(DateTimePattern value) : pattern(std::move(value)) {}
  DateTimePattern pattern;
};

// The pattern in argument `index`, if it is there and constant, is made ready.
template <size_t index>
bool BindPattern(Binding& b) {
  if (b.size() <= index || b.literal(index) == nullptr || b.literal(index)->IsNull()) return true;
  Result<DateTimePattern> pattern = DateTimePattern::Compile(b.literal(index)->Text());
  if (pattern.ok()) {
    b.out.prepared = std::make_shared<const CompiledPattern>(std::move(pattern).value());
  }
  return true;  // A wrong pattern is the row's error: its text says more than "does not take".
}

// Runs `use` with the pattern of argument `index`, or the default one; a wrong one fails the row.
template <typename Use>
void WithPattern(RowCall& call, size_t index, Use&& use) {
  if (const auto* compiled = call.prepared<CompiledPattern>(); compiled != nullptr) {
    return use(compiled->pattern);
  }
  const std::string_view text = call.size() > index ? call.Text(index) : kDefaultPattern;
  const Result<DateTimePattern> pattern = DateTimePattern::Compile(text);
  if (!pattern.ok()) return call.Fail(pattern.error().message);
  use(pattern.value());
}

void DateFormat(RowCall& call) {
  WithPattern(call, 1, [&](const DateTimePattern& pattern) {
    call.out.AppendText(pattern.Format(WallClock(call, 0), call.zone()));
  });
}

// By the pattern; else in the usual form, as Flink falls back.
std::optional<TimestampValue> ReadMoment(std::string_view text, const DateTimePattern& pattern) {
  const std::optional<DateTimePattern::Parsed> parsed = pattern.Parse(text);
  if (parsed.has_value()) return CutTo(parsed->wall_clock, 3);
  return ParseTimestamp(text, 3);
}

void ToTimestamp(RowCall& call) {
  if (call.size() == 1) {
    const std::optional<TimestampValue> moment = ParseTimestamp(call.Text(0), 3);
    return moment.has_value() ? call.out.AppendTimestamp(*moment) : call.Null();
  }
  WithPattern(call, 1, [&](const DateTimePattern& pattern) {
    const std::optional<TimestampValue> moment = ReadMoment(call.Text(0), pattern);
    moment.has_value() ? call.out.AppendTimestamp(*moment) : call.Null();
  });
}

void ToDate(RowCall& call) {
  if (call.size() == 1) {
    const std::optional<int64_t> days = ParseDate(call.Text(0));
    return days.has_value() ? call.out.AppendInt(*days) : call.Null();
  }
  WithPattern(call, 1, [&](const DateTimePattern& pattern) {
    const std::optional<DateTimePattern::Parsed> parsed = pattern.Parse(call.Text(0));
    if (!parsed.has_value()) return call.Null();
    call.out.AppendInt(FloorDiv(parsed->wall_clock.millis, kMillisPerDay));
  });
}

constexpr int64_t kMillisFirst = -62'167'219'200'000;  // 0000-01-01 00:00:00
constexpr int64_t kMillisLast = 253'402'300'799'999;   // 9999-12-31 23:59:59.999

// NULL out of the calendar, with a day to spare at both ends for zones.
void PutInstant(RowCall& call, int64_t millis) {
  if (millis < kMillisFirst + kMillisPerDay || millis > kMillisLast - kMillisPerDay) {
    return call.Null();
  }
  call.out.AppendTimestamp({millis, 0});
}

// Seconds, or milliseconds with precision 3, since 1970.
void LtzFromInteger(RowCall& call) {
  const int64_t precision = call.size() > 1 ? call.Int(1) : 3;
  if (precision != 0 && precision != 3) return call.Fail("the precision must be 0 or 3");
  int64_t millis = 0;
  if (__builtin_mul_overflow(call.Int(0), precision == 0 ? 1'000 : 1, &millis)) return call.Null();
  PutInstant(call, millis);
}
void LtzFromReal(RowCall& call) {
  const int64_t precision = call.size() > 1 ? call.Int(1) : 3;
  if (precision != 0 && precision != 3) return call.Fail("the precision must be 0 or 3");
  const double millis = call.Double(0) * (precision == 0 ? 1'000 : 1);
  if (!(std::fabs(millis) < 9e15)) return call.Null();
  PutInstant(call, static_cast<int64_t>(millis));
}

// text [, pattern [, zone]]: a wall clock of UTC, or of the zone that is named.
void LtzFromText(RowCall& call) {
  TimeZone zone;
  if (call.size() > 2) {
    const Result<TimeZone> found = TimeZone::Find(call.Text(2));
    if (!found.ok()) return call.Fail(found.error().message);
    zone = found.value();
  }
  const auto put = [&](std::optional<TimestampValue> clock, std::optional<int32_t> offset) {
    if (!clock.has_value()) return call.Null();
    clock->millis = offset.has_value() ? clock->millis - int64_t{*offset} * kMillisPerSecond
                                       : zone.ToUtc(clock->millis);
    call.out.AppendTimestamp(*clock);
  };
  if (call.size() == 1) return put(ParseTimestamp(call.Text(0), 3), std::nullopt);
  WithPattern(call, 1, [&](const DateTimePattern& pattern) {
    const std::optional<DateTimePattern::Parsed> parsed = pattern.Parse(call.Text(0));
    if (!parsed.has_value()) return put(ParseTimestamp(call.Text(0), 3), std::nullopt);
    put(CutTo(parsed->wall_clock, 3), parsed->offset_seconds);
  });
}

void FromUnixTime(RowCall& call) {
  const int64_t seconds = call.Int(0);
  if (seconds > 253'402'300'799 || seconds < -62'167'219'200) return call.Null();
  WithPattern(call, 1, [&](const DateTimePattern& pattern) {
    const int64_t clock = call.zone().ToLocal(seconds * kMillisPerSecond);
    call.out.AppendText(pattern.Format({clock, 0}, call.zone()));
  });
}

// Text of the session's wall clock as seconds since 1970; the least number where it is none.
void UnixTimestampOf(RowCall& call) {
  WithPattern(call, 1, [&](const DateTimePattern& pattern) {
    const std::optional<DateTimePattern::Parsed> parsed = pattern.Parse(call.Text(0));
    if (!parsed.has_value()) return call.out.AppendInt(INT64_MIN);
    const int64_t clock = parsed->wall_clock.millis;
    const int64_t utc = parsed->offset_seconds.has_value()
                            ? clock - int64_t{*parsed->offset_seconds} * kMillisPerSecond
                            : call.zone().ToUtc(clock);
    call.out.AppendInt(FloorDiv(utc, kMillisPerSecond));
  });
}

void ConvertZone(RowCall& call) {
  const Result<TimeZone> from = TimeZone::Find(call.Text(1));
  const Result<TimeZone> to = TimeZone::Find(call.Text(2));
  if (!from.ok()) return call.Fail(from.error().message);
  if (!to.ok()) return call.Fail(to.error().message);
  const std::optional<TimestampValue> clock = ParseTimestamp(call.Text(0), 3);
  if (!clock.has_value()) return call.Null();
  const int64_t moved = to.value().ToLocal(from.value().ToUtc(clock->millis));
  std::string text;
  AppendTimestamp({moved, 0}, 0, text);
  call.out.AppendText(text);
}

int64_t NowMillis(const RowCall& call) {
  const EvalContext& context = call.call.context;
  const int64_t micros =
      context.row_now_micros.empty() ? context.now.micros : context.row_now_micros[call.row];
  return FloorDiv(micros, 1'000);
}

void Now(RowCall& call) { call.out.AppendTimestamp({NowMillis(call), 0}); }
bool BindProctime(Binding& b) {
  b.out.result.attribute = TimeAttribute::kProctime;
  return true;
}
void LocalNow(RowCall& call) {
  call.out.AppendTimestamp({call.zone().ToLocal(NowMillis(call)), 0});
}
void Today(RowCall& call) {
  call.out.AppendInt(FloorDiv(call.zone().ToLocal(NowMillis(call)), kMillisPerDay));
}
void TimeNow(RowCall& call) {
  const int64_t of_day = FloorMod(call.zone().ToLocal(NowMillis(call)), kMillisPerDay);
  call.out.AppendInt(of_day - of_day % kMillisPerSecond);
}
void UnixNow(RowCall& call) { call.out.AppendInt(FloorDiv(NowMillis(call), kMillisPerSecond)); }

bool BindWatermark(Binding& b) {
  b.out.result = Type::Of(b.type(0).kind, 3);
  return b.type(0).IsTimestamp();
}
// The watermark of the end of all input is the last moment of the calendar.
void PutWatermark(RowCall& call, int64_t millis) {
  call.out.AppendTimestamp({std::clamp(millis, kMillisFirst, kMillisLast - kMillisPerDay), 0});
}
void CurrentWatermark(RowCall& call) {
  const EvalContext& context = call.call.context;
  if (!context.row_watermark_ms.empty()) {
    const int64_t millis = context.row_watermark_ms[call.row];
    return millis == INT64_MIN ? call.Null() : PutWatermark(call, millis);
  }
  if (!context.watermark_ms.has_value()) return call.Null();
  PutWatermark(call, *context.watermark_ms);
}

// Kinesis Analytics counts in milliseconds.
void MillisOfMoment(RowCall& call) { call.out.AppendInt(call.Timestamp(0).millis); }
void MomentOfMillis(RowCall& call) { call.out.AppendTimestamp({call.Int(0), 0}); }
void MillisBetween(RowCall& call) {
  call.out.AppendInt(call.Timestamp(0).millis - call.Timestamp(1).millis);
}
// pattern, text
void CharToTimestamp(RowCall& call) {
  WithPattern(call, 0, [&](const DateTimePattern& pattern) {
    const std::optional<DateTimePattern::Parsed> parsed = pattern.Parse(call.Text(1));
    if (!parsed.has_value()) return call.Fail("the text is not of the pattern");
    call.out.AppendTimestamp(CutTo(parsed->wall_clock, 3));
  });
}
// pattern, moment
void TimestampToChar(RowCall& call) {
  WithPattern(call, 0, [&](const DateTimePattern& pattern) {
    call.out.AppendText(pattern.Format(WallClock(call, 1), call.zone()));
  });
}

constexpr FunctionDef Text(std::string_view name, std::string_view parameters,
                           std::string_view result, RowKernel row, BindRule rule,
                           std::string_view usage, std::string_view doc, uint8_t dialects = kBoth) {
  return {.name = name,
          .parameters = parameters,
          .result = result,
          .category = Category::kTime,
          .row = row,
          .rule = rule,
          .usage = usage,
          .doc = doc,
          .dialects = dialects,
          .may_be_null = true};
}

constexpr FunctionDef Present(std::string_view name, std::string_view result, RowKernel row,
                              std::string_view usage, std::string_view doc,
                              BindRule rule = nullptr) {
  return {.name = name,
          .parameters = "",
          .result = result,
          .category = Category::kTime,
          .nulls = NullRule::kNever,
          .row = row,
          .rule = rule,
          .usage = usage,
          .doc = doc,
          .deterministic = false};
}

constexpr auto kTable = std::to_array<FunctionDef>({
    Text("DATE_FORMAT", "datetime, text", "text", DateFormat, BindPattern<1>,
         "DATE_FORMAT(t, pattern)", "By a pattern of Java, as 'yyyy-MM-dd HH:mm:ss.SSS'."),
    Text("TO_TIMESTAMP", "text, text?", "timestamp", ToTimestamp, BindPattern<1>,
         "TO_TIMESTAMP(s [, pattern])", "NULL where the text is no timestamp.", kFlinkOnly),
    Text("TO_DATE", "text, text?", "date", ToDate, BindPattern<1>, "TO_DATE(s [, pattern])",
         "NULL where the text is no date."),
    Text("TO_TIMESTAMP_LTZ", "int, int?", "ltz", LtzFromInteger, nullptr,
         "TO_TIMESTAMP_LTZ(n [, 0 or 3])", "Of seconds (0) or milliseconds (3) since 1970."),
    Text("TO_TIMESTAMP_LTZ", "double, int?", "ltz", LtzFromReal, nullptr,
         "TO_TIMESTAMP_LTZ(x [, 0 or 3])", "The same with a fraction."),
    Text("TO_TIMESTAMP_LTZ", "text, text?, text?", "ltz", LtzFromText, BindPattern<1>,
         "TO_TIMESTAMP_LTZ(s [, pattern [, zone]])", "Of a wall clock, of UTC unless named."),
    Text("FROM_UNIXTIME", "int, text?", "text", FromUnixTime, BindPattern<1>,
         "FROM_UNIXTIME(seconds [, pattern])", "Text in the session's zone."),
    Text("UNIX_TIMESTAMP", "text, text?", "bigint", UnixTimestampOf, BindPattern<1>,
         "UNIX_TIMESTAMP(s [, pattern])",
         "Seconds of a wall clock of the session; -9223372036854775808 where it is none.",
         kFlinkOnly),
    Text("CONVERT_TZ", "text, text, text", "text", ConvertZone, nullptr, "CONVERT_TZ(s, from, to)",
         "A wall clock of one zone as that of another."),
    Text("CURRENT_WATERMARK", "any", "", CurrentWatermark, BindWatermark,
         "CURRENT_WATERMARK(rowtime)", "The watermark; NULL before the first.", kFlinkOnly),
    Present("CURRENT_TIMESTAMP", "ltz", Now, "CURRENT_TIMESTAMP", "The present of the row."),
    Present("NOW", "ltz", Now, "NOW()", "The same as CURRENT_TIMESTAMP."),
    Present("CURRENT_ROW_TIMESTAMP", "ltz", Now, "CURRENT_ROW_TIMESTAMP()", "The same."),
    Present("PROCTIME", "ltz", Now, "PROCTIME()", "Processing time, as a time attribute.",
            BindProctime),
    Present("LOCALTIMESTAMP", "timestamp", LocalNow, "LOCALTIMESTAMP", "The session's wall clock."),
    Present("CURRENT_DATE", "date", Today, "CURRENT_DATE", "Today in the session's zone."),
    Present("CURRENT_TIME", "time", TimeNow, "CURRENT_TIME", "The time of day there."),
    Present("LOCALTIME", "time", TimeNow, "LOCALTIME", "The same as CURRENT_TIME."),
    Present("UNIX_TIMESTAMP", "bigint", UnixNow, "UNIX_TIMESTAMP()", "Seconds since 1970."),
    Text("UNIX_TIMESTAMP", "timestamp", "bigint", MillisOfMoment, nullptr, "UNIX_TIMESTAMP(t)",
         "Milliseconds since 1970.", kKinesisOnly),
    Text("TO_TIMESTAMP", "int", "timestamp", MomentOfMillis, nullptr, "TO_TIMESTAMP(millis)",
         "Of milliseconds since 1970.", kKinesisOnly),
    Text("TSDIFF", "timestamp, timestamp", "bigint", MillisBetween, nullptr, "TSDIFF(a, b)",
         "Milliseconds from b to a.", kKinesisOnly),
    Text("CHAR_TO_TIMESTAMP", "text, text", "timestamp", CharToTimestamp, BindPattern<0>,
         "CHAR_TO_TIMESTAMP(pattern, s)", "An error where the text is none.", kKinesisOnly),
    Text("TIMESTAMP_TO_CHAR", "text, datetime", "text", TimestampToChar, BindPattern<0>,
         "TIMESTAMP_TO_CHAR(pattern, t)", "By a pattern of Java.", kKinesisOnly),
});

}  // namespace

std::span<const FunctionDef> TimeTextFunctions() { return kTable; }

}  // namespace weir::sql
