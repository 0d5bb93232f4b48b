// Literals and types.
#include <algorithm>
#include <array>

#include "core/base/text.h"
#include "core/sql/plan/binder.h"
#include "core/sql/types/parse.h"

namespace weir::sql {
namespace {

size_t Characters(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

// Digits behind the point of the seconds: the literal's precision.
int FractionDigits(std::string_view text) {
  const size_t point = text.rfind('.');
  if (point == std::string_view::npos) return 0;
  return static_cast<int>(std::min<size_t>(text.size() - point - 1, kFractionDigitsMax));
}

uint8_t HexDigit(char c) {
  return static_cast<uint8_t>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
}

std::optional<IntervalField> FieldOf(std::string_view unit) {
  constexpr std::pair<std::string_view, IntervalField> kFields[] = {
      {"YEAR", IntervalField::kYear},     {"QUARTER", IntervalField::kQuarter},
      {"MONTH", IntervalField::kMonth},   {"WEEK", IntervalField::kWeek},
      {"DAY", IntervalField::kDay},       {"HOUR", IntervalField::kHour},
      {"MINUTE", IntervalField::kMinute}, {"SECOND", IntervalField::kSecond}};
  for (const auto& [name, field] : kFields) {
    if (name == unit) return field;
  }
  return std::nullopt;
}

}  // namespace

Scalar Binder::Number(const Expr& expr, bool negative) {
  std::string text = expr.text;
  if (text.find_first_of("eE") != std::string::npos) {
    const std::optional<double> number = ParseDouble(text);
    if (!number.has_value()) Fail(expr.span, "this is no number");
    const double value = number.value_or(0);
    return Scalar::OfLiteral(Value(negative ? -value : value), Type::Double().NotNull());
  }
  const std::string with_sign = negative ? "-" + text : text;
  const size_t point = text.find('.');
  if (point == std::string::npos) {
    if (const auto whole = ParseInteger(with_sign, INT32_MIN, INT32_MAX)) {
      return Scalar::OfLiteral(Value(*whole), Type::Integer().NotNull());
    }
    if (const auto whole = ParseInteger(with_sign, INT64_MIN, INT64_MAX)) {
      return Scalar::OfLiteral(Value(*whole), Type::BigInt().NotNull());
    }
  }
  const size_t scale = point == std::string::npos ? 0 : text.size() - point - 1;
  size_t begin = 0;
  while (begin < text.size() && text[begin] == '0') ++begin;
  const size_t whole_digits =
      (point == std::string::npos ? text.size() : point) - std::min(begin, point);
  const size_t precision = std::max<size_t>(whole_digits + scale, 1);
  if (precision > static_cast<size_t>(kDecimalDigitsMax)) {
    Fail(expr.span, StrCat({"a number of ", std::to_string(precision),
                            " digits: DECIMAL holds 38; write it as 1.5e40 for a DOUBLE"}));
    return Scalar::OfLiteral(Value(), Type::Null());
  }
  const int digits = static_cast<int>(precision);
  const auto value = ParseDecimal(with_sign, digits, static_cast<int>(scale));
  if (!value.has_value()) Fail(expr.span, "this is no number");
  return Scalar::OfLiteral(Value(value.value_or(0)),
                           Type::Decimal(digits, static_cast<int>(scale)).NotNull());
}

Scalar Binder::IntervalLiteral(const Expr& expr) {
  const std::optional<IntervalField> from = FieldOf(expr.unit);
  const std::optional<IntervalField> to = expr.to_unit.empty() ? from : FieldOf(expr.to_unit);
  std::optional<int64_t> length;
  if (from.has_value() && to.has_value()) length = ParseInterval(expr.text, *from, *to);
  if (!length.has_value()) {
    Fail(expr.span, StrCat({"\"", expr.text, "\" is no interval of ", expr.unit,
                            expr.to_unit.empty() ? "" : " TO ", expr.to_unit}));
    length = 1;
  }
  const bool months = from.has_value() && *from <= IntervalField::kMonth;
  const Type type = months ? Type::IntervalYearMonth() : Type::IntervalDayTime();
  return Scalar::OfLiteral(Value(expr.negated ? -*length : *length), type.NotNull());
}

Scalar Binder::Literal(const Expr& expr, bool negative) {
  const auto bad = [&](std::string_view what) {
    Fail(expr.span, StrCat({"\"", expr.text, "\" is no ", what}));
    return Scalar::OfLiteral(Value(), Type::Null());
  };
  switch (expr.kind) {
    case ExprKind::kBoolean:
      return Scalar::OfLiteral(Value(expr.text == "TRUE"), Type::Boolean().NotNull());
    case ExprKind::kNumber:
      return Number(expr, negative);
    case ExprKind::kString:
      return Scalar::OfLiteral(Value(expr.text),
                               Type::Char(static_cast<int32_t>(Characters(expr.text))).NotNull());
    case ExprKind::kBinary: {
      std::string bytes;
      for (size_t i = 0; i + 1 < expr.text.size(); i += 2) {
        bytes += static_cast<char>(HexDigit(expr.text[i]) << 4 | HexDigit(expr.text[i + 1]));
      }
      const auto length = static_cast<int32_t>(bytes.size());
      return Scalar::OfLiteral(Value(std::move(bytes)),
                               Type::Of(TypeKind::kBinary, length).NotNull());
    }
    case ExprKind::kDate:
      if (const auto days = ParseDate(expr.text)) {
        return Scalar::OfLiteral(Value(*days), Type::Date().NotNull());
      }
      return bad("date: write DATE '2026-11-21'");
    case ExprKind::kTime:
      if (const auto millis = ParseTime(expr.text)) {
        return Scalar::OfLiteral(Value(*millis), Type::Time().NotNull());
      }
      return bad("time: write TIME '18:30:00'");
    case ExprKind::kTimestamp: {
      const int digits = FractionDigits(expr.text);
      if (const auto time = ParseTimestamp(expr.text, digits)) {
        return Scalar::OfLiteral(Value(*time), Type::Timestamp(digits).NotNull());
      }
      return bad("timestamp: write TIMESTAMP '2026-11-21 18:30:00'");
    }
    case ExprKind::kInterval:
      return IntervalLiteral(expr);
    case ExprKind::kSymbol:
      return Scalar::OfLiteral(Value(expr.text), Type::Symbol().NotNull());
    default:
      return Scalar::OfLiteral(Value(), Type::Null());
  }
}

Type Binder::TypeOf(const TypeName& name) {
  if (name.name == "ARRAY" || name.name == "MULTISET" || name.name == "MAP" || name.name == "ROW") {
    std::vector<Type> types;
    for (const TypeName& argument : name.arguments) types.push_back(TypeOf(argument));
    if (failed()) return Type::Null();
    const bool row = name.name == "ROW";
    const size_t wanted = name.name == "MAP" ? 2 : 1;
    if (row ? types.empty() : types.size() != wanted) {
      Fail(name.span, StrCat({name.name, row ? " wants its fields: ROW<a INT, b STRING>"
                                             : " wants the types of what it holds: ARRAY<INT>"}));
      return Type::Null();
    }
    Type type = row                    ? Type::Row(types, name.fields)
                : name.name == "MAP"   ? Type::Map(types[0], types[1])
                : name.name == "ARRAY" ? Type::Array(types[0])
                                       : Type::Multiset(types[0]);
    return type.Nullable(!name.not_null);
  }
  std::optional<int64_t> precision;
  std::optional<int64_t> scale;
  if (!name.parameters.empty()) precision = name.parameters[0];
  if (name.parameters.size() > 1) scale = name.parameters[1];
  Result<Type> type = MakeType(name.name, precision, scale, catalog_.dialect);
  if (!type.ok()) {
    Fail(name.span, type.error().message);
    return Type::Null();
  }
  return type.value().Nullable(!name.not_null);
}

Result<Type> Binder::BindType(const TypeName& name) {
  Type type = TypeOf(name);
  if (failed()) return *error_;
  return type;
}

std::optional<int64_t> Binder::ConstantInterval(const ExprPtr& expr, std::string_view what) {
  const Scope none;
  Env env;
  env.scope = &none;
  const Scalar value = Expression(expr, env);
  if (failed()) return std::nullopt;
  if (!value.IsLiteral() || value.literal.IsNull() || !value.type.IsInterval()) {
    Fail(expr->span,
         StrCat({what, " is an interval that is known beforehand, such as INTERVAL '10' SECOND"}));
    return std::nullopt;
  }
  if (value.type.kind == TypeKind::kIntervalYearMonth) {
    Fail(expr->span,
         StrCat({what, " is in days, hours, minutes or seconds: a month has no fixed length"}));
    return std::nullopt;
  }
  return value.literal.Int();
}

std::optional<int64_t> Binder::ConstantWhole(const ExprPtr& expr, std::string_view what) {
  const Scope none;
  Env env;
  env.scope = &none;
  const Scalar value = Expression(expr, env);
  if (failed()) return std::nullopt;
  if (!value.IsLiteral() || value.literal.IsNull() || !value.type.IsInteger() ||
      value.literal.Int() < 0) {
    Fail(expr->span, StrCat({what, " is a whole number that is known beforehand"}));
    return std::nullopt;
  }
  return value.literal.Int();
}

}  // namespace weir::sql
