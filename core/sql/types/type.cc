#include "core/sql/types/type.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/base/text.h"
#include "core/sql/types/words.h"

namespace weir::sql {
namespace {

Type Nest(TypeKind kind, std::vector<Type> types, std::vector<std::string> names) {
  Type type = Type::Of(kind);
  type.nest = std::make_shared<const TypeNest>(TypeNest{std::move(types), std::move(names)});
  return type;
}

struct TypeName {
  std::string_view name;
  TypeKind kind;
};
constexpr auto kTypeNames = std::to_array<TypeName>({
    {"BOOLEAN", TypeKind::kBoolean},
    {"TINYINT", TypeKind::kTinyInt},
    {"SMALLINT", TypeKind::kSmallInt},
    {"INT", TypeKind::kInteger},
    {"INTEGER", TypeKind::kInteger},
    {"BIGINT", TypeKind::kBigInt},
    {"FLOAT", TypeKind::kFloat},
    {"REAL", TypeKind::kFloat},
    {"DOUBLE", TypeKind::kDouble},
    {"DOUBLE PRECISION", TypeKind::kDouble},
    {"DECIMAL", TypeKind::kDecimal},
    {"DEC", TypeKind::kDecimal},
    {"NUMERIC", TypeKind::kDecimal},
    {"CHAR", TypeKind::kChar},
    {"CHARACTER", TypeKind::kChar},
    {"VARCHAR", TypeKind::kVarChar},
    {"CHAR VARYING", TypeKind::kVarChar},
    {"CHARACTER VARYING", TypeKind::kVarChar},
    {"STRING", TypeKind::kVarChar},
    {"BINARY", TypeKind::kBinary},
    {"VARBINARY", TypeKind::kVarBinary},
    {"BYTES", TypeKind::kVarBinary},
    {"DATE", TypeKind::kDate},
    {"TIME", TypeKind::kTime},
    {"TIMESTAMP", TypeKind::kTimestamp},
    {"TIMESTAMP WITHOUT TIME ZONE", TypeKind::kTimestamp},
    {"TIMESTAMP_LTZ", TypeKind::kTimestampLtz},
    {"TIMESTAMP WITH LOCAL TIME ZONE", TypeKind::kTimestampLtz},
});

// The name that ToText writes; the parameters follow it.
std::string_view PlainName(TypeKind kind) {
  switch (kind) {
    case TypeKind::kNull:
      return "NULL";
    case TypeKind::kBoolean:
      return "BOOLEAN";
    case TypeKind::kTinyInt:
      return "TINYINT";
    case TypeKind::kSmallInt:
      return "SMALLINT";
    case TypeKind::kInteger:
      return "INT";
    case TypeKind::kBigInt:
      return "BIGINT";
    case TypeKind::kFloat:
      return "FLOAT";
    case TypeKind::kDouble:
      return "DOUBLE";
    case TypeKind::kDecimal:
      return "DECIMAL";
    case TypeKind::kChar:
      return "CHAR";
    case TypeKind::kVarChar:
      return "VARCHAR";
    case TypeKind::kBinary:
      return "BINARY";
    case TypeKind::kVarBinary:
      return "VARBINARY";
    case TypeKind::kDate:
      return "DATE";
    case TypeKind::kTime:
      return "TIME";
    case TypeKind::kTimestamp:
      return "TIMESTAMP";
    case TypeKind::kTimestampLtz:
      return "TIMESTAMP_LTZ";
    case TypeKind::kIntervalYearMonth:
      return "INTERVAL YEAR TO MONTH";
    case TypeKind::kIntervalDayTime:
      return "INTERVAL DAY TO SECOND";
    case TypeKind::kArray:
      return "ARRAY";
    case TypeKind::kMap:
      return "MAP";
    case TypeKind::kMultiset:
      return "MULTISET";
    case TypeKind::kRow:
      return "ROW";
    case TypeKind::kSymbol:
      return "SYMBOL";
  }
  return "?";
}

std::string NestText(const Type& type) {
  std::string text = type.kind == TypeKind::kRow ? "<" : "<";
  for (size_t i = 0; i < type.nest->types.size(); ++i) {
    if (i > 0) text += ", ";
    if (type.kind == TypeKind::kRow) text += "`" + type.nest->names[i] + "` ";
    text += ToText(type.nest->types[i]);
  }
  return text + ">";
}

Error Bad(std::initializer_list<std::string_view> pieces) {
  return Error{ErrorCode::kValidation, StrCat(pieces)};
}

}  // namespace

Type Type::Array(Type element) { return Nest(TypeKind::kArray, {std::move(element)}, {}); }
Type Type::Map(Type key, Type value) {
  return Nest(TypeKind::kMap, {std::move(key), std::move(value)}, {});
}
Type Type::Multiset(Type element) { return Nest(TypeKind::kMultiset, {std::move(element)}, {}); }
Type Type::Row(std::vector<Type> fields, std::vector<std::string> names) {
  WEIR_CHECK(fields.size() == names.size());
  return Nest(TypeKind::kRow, std::move(fields), std::move(names));
}

const Type& Type::Element(size_t index) const {
  WEIR_CHECK(nest != nullptr && index < nest->types.size());
  return nest->types[index];
}
size_t Type::ElementCount() const { return nest == nullptr ? 0 : nest->types.size(); }

bool SameType(const Type& a, const Type& b) {
  if (a.kind != b.kind || a.precision != b.precision || a.scale != b.scale) return false;
  if (a.ElementCount() != b.ElementCount()) return false;
  for (size_t i = 0; i < a.ElementCount(); ++i) {
    if (!SameType(a.Element(i), b.Element(i))) return false;
  }
  return true;
}

Physical PhysicalOf(TypeKind kind) {
  switch (kind) {
    case TypeKind::kBoolean:
      return Physical::kBool;
    case TypeKind::kFloat:
    case TypeKind::kDouble:
      return Physical::kDouble;
    case TypeKind::kDecimal:
      return Physical::kDecimal;
    case TypeKind::kChar:
    case TypeKind::kVarChar:
    case TypeKind::kBinary:
    case TypeKind::kVarBinary:
    case TypeKind::kSymbol:
      return Physical::kText;
    case TypeKind::kArray:
    case TypeKind::kMap:
    case TypeKind::kMultiset:
    case TypeKind::kRow:
      return Physical::kNested;
    default:
      return Physical::kInt;
  }
}

std::string ToText(const Type& type, bool with_nullability) {
  std::string text(PlainName(type.kind));
  switch (type.kind) {
    case TypeKind::kDecimal:
      text += StrCat({"(", std::to_string(type.precision), ", ", std::to_string(type.scale), ")"});
      break;
    case TypeKind::kVarChar:
    case TypeKind::kVarBinary:
      if (type.precision == kLengthMax) {
        text = type.kind == TypeKind::kVarChar ? "STRING" : "BYTES";
        break;
      }
      [[fallthrough]];
    case TypeKind::kChar:
    case TypeKind::kBinary:
    case TypeKind::kTime:
    case TypeKind::kTimestamp:
    case TypeKind::kTimestampLtz:
      text += StrCat({"(", std::to_string(type.precision), ")"});
      break;
    default:
      if (type.nest != nullptr) text += NestText(type);
  }
  if (with_nullability && !type.nullable) text += " NOT NULL";
  return text;
}

namespace {

// What a name may say in its parentheses, and what it means without.
struct Parameters {
  int64_t low = 0;
  int64_t high = 0;
  int64_t plain = 0;
};

Parameters ParametersOf(std::string_view name, TypeKind kind, Dialect dialect) {
  const bool flink = dialect == Dialect::kFlink;
  const int64_t length_max = flink ? kLengthMax : 65'535;
  switch (kind) {
    case TypeKind::kDecimal:
      return flink ? Parameters{1, 38, 10} : Parameters{1, 19, 19};
    case TypeKind::kChar:
    case TypeKind::kBinary:
      return {1, length_max, 1};
    case TypeKind::kVarChar:
      if (name == "STRING") return {1, 0, kLengthMax};
      return {1, length_max, flink ? int64_t{kLengthMax} : 1};
    case TypeKind::kVarBinary:
      if (name == "BYTES") return {1, 0, kLengthMax};
      return {1, length_max, flink ? int64_t{kLengthMax} : 1};
    case TypeKind::kTime:
      return {0, kFractionDigitsMax, 0};
    case TypeKind::kTimestamp:
      return {0, kFractionDigitsMax, flink ? 6 : 3};
    case TypeKind::kTimestampLtz:
      return {0, kFractionDigitsMax, 6};
    default:
      return {1, 0, 0};
  }
}

}  // namespace

Result<Type> MakeType(std::string_view name, std::optional<int64_t> precision,
                      std::optional<int64_t> scale, Dialect dialect) {
  const std::string upper = UpperAscii(name);
  const auto* found = std::ranges::find(kTypeNames, std::string_view(upper), &TypeName::name);
  if (found == kTypeNames.end()) {
    std::vector<std::string_view> names;
    for (const TypeName& known : kTypeNames) names.push_back(known.name);
    const std::string_view near = NearestOf(upper, names);
    if (near.empty()) return Bad({"no type is called ", name});
    return Bad({"no type is called ", name, "; is ", near, " meant?"});
  }
  const Parameters allowed = ParametersOf(upper, found->kind, dialect);
  if (!precision.has_value()) {
    return Type::Of(found->kind, static_cast<int32_t>(allowed.plain), 0);
  }
  if (allowed.high < allowed.low) return Bad({upper, " has no parameters"});
  if (*precision < allowed.low || *precision > allowed.high) {
    return Bad({upper, "(", std::to_string(*precision), "): from ", std::to_string(allowed.low),
                " to ", std::to_string(allowed.high)});
  }
  if (scale.has_value() && found->kind != TypeKind::kDecimal) {
    return Bad({upper, " has one parameter"});
  }
  const int64_t digits = scale.value_or(0);
  if (digits < 0 || digits > *precision) {
    return Bad({upper, ": a scale of ", std::to_string(digits), " is more than the ",
                std::to_string(*precision), " digits there are"});
  }
  return Type::Of(found->kind, static_cast<int32_t>(*precision), static_cast<int32_t>(digits));
}

Type DecimalOf(const Type& integer) {
  switch (integer.kind) {
    case TypeKind::kTinyInt:
      return Type::Decimal(3, 0).Nullable(integer.nullable);
    case TypeKind::kSmallInt:
      return Type::Decimal(5, 0).Nullable(integer.nullable);
    case TypeKind::kInteger:
      return Type::Decimal(10, 0).Nullable(integer.nullable);
    case TypeKind::kBigInt:
      return Type::Decimal(19, 0).Nullable(integer.nullable);
    default:
      break;
  }
  WEIR_CHECK(integer.kind == TypeKind::kDecimal);
  return integer;
}

namespace {

std::optional<Type> CommonNumber(const Type& a, const Type& b) {
  if (a.IsApproximate() || b.IsApproximate()) {
    const bool wide = a.kind == TypeKind::kDouble || b.kind == TypeKind::kDouble ||
                      a.kind == TypeKind::kDecimal || b.kind == TypeKind::kDecimal;
    return wide ? Type::Double() : Type::Float();
  }
  if (a.IsInteger() && b.IsInteger()) return a.kind > b.kind ? a : b;
  const Type x = DecimalOf(a);
  const Type y = DecimalOf(b);
  const int32_t scale = std::max(x.scale, y.scale);
  const int32_t whole = std::max(x.precision - x.scale, y.precision - y.scale);
  // Whole digits are kept before digits of the fraction.
  const int32_t precision = std::min(whole + scale, kDecimalDigitsMax);
  return Type::Decimal(precision, std::min(scale, std::max(precision - whole, 0)));
}

std::optional<Type> CommonNest(const Type& a, const Type& b) {
  if (a.kind != b.kind || a.ElementCount() != b.ElementCount()) return std::nullopt;
  std::vector<Type> types;
  for (size_t i = 0; i < a.ElementCount(); ++i) {
    const std::optional<Type> type = CommonType(a.Element(i), b.Element(i));
    if (!type.has_value()) return std::nullopt;
    types.push_back(*type);
  }
  return Nest(a.kind, std::move(types), a.nest->names);
}

std::optional<Type> CommonKind(const Type& a, const Type& b) {
  if (a.kind == TypeKind::kNull) return b;
  if (b.kind == TypeKind::kNull) return a;
  if (a.IsNumeric() && b.IsNumeric()) return CommonNumber(a, b);
  if (a.IsNested()) return CommonNest(a, b);
  const int32_t precision = std::max(a.precision, b.precision);
  if (a.IsCharacter() && b.IsCharacter()) {
    const bool fixed = a.kind == TypeKind::kChar && b.kind == TypeKind::kChar;
    return fixed && a.precision == b.precision ? Type::Char(precision) : Type::VarChar(precision);
  }
  if (a.IsBinary() && b.IsBinary()) return Type::Of(TypeKind::kVarBinary, precision);
  if (a.IsTimestamp() && b.IsTimestamp()) {
    return Type::Of(a.kind == b.kind ? a.kind : TypeKind::kTimestampLtz, precision);
  }
  if (a.kind == TypeKind::kDate && b.IsTimestamp()) return b;
  if (b.kind == TypeKind::kDate && a.IsTimestamp()) return a;
  if (a.kind == b.kind) return Type::Of(a.kind, precision);
  return std::nullopt;
}

}  // namespace

std::optional<Type> CommonType(const Type& a, const Type& b) {
  std::optional<Type> type = CommonKind(a, b);
  if (type.has_value()) {
    type->nullable =
        a.nullable || b.nullable || a.kind == TypeKind::kNull || b.kind == TypeKind::kNull;
    type->attribute = a.attribute == b.attribute ? a.attribute : TimeAttribute::kNone;
  }
  return type;
}

}  // namespace weir::sql
