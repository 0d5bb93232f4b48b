// = <> < <= > >= and IS [NOT] DISTINCT FROM, on two columns of one type.
#include <array>
#include <cmath>

#include "core/sql/functions/function_def.h"

namespace weir::sql {
namespace {

// The type both sides are compared in, if there is one. Text is read as the other side's type, as
// Flink's implicit casts do.
bool CompareAs(const Type& a, const Type& b, Type& type) {
  if (a.IsCharacter() != b.IsCharacter()) {
    const Type& other = a.IsCharacter() ? b : a;
    if (other.IsNumeric() || other.IsDateTime() || other.kind == TypeKind::kBoolean) {
      type = other.IsInteger() ? Type::BigInt() : other;
      if (other.IsTimestamp()) type.precision = 9;
      return true;
    }
  }
  const std::optional<Type> common = CommonType(a, b);
  if (!common.has_value()) return false;
  type = *common;
  return true;
}

bool BindComparison(Binding& b) {
  Type type;
  if (!CompareAs(b.type(0), b.type(1), type)) return false;
  b.Coerce(0, type);
  b.Coerce(1, type);
  return true;
}

struct Equal {
  static constexpr bool FromOrder(int order) { return order == 0; }
};
struct NotEqual {
  static constexpr bool FromOrder(int order) { return order != 0; }
};
struct Less {
  static constexpr bool FromOrder(int order) { return order < 0; }
};
struct LessEqual {
  static constexpr bool FromOrder(int order) { return order <= 0; }
};
struct Greater {
  static constexpr bool FromOrder(int order) { return order > 0; }
};
struct GreaterEqual {
  static constexpr bool FromOrder(int order) { return order >= 0; }
};

// On numbers the processor compares itself; NaN is what IEEE 754 says in =, <, > as in Java.
template <typename Op, typename T>
bool Holds(T a, T b) {
  if constexpr (std::is_same_v<Op, Equal>) return a == b;
  if constexpr (std::is_same_v<Op, NotEqual>) return a != b;
  if constexpr (std::is_same_v<Op, Less>) return a < b;
  if constexpr (std::is_same_v<Op, LessEqual>) return a <= b;
  if constexpr (std::is_same_v<Op, Greater>) return a > b;
  if constexpr (std::is_same_v<Op, GreaterEqual>) return a >= b;
}

template <typename Op, typename T>
Column CompareSpans(const Call& call, std::span<const T> a, std::span<const T> b) {
  std::vector<uint8_t> out(call.rows);
  const size_t step_a = call.args[0]->constant() ? 0 : 1;
  const size_t step_b = call.args[1]->constant() ? 0 : 1;
  for (size_t row = 0; row < call.rows; ++row) {
    out[row] = Holds<Op, T>(a[row * step_a], b[row * step_b]) ? 1 : 0;
  }
  return Column::OfBools(call.function.result, std::move(out), JoinNulls(call.args, call.rows));
}

template <typename Op>
Column Compare(const Call& call) {
  const Column& a = *call.args[0];
  const Column& b = *call.args[1];
  if (a.physical() == Physical::kInt && !a.has_nanos() && !b.has_nanos()) {
    return CompareSpans<Op, int64_t>(call, a.ints(), b.ints());
  }
  if (a.physical() == Physical::kDouble) {
    return CompareSpans<Op, double>(call, a.doubles(), b.doubles());
  }
  Column out(call.function.result);
  out.Reserve(call.rows);
  for (size_t row = 0; row < call.rows; ++row) {
    if (a.IsNull(row) || b.IsNull(row)) {
      out.AppendNull();
    } else {
      out.AppendBool(Op::FromOrder(CompareCells(a, row, b, row)));
    }
  }
  return out;
}

bool Distinct(const RowCall& call) {
  if (call.IsNull(0) || call.IsNull(1)) return call.IsNull(0) != call.IsNull(1);
  return CompareCells(*call.call.args[0], call.row, *call.call.args[1], call.row) != 0;
}

void IsDistinct(RowCall& call) { call.out.AppendBool(Distinct(call)); }
void IsNotDistinct(RowCall& call) { call.out.AppendBool(!Distinct(call)); }

// value, low, high: NULL by the rules of >= AND <=.
void Between(RowCall& call) {
  const auto part = [&](size_t bound, bool low) {  // -1 unknown, 0 no, 1 yes.
    if (call.IsNull(0) || call.IsNull(bound)) return -1;
    const int order = CompareCells(*call.call.args[0], call.row, *call.call.args[bound], call.row);
    return (low ? order >= 0 : order <= 0) ? 1 : 0;
  };
  const int low = part(1, true);
  const int high = part(2, false);
  if (low == 0 || high == 0) return call.out.AppendBool(false);
  if (low < 0 || high < 0) return call.Null();
  call.out.AppendBool(true);
}

bool BindBetween(Binding& b) {
  Type type = b.type(0);
  for (size_t i = 1; i < b.size(); ++i) {
    if (!CompareAs(type, b.type(i), type)) return false;
  }
  for (size_t i = 0; i < b.size(); ++i) b.Coerce(i, type);
  return true;
}

// value, candidates...
void In(RowCall& call) {
  if (call.IsNull(0)) return call.Null();
  bool unknown = false;
  for (size_t i = 1; i < call.size(); ++i) {
    if (call.IsNull(i)) {
      unknown = true;
    } else if (CompareCells(*call.call.args[0], call.row, *call.call.args[i], call.row) == 0) {
      return call.out.AppendBool(true);
    }
  }
  if (unknown) return call.Null();
  call.out.AppendBool(false);
}

constexpr Category kCategory = Category::kComparison;

constexpr auto kTable = std::to_array<FunctionDef>({
    {.name = "=",
     .parameters = "any, any",
     .result = "bool",
     .category = kCategory,
     .kernel = Compare<Equal>,
     .rule = BindComparison,
     .usage = "a = b",
     .doc = "Equal. Text beside a number or a time is read as one."},
    {.name = "<>",
     .parameters = "any, any",
     .result = "bool",
     .category = kCategory,
     .kernel = Compare<NotEqual>,
     .rule = BindComparison,
     .usage = "a <> b",
     .doc = "Not equal; also written !=."},
    {.name = "<",
     .parameters = "any, any",
     .result = "bool",
     .category = kCategory,
     .kernel = Compare<Less>,
     .rule = BindComparison,
     .usage = "a < b",
     .doc = "Less. Text is compared by its bytes."},
    {.name = "<=",
     .parameters = "any, any",
     .result = "bool",
     .category = kCategory,
     .kernel = Compare<LessEqual>,
     .rule = BindComparison,
     .usage = "a <= b",
     .doc = "Less or equal."},
    {.name = ">",
     .parameters = "any, any",
     .result = "bool",
     .category = kCategory,
     .kernel = Compare<Greater>,
     .rule = BindComparison,
     .usage = "a > b",
     .doc = "Greater."},
    {.name = ">=",
     .parameters = "any, any",
     .result = "bool",
     .category = kCategory,
     .kernel = Compare<GreaterEqual>,
     .rule = BindComparison,
     .usage = "a >= b",
     .doc = "Greater or equal."},
    {.name = "IS DISTINCT FROM",
     .parameters = "any, any",
     .result = "bool",
     .category = kCategory,
     .nulls = NullRule::kNever,
     .row = IsDistinct,
     .rule = BindComparison,
     .usage = "a IS DISTINCT FROM b",
     .doc = "Not equal, where NULL equals NULL and nothing else."},
    {.name = "IS NOT DISTINCT FROM",
     .parameters = "any, any",
     .result = "bool",
     .category = kCategory,
     .nulls = NullRule::kNever,
     .row = IsNotDistinct,
     .rule = BindComparison,
     .usage = "a IS NOT DISTINCT FROM b",
     .doc = "Equal, where NULL equals NULL and nothing else."},
    {.name = "BETWEEN",
     .parameters = "any, any, any",
     .result = "bool",
     .category = kCategory,
     .nulls = NullRule::kCalled,
     .row = Between,
     .rule = BindBetween,
     .usage = "x [NOT] BETWEEN [SYMMETRIC] low AND high",
     .doc = "low <= x AND x <= high; SYMMETRIC takes the bounds in either order."},
    {.name = "IN",
     .parameters = "any, any*",
     .result = "bool",
     .category = kCategory,
     .nulls = NullRule::kCalled,
     .row = In,
     .rule = BindBetween,
     .usage = "x [NOT] IN (a, b, ...)",
     .doc = "Equal to one of the list; NULL when it is to none and one of them is NULL."},
});

}  // namespace

std::span<const FunctionDef> ComparisonFunctions() { return kTable; }

}  // namespace weir::sql
