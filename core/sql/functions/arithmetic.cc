// + - * / % on numbers, with Flink's types: integers wrap as in Java, decimals grow their precision
// and are NULL where even 38 digits are too few, a division of integers cuts towards zero.
#include <array>
#include <cmath>
#include <limits>

#include "core/sql/functions/decimal_types.h"
#include "core/sql/functions/function_def.h"

namespace weir::sql {
namespace {

enum class Op : uint8_t { kAdd, kSubtract, kMultiply, kDivide, kModulo };

int64_t Wrap(uint64_t value, TypeKind kind) {
  switch (kind) {
    case TypeKind::kTinyInt:
      return static_cast<int8_t>(value);
    case TypeKind::kSmallInt:
      return static_cast<int16_t>(value);
    case TypeKind::kInteger:
      return static_cast<int32_t>(value);
    default:
      return static_cast<int64_t>(value);
  }
}

// What Kinesis Analytics calls an overflow and Flink wraps around.
bool Overflows(Op op, int64_t a, int64_t b, TypeKind kind) {
  int64_t exact = 0;
  const bool over = op == Op::kAdd        ? __builtin_add_overflow(a, b, &exact)
                    : op == Op::kSubtract ? __builtin_sub_overflow(a, b, &exact)
                                          : __builtin_mul_overflow(a, b, &exact);
  return over || Wrap(static_cast<uint64_t>(exact), kind) != exact;
}

template <Op op>
int64_t Exact(int64_t a, int64_t b) {
  const auto x = static_cast<uint64_t>(a);
  const auto y = static_cast<uint64_t>(b);
  if constexpr (op == Op::kAdd) return static_cast<int64_t>(x + y);
  if constexpr (op == Op::kSubtract) return static_cast<int64_t>(x - y);
  if constexpr (op == Op::kMultiply) return static_cast<int64_t>(x * y);
  // The most negative number by -1 wraps to itself; the processor would trap.
  if constexpr (op == Op::kDivide) return b == -1 ? static_cast<int64_t>(0 - x) : a / b;
  if constexpr (op == Op::kModulo) return b == -1 ? 0 : a % b;
}

template <Op op>
Column Integers(const Call& call) {
  const Column& a = *call.args[0];
  const Column& b = *call.args[1];
  const TypeKind kind = call.function.result.kind;
  const bool checked = call.context.dialect == Dialect::kKinesisAnalytics;
  std::vector<uint64_t> nulls = JoinNulls(call.args, call.rows);
  std::vector<int64_t> out(call.rows);
  const std::span<const int64_t> x = a.ints();
  const std::span<const int64_t> y = b.ints();
  const size_t step_x = a.constant() ? 0 : 1;
  const size_t step_y = b.constant() ? 0 : 1;
  const auto fail = [&](size_t row, const char* message) {
    if (a.IsNull(row) || b.IsNull(row)) return;
    call.context.AddError(row, message);
    if (nulls.empty()) nulls.resize((call.rows + 63) / 64);
    nulls[row / 64] |= uint64_t{1} << (row % 64);
  };
  for (size_t row = 0; row < call.rows; ++row) {
    const int64_t left = x[row * step_x];
    const int64_t right = y[row * step_y];
    if constexpr (op == Op::kDivide || op == Op::kModulo) {
      if (right == 0) {
        fail(row, "division by zero");
        continue;
      }
    } else if (checked && Overflows(op, left, right, kind)) {
      fail(row, "the number is too large for its type");
      continue;
    }
    out[row] = Wrap(static_cast<uint64_t>(Exact<op>(left, right)), kind);
  }
  return Column::OfInts(call.function.result, std::move(out), std::move(nulls));
}

template <Op op>
Column Doubles(const Call& call) {
  const std::span<const double> x = call.args[0]->doubles();
  const std::span<const double> y = call.args[1]->doubles();
  const size_t step_x = call.args[0]->constant() ? 0 : 1;
  const size_t step_y = call.args[1]->constant() ? 0 : 1;
  const bool single = call.function.result.kind == TypeKind::kFloat;
  std::vector<double> out(call.rows);
  for (size_t row = 0; row < call.rows; ++row) {
    const double left = x[row * step_x];
    const double right = y[row * step_y];
    double value = 0;
    if constexpr (op == Op::kAdd) value = left + right;
    if constexpr (op == Op::kSubtract) value = left - right;
    if constexpr (op == Op::kMultiply) value = left * right;
    if constexpr (op == Op::kDivide) value = left / right;
    if constexpr (op == Op::kModulo) value = std::fmod(left, right);
    out[row] = single ? static_cast<double>(static_cast<float>(value)) : value;
  }
  return Column::OfDoubles(call.function.result, std::move(out), JoinNulls(call.args, call.rows));
}

// Of two scales, brought to the result's.
std::optional<Int128> DecimalResult(Op op, const RowCall& call) {
  const Int128 a = call.Decimal(0);
  const Int128 b = call.Decimal(1);
  const int scale_a = call.type(0).scale;
  const int scale_b = call.type(1).scale;
  const int scale = call.result().scale;
  const int precision = call.result().precision;
  if (op == Op::kMultiply) {
    return MultiplyDecimal(a, b, scale_a + scale_b, scale, precision);
  }
  if (op == Op::kDivide) return DivideDecimal(a, b, scale - scale_a + scale_b, precision);
  // A common scale; what does not fit 38 digits there cannot fit the result.
  const int common = std::max(scale_a, scale_b);
  const std::optional<Int128> x = Rescale(a, scale_a, common, kDecimalDigitsMax);
  const std::optional<Int128> y = Rescale(b, scale_b, common, kDecimalDigitsMax);
  if (!x.has_value() || !y.has_value()) return std::nullopt;
  if (op == Op::kModulo) return Rescale(*x % *y, common, scale, precision);
  // Both are below 10^38, and twice that fits in 127 bits... only just not: 2e38 > 1.7e38.
  Int128 sum = 0;
  if (__builtin_add_overflow(*x, op == Op::kAdd ? *y : -*y, &sum)) return std::nullopt;
  return Rescale(sum, common, scale, precision);
}

template <Op op>
void Decimals(RowCall& call) {
  if ((op == Op::kDivide || op == Op::kModulo) && call.Decimal(1) == 0) {
    return call.Fail("division by zero");
  }
  const std::optional<Int128> result = DecimalResult(op, call);
  if (!result.has_value()) {
    if (call.call.context.dialect == Dialect::kKinesisAnalytics) {
      return call.Fail("the number is too large for its type");
    }
    return call.Null();
  }
  call.out.AppendDecimal(*result);
}

Type DecimalResultType(Op op, const Type& a, const Type& b) {
  switch (op) {
    case Op::kAdd:
    case Op::kSubtract:
      return SumType(a, b);
    case Op::kMultiply:
      return ProductType(a, b);
    case Op::kDivide:
      return QuotientType(a, b);
    case Op::kModulo:
      return RemainderType(a, b);
  }
  return a;
}

template <Op op>
bool BindArithmetic(Binding& b) {
  const Type& x = b.type(0);
  const Type& y = b.type(1);
  const bool decimal = x.kind == TypeKind::kDecimal || y.kind == TypeKind::kDecimal;
  if (decimal && !x.IsApproximate() && !y.IsApproximate()) {
    b.Coerce(0, DecimalOf(x));
    b.Coerce(1, DecimalOf(y));
    b.out.result = DecimalResultType(op, b.type(0), b.type(1));
    b.out.row = Decimals<op>;
    b.out.kernel = nullptr;
    return true;
  }
  std::optional<Type> common = CommonType(x, y);
  if (!common.has_value()) return false;
  // MOD has the type of its divisor in Flink.
  if (op == Op::kModulo && common->IsInteger()) common = y;
  b.out.result = *common;
  if (common->IsInteger()) {
    b.out.kernel = Integers<op>;
    return true;
  }
  b.Coerce(0, *common);
  b.Coerce(1, *common);
  b.out.kernel = Doubles<op>;
  return true;
}

void Negate(RowCall& call) {
  switch (PhysicalOf(call.result())) {
    case Physical::kDouble:
      return call.out.AppendDouble(-call.Double(0));
    case Physical::kDecimal:
      return call.out.AppendDecimal(-call.Decimal(0));
    default:
      return call.out.AppendInt(Wrap(0 - static_cast<uint64_t>(call.Int(0)), call.result().kind));
  }
}

Column Same(const Call& call) { return call.args[0]->As(call.function.result); }

constexpr FunctionDef Arithmetic(std::string_view name, BindRule rule, std::string_view usage,
                                 std::string_view doc, bool may_be_null) {
  return {.name = name,
          .parameters = "number, number",
          .category = Category::kArithmetic,
          .rule = rule,
          .usage = usage,
          .doc = doc,
          .may_be_null = may_be_null};
}

constexpr FunctionDef Sign(std::string_view name, std::string_view parameter, RowKernel row,
                           Kernel kernel, std::string_view usage, std::string_view doc) {
  return {.name = name,
          .parameters = parameter,
          .result = "$0",
          .category = Category::kArithmetic,
          .row = row,
          .kernel = kernel,
          .usage = usage,
          .doc = doc};
}

constexpr auto kTable = std::to_array<FunctionDef>({
    Arithmetic("+", BindArithmetic<Op::kAdd>, "a + b",
               "Sum. Integers wrap around; a DECIMAL gains a digit and is NULL beyond 38.", true),
    Arithmetic("-", BindArithmetic<Op::kSubtract>, "a - b", "Difference.", true),
    Arithmetic("*", BindArithmetic<Op::kMultiply>, "a * b",
               "Product. DECIMAL(p1, s1) by DECIMAL(p2, s2) is DECIMAL(p1 + p2 + 1, s1 + s2).",
               true),
    Arithmetic("/", BindArithmetic<Op::kDivide>, "a / b",
               "Quotient: integers cut towards zero; a DECIMAL has at least 6 digits after the "
               "point. By zero: an error, or Infinity for DOUBLE.",
               true),
    Arithmetic("%", BindArithmetic<Op::kModulo>, "a % b",
               "Remainder, with the sign of a. Has the type of b for integers.", true),
    Arithmetic("MOD", BindArithmetic<Op::kModulo>, "MOD(a, b)", "The same as a % b.", true),
    Sign("-", "number", Negate, nullptr, "-a", "The number with the other sign."),
    Sign("+", "number", nullptr, Same, "+a", "The number itself."),
    Sign("-", "interval", Negate, nullptr, "-i", "The interval with the other sign."),
    Sign("+", "interval", nullptr, Same, "+i", "The interval itself."),
});

}  // namespace

std::span<const FunctionDef> ArithmeticFunctions() { return kTable; }

}  // namespace weir::sql
