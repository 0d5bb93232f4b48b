// A test's way to call an SQL function with constants and to read the result as text.
#pragma once

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "core/sql/functions/function.h"

namespace weir::sql::test {

struct Typed {
  Type type;
  Value value;
};

inline Typed Int(int64_t value) { return {Type::Integer().NotNull(), Value(value)}; }
inline Typed Big(int64_t value) { return {Type::BigInt().NotNull(), Value(value)}; }
inline Typed Real(double value) { return {Type::Double().NotNull(), Value(value)}; }
inline Typed Dec(int64_t unscaled, int precision, int scale) {
  return {Type::Decimal(precision, scale).NotNull(), Value(Int128{unscaled})};
}
inline Typed Text(const std::string& text) {
  return {Type::Char(static_cast<int32_t>(text.size())).NotNull(), Value(text)};
}
inline Typed Symbol(const std::string& word) { return {Type::Symbol().NotNull(), Value(word)}; }
inline Typed Flag(bool value) { return {Type::Boolean().NotNull(), Value(value)}; }
inline Typed NullOf(const Type& type) { return {type, Value()}; }

struct Answer {
  Type type;
  std::string text;  // "error: ..." when it could not be bound or a row failed.
};

inline Answer Run(const Result<BoundFunction>& bound, std::span<const Typed> args,
                  EvalContext context) {
  if (!bound.ok()) return {{}, "error: " + bound.error().message};
  std::vector<Value> values;
  std::vector<Type> types;
  for (const Typed& arg : args) {
    values.push_back(arg.value);
    types.push_back(arg.type);
  }
  const TimeZone zone = context.zone;
  const Result<Value> value = EvaluateOnce(bound.value(), values, types, context);
  if (!value.ok()) return {bound.value().result, "error: " + value.error().message};
  return {bound.value().result, FormatValue(bound.value().result, value.value(), zone)};
}

inline Answer Answered(const std::string& name, const std::vector<Typed>& args,
                       const EvalContext& context = {}) {
  std::vector<Argument> arguments;
  for (const Typed& arg : args) arguments.push_back({arg.type, &arg.value});
  return Run(Bind(name, arguments, context.dialect), args, context);
}

// "CONCAT", {Text("a"), Text("b")} -> "ab".
inline std::string Called(const std::string& name, const std::vector<Typed>& args,
                          const EvalContext& context = {}) {
  return Answered(name, args, context).text;
}

inline std::string Casted(const Typed& from, const Type& to, const EvalContext& context = {}) {
  return Run(BindCast(from.type, to, false, context.dialect), std::span(&from, 1), context).text;
}

inline std::string LenientlyCasted(const Typed& from, const Type& to) {
  return Run(BindCast(from.type, to, true, Dialect::kFlink), std::span(&from, 1), {}).text;
}

}  // namespace weir::sql::test
