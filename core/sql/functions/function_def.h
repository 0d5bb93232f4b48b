// FunctionDef: a row of the function table, and what kernels and binding rules are given.
//
// A parameter list is a text: "text, int, int?" takes two or three arguments, "text, any*" one or
// more. The words are those of ParameterWord in bind.cc; the result is one of them too, "$0" for
// the type of an argument, "common" for the CommonType of all, or "" when the rule sets it.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/sql/functions/function.h"

namespace weir::sql {

struct RowCall {
  const Call& call;
  Column& out;
  size_t row = 0;

  size_t size() const { return call.args.size(); }
  bool IsNull(size_t i) const { return call.args[i]->IsNull(row); }
  bool Bool(size_t i) const { return call.args[i]->Bool(row); }
  int64_t Int(size_t i) const { return call.args[i]->Int(row); }
  double Double(size_t i) const { return call.args[i]->Double(row); }
  Int128 Decimal(size_t i) const { return call.args[i]->Decimal(row); }
  TimestampValue Timestamp(size_t i) const { return call.args[i]->Timestamp(row); }
  std::string_view Text(size_t i) const { return call.args[i]->Text(row); }
  const Value& Nested(size_t i) const { return call.args[i]->Nested(row); }
  Value ValueAt(size_t i) const { return call.args[i]->ValueAt(row); }
  const Type& type(size_t i) const { return call.args[i]->type(); }
  const Type& result() const { return call.function.result; }
  const TimeZone& zone() const { return call.context.zone; }
  template <typename T>
  const T* prepared() const {
    return static_cast<const T*>(call.function.prepared.get());
  }

  void Null() { out.AppendNull(); }
  // The row's result is NULL, and the context keeps the message.
  void Fail(std::string message) {
    call.context.AddError(row, std::move(message));
    out.AppendNull();
  }
};

// What a rule sees and fills in: `out` has the arguments coerced by the parameter list, the result
// and the kernel of the table.
struct Binding {
  std::span<const Argument> args;
  Dialect dialect = Dialect::kFlink;
  BoundFunction& out;

  const Type& type(size_t i) const { return out.arguments[i]; }
  size_t size() const { return out.arguments.size(); }
  // The argument's constant text, number or NULL; null when it is not constant.
  const Value* literal(size_t i) const { return args[i].literal; }
  // The argument is to be passed as this type.
  void Coerce(size_t i, const Type& type) {
    const bool nullable = out.arguments[i].nullable;
    out.arguments[i] = type.Nullable(nullable);
  }
};
// false: the arguments are not what this row of the table takes; another row may.
using BindRule = bool (*)(Binding& binding);

enum class Category : uint8_t {
  kComparison,
  kLogic,
  kArithmetic,
  kString,
  kTime,
  kConditional,
  kConversion,
  kCollection,
  kJson,
  kHash,
};

inline constexpr uint8_t kFlinkOnly = 1;
inline constexpr uint8_t kKinesisOnly = 2;
inline constexpr uint8_t kBoth = 3;

struct FunctionDef {
  std::string_view name;
  std::string_view parameters;
  std::string_view result = {};
  Category category = Category::kString;
  NullRule nulls = NullRule::kStrict;
  RowKernel row = nullptr;
  Kernel kernel = nullptr;
  BindRule rule = nullptr;
  std::string_view usage = {};  // "SUBSTRING(s, start [, length])"
  std::string_view doc = {};    // One sentence or two.
  uint8_t dialects = kBoth;
  bool deterministic = true;
  bool may_be_null = false;  // Also of arguments that are not.
};

// All rows of the table, in the order of the reference page.
std::span<const FunctionDef* const> FunctionTable();

// The parts of the table.
std::span<const FunctionDef> ComparisonFunctions();
std::span<const FunctionDef> LogicFunctions();
std::span<const FunctionDef> ArithmeticFunctions();
std::span<const FunctionDef> MathFunctions();
std::span<const FunctionDef> ConditionalFunctions();
std::span<const FunctionDef> StringFunctions();
std::span<const FunctionDef> PatternFunctions();
std::span<const FunctionDef> TimePartFunctions();
std::span<const FunctionDef> TimeArithmeticFunctions();
std::span<const FunctionDef> TimeTextFunctions();
std::span<const FunctionDef> CollectionFunctions();
std::span<const FunctionDef> JsonFunctions();
std::span<const FunctionDef> EncodingFunctions();

// NULL words of a result that is NULL where any argument is; empty when none is.
std::vector<uint64_t> JoinNulls(std::span<const Column* const> args, size_t rows);

// A column whose rows are `rows` times NULL.
Column NullColumn(const Type& type, size_t rows);

}  // namespace weir::sql
