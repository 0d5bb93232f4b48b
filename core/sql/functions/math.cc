// Functions of numbers: rounding, powers, logarithms, angles.
#include <algorithm>
#include <array>
#include <cmath>

#include "core/sql/functions/decimal_types.h"
#include "core/sql/functions/function_def.h"
#include "core/sql/functions/real_math.h"

namespace weir::sql {
namespace {

template <double (*function)(double)>
void Real(RowCall& call) {
  call.out.AppendDouble(function(call.Double(0)));
}

void Power(RowCall& call) { call.out.AppendDouble(PowerOf(call.Double(0), call.Double(1))); }
void Atan2(RowCall& call) { call.out.AppendDouble(Atan2Of(call.Double(0), call.Double(1))); }
double Sqrt(double x) { return std::sqrt(x); }
double Log2(double x) { return LogOf(x) / LogOf(2); }
double Cot(double x) { return 1 / TanOf(x); }
constexpr double kPi = 3.141592653589793;
double Degrees(double x) { return x * (180 / kPi); }
double Radians(double x) { return x / 180 * kPi; }

void LogBase(RowCall& call) {
  call.out.AppendDouble(LogOf(call.Double(1)) / LogOf(call.Double(0)));
}
void Pi(RowCall& call) { call.out.AppendDouble(kPi); }
void E(RowCall& call) { call.out.AppendDouble(2.718281828459045); }

void Abs(RowCall& call) {
  switch (call.out.physical()) {
    case Physical::kDouble:
      return call.out.AppendDouble(std::fabs(call.Double(0)));
    case Physical::kDecimal: {
      const Int128 value = call.Decimal(0);
      return call.out.AppendDecimal(value < 0 ? -value : value);
    }
    default: {
      const int64_t value = call.Int(0);
      // The most negative number has no opposite and stays, as in Java.
      return call.out.AppendInt(value < 0 && value != INT64_MIN ? -value : value);
    }
  }
}

void Sign(RowCall& call) {
  switch (call.out.physical()) {
    case Physical::kDouble: {
      const double value = call.Double(0);
      return call.out.AppendDouble(value > 0 ? 1 : (value < 0 ? -1 : value));
    }
    case Physical::kDecimal: {
      const Int128 value = call.Decimal(0);
      const Int128 one = PowerOfTen(call.result().scale);
      return call.out.AppendDecimal(value > 0 ? one : (value < 0 ? -one : Int128{0}));
    }
    default: {
      const int64_t value = call.Int(0);
      return call.out.AppendInt(value > 0 ? 1 : (value < 0 ? -1 : 0));
    }
  }
}

// Towards minus (-1) or plus (1) infinity, to a whole number.
template <int direction>
void Whole(RowCall& call) {
  switch (call.out.physical()) {
    case Physical::kDouble:
      return call.out.AppendDouble(direction < 0 ? std::floor(call.Double(0))
                                                 : std::ceil(call.Double(0)));
    case Physical::kDecimal: {
      const Int128 unit = PowerOfTen(call.type(0).scale);
      const Int128 value = call.Decimal(0);
      Int128 whole = value / unit;
      const Int128 rest = value % unit;
      if (direction < 0 && rest < 0) --whole;
      if (direction > 0 && rest > 0) ++whole;
      return call.out.AppendDecimal(whole);
    }
    default:
      return call.out.AppendInt(call.Int(0));
  }
}

bool BindWhole(Binding& b) {
  if (b.type(0).kind == TypeKind::kDecimal) b.out.result = Type::Decimal(b.type(0).precision, 0);
  return true;
}

// DECIMAL(p, s) rounded to a constant number of digits.
Type RoundedType(const Type& type, int64_t digits) {
  if (digits >= type.scale) return type;
  const int32_t whole = 1 + type.precision - type.scale;
  if (digits < 0) return Type::Decimal(std::min(kDecimalDigitsMax, whole), 0);
  return Type::Decimal(whole + static_cast<int32_t>(digits), static_cast<int32_t>(digits));
}

bool BindRound(Binding& b) {
  if (b.type(0).kind != TypeKind::kDecimal) return true;
  if (b.size() == 1) {
    b.out.result = RoundedType(b.type(0), 0);
  } else if (b.literal(1) != nullptr && !b.literal(1)->IsNull() && b.args[1].type.IsInteger()) {
    b.out.result = RoundedType(b.type(0), b.literal(1)->Int());
  }
  return true;
}

// To `digits` decimals, which may be negative, half away from zero or cut.
Int128 RoundWhole(Int128 value, int64_t digits, bool cut) {
  if (digits >= 0) return value;
  if (digits < -38) return 0;
  const Int128 unit = PowerOfTen(static_cast<int>(-digits));
  const Int128 rest = value % unit;
  Int128 rounded = value - rest;
  const Int128 magnitude = rest < 0 ? -rest : rest;
  if (!cut && magnitude >= unit - magnitude) rounded += rest < 0 ? -unit : unit;
  return rounded;
}

template <bool cut>
void Round(RowCall& call) {
  const int64_t digits = call.size() > 1 ? std::clamp<int64_t>(call.Int(1), -400, 400) : 0;
  switch (call.out.physical()) {
    case Physical::kDouble: {
      const double value = RoundDecimal(call.Double(0), static_cast<int>(digits), cut);
      const bool single = call.result().kind == TypeKind::kFloat;
      return call.out.AppendDouble(single ? static_cast<double>(static_cast<float>(value)) : value);
    }
    case Physical::kDecimal: {
      const int scale = call.type(0).scale;
      const Int128 value = RoundWhole(call.Decimal(0), digits - scale, cut);
      const std::optional<Int128> result =
          Rescale(value, scale, call.result().scale, call.result().precision);
      return result.has_value() ? call.out.AppendDecimal(*result) : call.Null();
    }
    default:
      return call.out.AppendInt(static_cast<int64_t>(RoundWhole(call.Int(0), digits, cut)));
  }
}

constexpr FunctionDef Math(std::string_view name, std::string_view parameters,
                           std::string_view result, RowKernel row, std::string_view usage,
                           std::string_view doc, BindRule rule = nullptr) {
  return {.name = name,
          .parameters = parameters,
          .result = result,
          .category = Category::kArithmetic,
          .row = row,
          .rule = rule,
          .usage = usage,
          .doc = doc,
          .may_be_null = rule == BindRound};
}

constexpr auto kTable = std::to_array<FunctionDef>({
    Math("ABS", "number", "$0", Abs, "ABS(x)", "The number without its sign."),
    Math("ABS", "interval", "$0", Abs, "ABS(i)", "The interval without its sign."),
    Math("SIGN", "number", "$0", Sign, "SIGN(x)", "-1, 0 or 1, in the type of x."),
    Math("FLOOR", "number", "$0", Whole<-1>, "FLOOR(x)", "The next whole number below.", BindWhole),
    Math("CEIL", "number", "$0", Whole<1>, "CEIL(x)", "The next whole number above.", BindWhole),
    Math("CEILING", "number", "$0", Whole<1>, "CEILING(x)", "The same as CEIL.", BindWhole),
    Math("ROUND", "number, int?", "$0", Round<false>, "ROUND(x [, digits])",
         "Half away from zero. Negative digits round to tens and hundreds.", BindRound),
    Math("TRUNCATE", "number, int?", "$0", Round<true>, "TRUNCATE(x [, digits])",
         "Cut towards zero.", BindRound),
    Math("POWER", "double, double", "double", Power, "POWER(x, y)", "x to the power of y."),
    Math("SQRT", "double", "double", Real<Sqrt>, "SQRT(x)", "The square root; NaN of negatives."),
    Math("EXP", "double", "double", Real<ExpOf>, "EXP(x)", "e to the power of x."),
    Math("LN", "double", "double", Real<LogOf>, "LN(x)", "The natural logarithm."),
    Math("LOG", "double", "double", Real<LogOf>, "LOG(x)", "The natural logarithm."),
    Math("LOG", "double, double", "double", LogBase, "LOG(base, x)", "The logarithm to a base."),
    Math("LOG10", "double", "double", Real<Log10Of>, "LOG10(x)", "The logarithm to base 10."),
    Math("LOG2", "double", "double", Real<Log2>, "LOG2(x)", "The logarithm to base 2."),
    Math("SIN", "double", "double", Real<SinOf>, "SIN(x)", "Sine of an angle in radians."),
    Math("COS", "double", "double", Real<CosOf>, "COS(x)", "Cosine."),
    Math("TAN", "double", "double", Real<TanOf>, "TAN(x)", "Tangent."),
    Math("COT", "double", "double", Real<Cot>, "COT(x)", "Cotangent."),
    Math("ASIN", "double", "double", Real<AsinOf>, "ASIN(x)", "The angle of a sine."),
    Math("ACOS", "double", "double", Real<AcosOf>, "ACOS(x)", "The angle of a cosine."),
    Math("ATAN", "double", "double", Real<AtanOf>, "ATAN(x)", "The angle of a tangent."),
    Math("ATAN2", "double, double", "double", Atan2, "ATAN2(y, x)", "The angle of a point."),
    Math("SINH", "double", "double", Real<SinhOf>, "SINH(x)", "Hyperbolic sine."),
    Math("COSH", "double", "double", Real<CoshOf>, "COSH(x)", "Hyperbolic cosine."),
    Math("TANH", "double", "double", Real<TanhOf>, "TANH(x)", "Hyperbolic tangent."),
    Math("DEGREES", "double", "double", Real<Degrees>, "DEGREES(x)", "Radians as degrees."),
    Math("RADIANS", "double", "double", Real<Radians>, "RADIANS(x)", "Degrees as radians."),
    Math("PI", "", "double", Pi, "PI()", "3.141592653589793."),
    Math("E", "", "double", E, "E()", "2.718281828459045."),
});

}  // namespace

std::span<const FunctionDef> MathFunctions() { return kTable; }

}  // namespace weir::sql
