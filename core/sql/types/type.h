// Type: what a column or an expression is, by both dialects' names.
//
// A type has a kind, its parameters and whether it may be NULL; how its values are kept is the much
// shorter list of Physical: kernels are written for those, and what is narrower than int64 is
// checked when it is written.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/sql/dialect.h"

namespace weir::sql {

enum class TypeKind : uint8_t {
  kNull,  // Of the literal NULL; casts to everything.
  kBoolean,
  kTinyInt,
  kSmallInt,
  kInteger,
  kBigInt,
  kFloat,
  kDouble,
  kDecimal,
  kChar,
  kVarChar,
  kBinary,
  kVarBinary,
  kDate,
  kTime,
  kTimestamp,     // Wall clock as written, no zone.
  kTimestampLtz,  // An instant, shown in the session's zone.
  kIntervalYearMonth,
  kIntervalDayTime,
  kArray,
  kMap,
  kMultiset,
  kRow,
  kSymbol,  // A keyword as an argument: DAY in EXTRACT(DAY FROM t). Never a column.
};

// How the values of a column are kept.
enum class Physical : uint8_t {
  kBool,     // One byte.
  kInt,      // int64: integers, days, milliseconds, months; timestamps have nanoseconds beside it.
  kDouble,   // FLOAT too, rounded to it.
  kDecimal,  // Int128, the unscaled digits; the scale is the type's.
  kText,     // Bytes in the column's arena: UTF-8, or binary.
  kNested,   // A Value: ARRAY, MAP, MULTISET, ROW.
};

// Makes a time column what windows and joins can be built on. Kept by plain column references only.
enum class TimeAttribute : uint8_t { kNone, kRowtime, kProctime };

inline constexpr int32_t kLengthMax = 2'147'483'647;  // Of STRING and BYTES.
inline constexpr int32_t kDecimalDigitsMax = 38;
inline constexpr int32_t kFractionDigitsMax = 9;  // Of TIME and TIMESTAMP.

struct TypeNest;

struct Type {
  TypeKind kind = TypeKind::kNull;
  bool nullable = true;
  TimeAttribute attribute = TimeAttribute::kNone;
  // Digits of a DECIMAL; length of CHAR, VARCHAR, BINARY, VARBINARY in characters or bytes; digits
  // of the fraction of a second of TIME and TIMESTAMP.
  int32_t precision = 0;
  int32_t scale = 0;  // Of a DECIMAL.
  std::shared_ptr<const TypeNest> nest = nullptr;

  static Type Null() { return {}; }
  static Type Of(TypeKind kind, int32_t precision = 0, int32_t scale = 0) {
    return {.kind = kind, .precision = precision, .scale = scale};
  }
  static Type Boolean() { return Of(TypeKind::kBoolean); }
  static Type TinyInt() { return Of(TypeKind::kTinyInt); }
  static Type SmallInt() { return Of(TypeKind::kSmallInt); }
  static Type Integer() { return Of(TypeKind::kInteger); }
  static Type BigInt() { return Of(TypeKind::kBigInt); }
  static Type Float() { return Of(TypeKind::kFloat); }
  static Type Double() { return Of(TypeKind::kDouble); }
  static Type Decimal(int32_t precision, int32_t scale) {
    return Of(TypeKind::kDecimal, precision, scale);
  }
  static Type Char(int32_t length) { return Of(TypeKind::kChar, length); }
  static Type VarChar(int32_t length) { return Of(TypeKind::kVarChar, length); }
  static Type String() { return VarChar(kLengthMax); }
  static Type Bytes() { return Of(TypeKind::kVarBinary, kLengthMax); }
  static Type Date() { return Of(TypeKind::kDate); }
  static Type Time(int32_t precision = 0) { return Of(TypeKind::kTime, precision); }
  static Type Timestamp(int32_t precision) { return Of(TypeKind::kTimestamp, precision); }
  static Type TimestampLtz(int32_t precision) { return Of(TypeKind::kTimestampLtz, precision); }
  static Type IntervalYearMonth() { return Of(TypeKind::kIntervalYearMonth); }
  static Type IntervalDayTime() { return Of(TypeKind::kIntervalDayTime, 3); }
  static Type Symbol() { return Of(TypeKind::kSymbol); }
  static Type Array(Type element);
  static Type Map(Type key, Type value);
  static Type Multiset(Type element);
  static Type Row(std::vector<Type> fields, std::vector<std::string> names);

  Type NotNull() const {
    Type type = *this;
    type.nullable = false;
    return type;
  }
  Type Nullable(bool value = true) const {
    Type type = *this;
    type.nullable = value;
    return type;
  }
  // Of ARRAY and MULTISET: 0. Of MAP: 0 key, 1 value. Of ROW: its fields.
  const Type& Element(size_t index = 0) const;
  size_t ElementCount() const;

  bool IsInteger() const { return kind >= TypeKind::kTinyInt && kind <= TypeKind::kBigInt; }
  bool IsExact() const { return IsInteger() || kind == TypeKind::kDecimal; }
  bool IsApproximate() const { return kind == TypeKind::kFloat || kind == TypeKind::kDouble; }
  bool IsNumeric() const { return IsExact() || IsApproximate(); }
  bool IsCharacter() const { return kind == TypeKind::kChar || kind == TypeKind::kVarChar; }
  bool IsBinary() const { return kind == TypeKind::kBinary || kind == TypeKind::kVarBinary; }
  bool IsTimestamp() const {
    return kind == TypeKind::kTimestamp || kind == TypeKind::kTimestampLtz;
  }
  bool IsDateTime() const { return kind >= TypeKind::kDate && kind <= TypeKind::kTimestampLtz; }
  bool IsInterval() const {
    return kind == TypeKind::kIntervalYearMonth || kind == TypeKind::kIntervalDayTime;
  }
  bool IsNested() const { return kind >= TypeKind::kArray && kind <= TypeKind::kRow; }

  // Equal but for nullability, the time attribute and the names of fields.
  friend bool SameType(const Type& a, const Type& b);
};

struct TypeNest {
  std::vector<Type> types;
  std::vector<std::string> names;  // Of ROW only, as many as types.
};

Physical PhysicalOf(TypeKind kind);
inline Physical PhysicalOf(const Type& type) { return PhysicalOf(type.kind); }

// "BIGINT", "DECIMAL(10, 2)", "TIMESTAMP_LTZ(3)", "STRING", "ARRAY<INT>". With " NOT NULL" if
// asked.
std::string ToText(const Type& type, bool with_nullability = false);

// The type of a name and its parameters as they stand in CREATE TABLE or CAST: "INT", "VARCHAR",
// "DECIMAL" with (p, s), "TIMESTAMP_LTZ", "DOUBLE"; any case. Defaults and limits are the
// dialect's: TIMESTAMP is TIMESTAMP(6), DECIMAL is DECIMAL(10, 0) in Flink SQL and (19, 0) in the
// other. Error kValidation: not a type, or parameters out of range. ARRAY, MAP and ROW are made by
// the functions above.
Result<Type> MakeType(std::string_view name, std::optional<int64_t> precision,
                      std::optional<int64_t> scale, Dialect dialect);

// DECIMAL(p, 0) that holds every value of an integer type: 3, 5, 10 or 19 digits. Not for others.
Type DecimalOf(const Type& integer);

// The type that the branches of CASE, COALESCE, UNION and IN share: the wider number, the longer
// string, the finer timestamp. nullopt when there is none. Nullable when one of them is.
std::optional<Type> CommonType(const Type& a, const Type& b);

}  // namespace weir::sql
