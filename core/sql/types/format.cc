#include "core/sql/types/format.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "core/sql/types/calendar.h"

namespace weir::sql {
namespace {

void AppendNumber(int64_t value, size_t digits, std::string& out) {
  const std::string text = std::to_string(value < 0 ? -value : value);
  if (value < 0) out += '-';
  if (text.size() < digits) out.append(digits - text.size(), '0');
  out += text;
}

// `scientific` is what std::to_chars wrote: d[.ddd]e[+-]dd. Written again by Java's rule.
void AppendJavaNumber(std::string_view scientific, std::string& out) {
  if (scientific[0] == '-') {
    out += '-';
    scientific.remove_prefix(1);
  }
  const size_t e = scientific.find('e');
  int exponent = 0;
  const char* from = scientific.data() + e + (scientific[e + 1] == '+' ? 2 : 1);
  std::from_chars(from, scientific.data() + scientific.size(), exponent);
  std::string digits(1, scientific[0]);
  if (e > 2) digits += scientific.substr(2, e - 2);
  if (exponent < -3 || exponent >= 7) {
    out += digits[0];
    out += '.';
    out += digits.size() > 1 ? digits.substr(1) : "0";
    out += 'E';
    out += std::to_string(exponent);
    return;
  }
  if (exponent < 0) {
    out += "0.";
    out.append(static_cast<size_t>(-exponent - 1), '0');
    out += digits;
    return;
  }
  const auto whole = static_cast<size_t>(exponent) + 1;
  if (digits.size() < whole) digits.append(whole - digits.size(), '0');
  out.append(digits, 0, whole);
  out += '.';
  out += digits.size() > whole ? digits.substr(whole) : "0";
}

template <typename Real>
void AppendReal(Real value, std::string& out) {
  if (std::isnan(value)) {
    out += "NaN";
  } else if (std::isinf(value)) {
    out += value < 0 ? "-Infinity" : "Infinity";
  } else if (value == 0) {
    out += std::signbit(value) ? "-0.0" : "0.0";
  } else {
    std::array<char, 64> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                   std::chars_format::scientific);
    AppendJavaNumber({buffer.data(), static_cast<size_t>(end.ptr - buffer.data())}, out);
  }
}

void AppendClock(int64_t millis, std::string& out) {
  AppendNumber(millis / kMillisPerHour, 2, out);
  out += ':';
  AppendNumber(millis / kMillisPerMinute % 60, 2, out);
  out += ':';
  AppendNumber(millis / kMillisPerSecond % 60, 2, out);
}

// `nanos` of a second, the first `precision` digits.
void AppendFraction(int64_t nanos, int precision, std::string& out) {
  if (precision == 0) return;
  out += '.';
  for (int64_t unit = 100'000'000; precision > 0; --precision, unit /= 10) {
    out += static_cast<char>('0' + nanos / unit % 10);
  }
}

void AppendItems(const Type& type, const Value& value, const TimeZone& zone, std::string& out) {
  const std::vector<Value>& items = value.Items();
  const bool pairs = type.kind == TypeKind::kMap || type.kind == TypeKind::kMultiset;
  const bool row = type.kind == TypeKind::kRow;
  out += row ? '(' : (pairs ? '{' : '[');
  for (size_t i = 0; i < items.size(); ++i) {
    const bool second = pairs && i % 2 == 1;
    if (i > 0) out += second ? "=" : ", ";
    const bool count = second && type.kind == TypeKind::kMultiset;
    const Type& element = type.Element(row ? i : (second && !count ? 1 : 0));
    out += FormatValue(count ? Type::Integer() : element, items[i], zone);
  }
  out += row ? ')' : (pairs ? '}' : ']');
}

}  // namespace

void AppendDouble(double value, std::string& out) { AppendReal(value, out); }
void AppendFloat(double value, std::string& out) { AppendReal(static_cast<float>(value), out); }

void AppendDate(int64_t days, std::string& out) {
  const CivilDate date = CivilFromDays(days);
  AppendNumber(date.year, 4, out);
  out += '-';
  AppendNumber(date.month, 2, out);
  out += '-';
  AppendNumber(date.day, 2, out);
}

void AppendTime(int64_t millis, int precision, std::string& out) {
  AppendClock(millis, out);
  AppendFraction(millis % 1'000 * 1'000'000, precision, out);
}

void AppendTimestamp(TimestampValue wall_clock, int precision, std::string& out) {
  AppendDate(FloorDiv(wall_clock.millis, kMillisPerDay), out);
  out += ' ';
  const int64_t of_day = FloorMod(wall_clock.millis, kMillisPerDay);
  AppendClock(of_day, out);
  AppendFraction(of_day % 1'000 * 1'000'000 + wall_clock.nanos, precision, out);
}

void AppendYearMonth(int64_t months, std::string& out) {
  const int64_t magnitude = months < 0 ? -months : months;
  out += months < 0 ? '-' : '+';
  out += std::to_string(magnitude / 12);
  out += '-';
  AppendNumber(magnitude % 12, 2, out);
}

void AppendDayTime(int64_t millis, std::string& out) {
  const int64_t magnitude = millis < 0 ? -millis : millis;
  out += millis < 0 ? '-' : '+';
  out += std::to_string(magnitude / kMillisPerDay);
  out += ' ';
  AppendTime(magnitude % kMillisPerDay, 3, out);
}

void AppendValue(const Type& type, const Value& value, const TimeZone& zone, std::string& out) {
  switch (type.kind) {
    case TypeKind::kNull:
      out += "NULL";
      return;
    case TypeKind::kBoolean:
      out += value.Bool() ? "TRUE" : "FALSE";
      return;
    case TypeKind::kTinyInt:
    case TypeKind::kSmallInt:
    case TypeKind::kInteger:
    case TypeKind::kBigInt:
      out += std::to_string(value.Int());
      return;
    case TypeKind::kFloat:
      return AppendFloat(value.Double(), out);
    case TypeKind::kDouble:
      return AppendDouble(value.Double(), out);
    case TypeKind::kDecimal:
      out += DecimalText(value.Decimal(), type.scale);
      return;
    case TypeKind::kChar:
    case TypeKind::kVarChar:
    case TypeKind::kBinary:
    case TypeKind::kVarBinary:
    case TypeKind::kSymbol:
      out += value.Text();
      return;
    case TypeKind::kDate:
      return AppendDate(value.Int(), out);
    case TypeKind::kTime:
      return AppendTime(value.Int(), type.precision, out);
    case TypeKind::kTimestamp:
      return AppendTimestamp(value.Timestamp(), type.precision, out);
    case TypeKind::kTimestampLtz: {
      const TimestampValue& instant = value.Timestamp();
      return AppendTimestamp({zone.ToLocal(instant.millis), instant.nanos}, type.precision, out);
    }
    case TypeKind::kIntervalYearMonth:
      return AppendYearMonth(value.Int(), out);
    case TypeKind::kIntervalDayTime:
      return AppendDayTime(value.Int(), out);
    case TypeKind::kArray:
    case TypeKind::kMap:
    case TypeKind::kMultiset:
    case TypeKind::kRow:
      return AppendItems(type, value, zone, out);
  }
}

std::string FormatValue(const Type& type, const Value& value, const TimeZone& zone) {
  if (value.IsNull()) return "NULL";
  std::string text;
  AppendValue(type, value, zone, text);
  return text;
}

bool FormatCell(const Column& column, size_t row, const TimeZone& zone, std::string& out) {
  if (column.IsNull(row)) return false;
  if (column.physical() == Physical::kText) {
    out += column.Text(row);
  } else {
    AppendValue(column.type(), column.ValueAt(row), zone, out);
  }
  return true;
}

}  // namespace weir::sql
