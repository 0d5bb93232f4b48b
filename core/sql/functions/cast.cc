// CAST and TRY_CAST: every pair of types by Flink's rules.
//
// Numbers wrap or are cut as in Java, text that is no number is an error (TRY_CAST: NULL), a number
// with too many digits for a DECIMAL is NULL, a longer text is cut to CHAR(n) and VARCHAR(n).
// Kinesis Analytics differs in one point: a number that does not fit is an error.
#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/text.h"
#include "core/sql/functions/function_def.h"
#include "core/sql/types/calendar.h"
#include "core/sql/types/parse.h"
#include "core/sql/types/utf8.h"

namespace weir::sql {
namespace {

struct Casting {
  const TimeZone& zone;
  Dialect dialect;
  bool failed = false;  // The value has no counterpart, and the dialect calls that an error.

  Value Fail() {
    failed = true;
    return {};
  }
};

Value Cast(const Type& from, const Value& value, const Type& to, Casting& casting);

struct Range {
  int64_t low = INT64_MIN;
  int64_t high = INT64_MAX;
};
Range RangeOf(TypeKind kind) {
  switch (kind) {
    case TypeKind::kTinyInt:
      return {INT8_MIN, INT8_MAX};
    case TypeKind::kSmallInt:
      return {INT16_MIN, INT16_MAX};
    case TypeKind::kInteger:
      return {INT32_MIN, INT32_MAX};
    default:
      return {};
  }
}

// The low bits, as Java narrows; in the other dialect an error where that changes the number.
Value Narrow(int64_t value, TypeKind kind, Casting& casting) {
  const Range range = RangeOf(kind);
  if (value >= range.low && value <= range.high) return Value(value);
  if (casting.dialect == Dialect::kKinesisAnalytics) return casting.Fail();
  if (kind == TypeKind::kTinyInt) return Value(int64_t{static_cast<int8_t>(value)});
  if (kind == TypeKind::kSmallInt) return Value(int64_t{static_cast<int16_t>(value)});
  return Value(int64_t{static_cast<int32_t>(value)});
}

// Java's (int) and (long) of a double: cut, saturated, 0 for NaN. Bytes and shorts go by int.
Value DoubleToInteger(double value, TypeKind kind, Casting& casting) {
  const Range range = RangeOf(kind == TypeKind::kBigInt ? kind : TypeKind::kInteger);
  const bool fits = value >= -9'223'372'036'854'775'808.0 && value < 9'223'372'036'854'775'808.0;
  if (std::isnan(value) || !fits) {
    if (casting.dialect == Dialect::kKinesisAnalytics) return casting.Fail();
    return std::isnan(value) ? Value(int64_t{0})
                             : Narrow(value < 0 ? range.low : range.high, kind, casting);
  }
  const auto cut = static_cast<int64_t>(value);
  if (casting.dialect == Dialect::kFlink) {
    return Narrow(std::clamp(cut, range.low, range.high), kind, casting);
  }
  return Narrow(cut, kind, casting);
}

Value ToInteger(const Type& from, const Value& value, const Type& to, Casting& casting) {
  if (from.kind == TypeKind::kBoolean) return Value(int64_t{value.Bool() ? 1 : 0});
  if (from.IsCharacter()) {
    const Range range = RangeOf(to.kind);
    const std::optional<int64_t> parsed = ParseInteger(value.Text(), range.low, range.high);
    return parsed.has_value() ? Value(*parsed) : casting.Fail();
  }
  if (from.IsApproximate()) return DoubleToInteger(value.Double(), to.kind, casting);
  if (from.kind == TypeKind::kDecimal) {
    const Int128 whole = value.Decimal() / PowerOfTen(from.scale);
    if (whole < INT64_MIN || whole > INT64_MAX) {
      return casting.dialect == Dialect::kFlink
                 ? Narrow(static_cast<int64_t>(whole), to.kind, casting)
                 : casting.Fail();
    }
    return Narrow(static_cast<int64_t>(whole), to.kind, casting);
  }
  return Narrow(value.Int(), to.kind, casting);  // Integers and intervals.
}

double NumberOf(const Type& from, const Value& value) {
  if (from.IsApproximate()) return value.Double();
  if (from.kind == TypeKind::kDecimal) return ToDouble(value.Decimal(), from.scale);
  if (from.kind == TypeKind::kBoolean) return value.Bool() ? 1 : 0;
  return static_cast<double>(value.Int());
}

Value ToReal(const Type& from, const Value& value, const Type& to, Casting& casting) {
  double number = 0;
  if (from.IsCharacter()) {
    const std::optional<double> parsed = ParseDouble(value.Text());
    if (!parsed.has_value()) return casting.Fail();
    number = *parsed;
  } else {
    number = NumberOf(from, value);
  }
  if (to.kind == TypeKind::kFloat) number = static_cast<double>(static_cast<float>(number));
  return Value(number);
}

Value ToDecimal(const Type& from, const Value& value, const Type& to, Casting& casting) {
  std::optional<Int128> digits;
  if (from.IsCharacter()) {
    // Not a number at all is an error; a number too long is NULL, as below.
    if (!ParseDouble(value.Text()).has_value()) return casting.Fail();
    digits = ParseDecimal(value.Text(), to.precision, to.scale);
  } else if (from.kind == TypeKind::kDecimal) {
    digits = Rescale(value.Decimal(), from.scale, to.scale, to.precision);
  } else if (from.IsApproximate()) {
    digits = DecimalFromDouble(value.Double(), to.scale, to.precision);
  } else {
    const int64_t whole = from.kind == TypeKind::kBoolean ? (value.Bool() ? 1 : 0) : value.Int();
    digits = Rescale(whole, 0, to.scale, to.precision);
  }
  if (digits.has_value()) return Value(*digits);
  return casting.dialect == Dialect::kFlink ? Value() : casting.Fail();
}

Value ToTextOf(const Type& from, const Value& value, const Type& to, Casting& casting) {
  std::string text;
  AppendValue(from, value, casting.zone, text);
  const auto length = static_cast<size_t>(to.precision);
  const size_t cut = Utf8Offset(text, length);
  if (cut < text.size()) {
    text.resize(cut);
  } else if (to.kind == TypeKind::kChar) {
    const size_t have = Utf8Length(text);
    if (have < length) text.append(length - have, ' ');
  }
  return Value(std::move(text));
}

Value ToBytes(const Value& value, const Type& to) {
  std::string bytes = value.Text();
  const auto length = static_cast<size_t>(to.precision);
  if (bytes.size() > length || to.kind == TypeKind::kBinary) bytes.resize(length);
  return Value(std::move(bytes));
}

// The wall clock of a date, a time (of 1970-01-01) or a timestamp.
TimestampValue WallClock(const Type& from, const Value& value, const TimeZone& zone) {
  if (from.kind == TypeKind::kDate) return {value.Int() * kMillisPerDay, 0};
  if (from.kind == TypeKind::kTime) return {value.Int(), 0};
  TimestampValue clock = value.Timestamp();
  if (from.kind == TypeKind::kTimestampLtz) clock.millis = zone.ToLocal(clock.millis);
  return clock;
}

Value ToDateTime(const Type& from, const Value& value, const Type& to, Casting& casting) {
  if (to.kind == TypeKind::kDate || to.kind == TypeKind::kTime) {
    const bool date = to.kind == TypeKind::kDate;
    std::optional<int64_t> result;
    if (from.IsCharacter()) {
      result = date ? ParseDate(value.Text()) : ParseTime(value.Text());
      if (!result.has_value()) return casting.Fail();
    } else {
      const int64_t millis = WallClock(from, value, casting.zone).millis;
      result = date ? FloorDiv(millis, kMillisPerDay) : FloorMod(millis, kMillisPerDay);
    }
    return Value(date ? *result : CutTo({*result, 0}, to.precision).millis);
  }
  if (from.kind == TypeKind::kTimestampLtz && to.kind == TypeKind::kTimestampLtz) {
    return Value(CutTo(value.Timestamp(), to.precision));
  }
  TimestampValue clock;
  if (from.IsCharacter()) {
    const std::optional<TimestampValue> parsed = ParseTimestamp(value.Text(), to.precision);
    if (!parsed.has_value()) return casting.Fail();
    clock = *parsed;
  } else {
    clock = CutTo(WallClock(from, value, casting.zone), to.precision);
  }
  if (to.kind == TypeKind::kTimestampLtz) clock.millis = casting.zone.ToUtc(clock.millis);
  return Value(clock);
}

Value ToNested(const Type& from, const Value& value, const Type& to, Casting& casting) {
  std::vector<Value> items;
  for (size_t i = 0; i < value.Items().size(); ++i) {
    const bool count = to.kind == TypeKind::kMultiset && i % 2 == 1;
    const size_t element = i % to.ElementCount();
    items.push_back(
        count ? value.Items()[i]
              : Cast(from.Element(element), value.Items()[i], to.Element(element), casting));
  }
  return Value(std::move(items));
}

Value Cast(const Type& from, const Value& value, const Type& to, Casting& casting) {
  if (value.IsNull() || SameType(from, to)) return value;
  if (to.IsInteger() || to.IsInterval()) return ToInteger(from, value, to, casting);
  if (to.IsApproximate()) return ToReal(from, value, to, casting);
  if (to.kind == TypeKind::kDecimal) return ToDecimal(from, value, to, casting);
  if (to.IsCharacter()) return ToTextOf(from, value, to, casting);
  if (to.IsBinary()) return ToBytes(value, to);
  if (to.IsDateTime()) return ToDateTime(from, value, to, casting);
  if (to.IsNested()) return ToNested(from, value, to, casting);
  if (from.IsCharacter()) {
    const std::optional<bool> parsed = ParseBoolean(value.Text());
    return parsed.has_value() ? Value(*parsed) : casting.Fail();
  }
  return Value(NumberOf(from, value) != 0);
}

bool Castable(const Type& from, const Type& to) {
  if (from.kind == TypeKind::kNull || SameType(from, to)) return true;
  if (from.kind == TypeKind::kSymbol || to.kind == TypeKind::kSymbol) return false;
  if (to.IsCharacter()) return true;
  if (from.IsNested() || to.IsNested()) {
    if (from.kind != to.kind || from.ElementCount() != to.ElementCount()) return false;
    for (size_t i = 0; i < to.ElementCount(); ++i) {
      if (!Castable(from.Element(i), to.Element(i))) return false;
    }
    return true;
  }
  if (from.IsCharacter()) return !to.IsInterval();
  if (from.IsBinary() || to.IsBinary()) return from.IsBinary() == to.IsBinary();
  if (from.IsDateTime() && to.IsDateTime()) {
    const bool clash = (from.kind == TypeKind::kDate && to.kind == TypeKind::kTime) ||
                       (from.kind == TypeKind::kTime && to.kind == TypeKind::kDate);
    return !clash;
  }
  if (from.IsDateTime() || to.IsDateTime()) return false;
  if (from.IsInterval()) return to.IsInteger() || from.kind == to.kind;
  if (to.IsInterval()) return from.IsInteger();
  return true;  // Numbers and BOOLEAN among themselves.
}

std::string CastError(const Type& from, const Value& value, const Type& to, const TimeZone& zone) {
  std::string text = FormatValue(from, value, zone);
  if (text.size() > 60) text = text.substr(0, Utf8Floor(text, 57)) + "...";
  return StrCat({"cannot cast '", text, "' to ", ToText(to)});
}

template <bool lenient>
void CastRow(RowCall& call) {
  Casting casting{.zone = call.zone(), .dialect = call.call.context.dialect};
  const Value value = call.ValueAt(0);
  const Value result = Cast(call.type(0), value, call.result(), casting);
  if (casting.failed && !lenient) {
    return call.Fail(CastError(call.type(0), value, call.result(), call.zone()));
  }
  if (casting.failed) return call.Null();
  call.out.Append(result);
}

// Nothing to do but to call the cells by another name.
bool SameCells(const Type& from, const Type& to) {
  if (SameType(from, to)) return true;
  if (from.IsInteger() && to.IsInteger()) return to.kind >= from.kind;
  if (from.IsCharacter() && to.kind == TypeKind::kVarChar) return to.precision >= from.precision;
  if (from.IsBinary() && to.kind == TypeKind::kVarBinary) return to.precision >= from.precision;
  if (from.kind == to.kind && from.IsTimestamp()) return to.precision >= from.precision;
  return from.kind == TypeKind::kFloat && to.kind == TypeKind::kDouble;
}

Column Rename(const Call& call) { return call.args[0]->As(call.function.result); }

Column AllNull(const Call& call) { return NullColumn(call.function.result, call.rows); }

Column IntegersToDoubles(const Call& call) {
  const Column& from = *call.args[0];
  std::vector<double> out(call.rows);
  for (size_t row = 0; row < call.rows; ++row) out[row] = static_cast<double>(from.Int(row));
  return Column::OfDoubles(call.function.result, std::move(out), JoinNulls(call.args, call.rows));
}

}  // namespace

Result<BoundFunction> BindCast(const Type& from, const Type& to, bool lenient, Dialect dialect) {
  if (!Castable(from, to)) {
    std::string message = StrCat({"no cast from ", ToText(from), " to ", ToText(to)});
    if (from.IsNumeric() && to.IsTimestamp()) message += "; TO_TIMESTAMP_LTZ(n, 0 or 3) reads one";
    return Error{ErrorCode::kValidation, std::move(message)};
  }
  static_cast<void>(dialect);
  BoundFunction cast;
  cast.arguments = {from};
  cast.literals.resize(1);
  // A number may be too large for a DECIMAL, and NULL then.
  const bool may_fail = lenient || to.kind == TypeKind::kDecimal || from.kind == TypeKind::kNull;
  cast.result = to.Nullable(from.nullable || may_fail);
  const bool zoned = from.kind == TypeKind::kTimestampLtz || to.kind == TypeKind::kTimestampLtz;
  cast.deterministic = !zoned || from.kind == to.kind;
  if (from.kind == TypeKind::kNull) {
    cast.kernel = AllNull;
  } else if (SameCells(from, to)) {
    cast.kernel = Rename;
  } else if (from.IsInteger() && to.kind == TypeKind::kDouble) {
    cast.kernel = IntegersToDoubles;
  } else {
    cast.row = lenient ? CastRow<true> : CastRow<false>;
  }
  return cast;
}

}  // namespace weir::sql
