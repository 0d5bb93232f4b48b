#include "core/sql/functions/real_math.h"

#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <string>

namespace weir::sql {
namespace {

// An unevaluated sum of two doubles, |low| at most half a unit in the last place of high.
struct Pair {
  double high = 0;
  double low = 0;
};

Pair TwoSum(double a, double b) {
  const double sum = a + b;
  const double part = sum - a;
  return {sum, (a - (sum - part)) + (b - part)};
}
Pair QuickSum(double a, double b) {
  const double sum = a + b;
  return {sum, b - (sum - a)};
}
Pair TwoProduct(double a, double b) {
  constexpr double kSplit = 134'217'729;  // 2^27 + 1 (Dekker); no factor here comes near overflow.
  const double product = a * b;
  const double a_high = kSplit * a - (kSplit * a - a);
  const double b_high = kSplit * b - (kSplit * b - b);
  const double a_low = a - a_high;
  const double b_low = b - b_high;
  return {product, ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low};
}

Pair operator+(Pair a, Pair b) {
  const Pair high = TwoSum(a.high, b.high);
  const Pair low = TwoSum(a.low, b.low);
  const Pair first = QuickSum(high.high, high.low + low.high);
  return QuickSum(first.high, first.low + low.low);
}
Pair operator-(Pair a) { return {-a.high, -a.low}; }
Pair operator-(Pair a, Pair b) { return a + -b; }
Pair operator*(Pair a, Pair b) {
  const Pair product = TwoProduct(a.high, b.high);
  return QuickSum(product.high, product.low + (a.high * b.low + a.low * b.high));
}
Pair operator/(Pair a, Pair b) {
  const double first = a.high / b.high;
  Pair rest = a - Pair{first, 0} * b;
  const double second = rest.high / b.high;
  rest = rest - Pair{second, 0} * b;
  const double third = rest.high / b.high;
  const Pair sum = QuickSum(first, second);
  return sum + Pair{third, 0};
}
Pair Of(double x) { return {x, 0}; }
Pair Scaled(Pair a, int exponent) {
  return {std::ldexp(a.high, exponent), std::ldexp(a.low, exponent)};
}
double Rounded(Pair a) { return a.high + a.low; }

constexpr Pair kLn2{0.6931471805599453, 2.3190468138462996e-17};
constexpr Pair kPi{3.141592653589793, 1.2246467991473532e-16};
constexpr Pair kHalfPi{1.5707963267948966, 6.123233995736766e-17};

// e^x for |x| < 745, by x = k ln 2 + 32 r and the series of e^r. `exponent` is k, to be put on
// last.
Pair ExpPair(Pair x, int& exponent) {
  exponent = static_cast<int>(std::nearbyint(x.high / kLn2.high));
  const Pair rest = Scaled(x - kLn2 * Of(exponent), -5);
  Pair sum = Of(1);
  for (int n = 17; n >= 1; --n) sum = Of(1) + sum * rest / Of(n);
  for (int i = 0; i < 5; ++i) sum = sum * sum;
  return sum;
}

// ln x for finite x > 0: the library's first guess, mended by Newton's step on e^y = x.
Pair LogPair(double x) {
  int exponent = 0;
  const double mantissa = std::frexp(x, &exponent);  // 0.5 to 1.
  double guess = std::log(mantissa);
  Pair y = Of(guess);
  for (int round = 0; round < 2; ++round) {
    int shift = 0;
    const Pair power = ExpPair(-y, shift);
    y = y + (Of(mantissa) * Scaled(power, shift) - Of(1));
  }
  return y + kLn2 * Of(exponent);
}

// sin and cos of |x| <= pi / 4, in pairs: for what is built on them.
Pair SinSeries(Pair x) {
  const Pair square = x * x;
  Pair sum = Of(1);
  for (int n = 25; n >= 3; n -= 2) sum = Of(1) - sum * square / Of(n * (n - 1));
  return x * sum;
}
Pair CosSeries(Pair x) {
  const Pair square = x * x;
  Pair sum = Of(1);
  for (int n = 26; n >= 2; n -= 2) sum = Of(1) - sum * square / Of(n * (n - 1));
  return sum;
}

// sin and cos of |x| <= pi / 4 as Java has them: the polynomials of fdlibm, whose last digit people
// compare with. x.low is the tail of the reduced angle.
double SinKernel(Pair x) {
  constexpr double kS1 = -1.66666666666666324348e-01;
  constexpr double kS2 = 8.33333333332248946124e-03;
  constexpr double kS3 = -1.98412698298579493134e-04;
  constexpr double kS4 = 2.75573137070700676789e-06;
  constexpr double kS5 = -2.50507602534068634195e-08;
  constexpr double kS6 = 1.58969099521155010221e-10;
  const double square = x.high * x.high;
  const double cube = square * x.high;
  const double rest = kS2 + square * (kS3 + square * (kS4 + square * (kS5 + square * kS6)));
  return x.high - ((square * (0.5 * x.low - cube * rest) - x.low) - cube * kS1);
}
double CosKernel(Pair x) {
  constexpr double kC1 = 4.16666666666666019037e-02;
  constexpr double kC2 = -1.38888888888741095749e-03;
  constexpr double kC3 = 2.48015872894767294178e-05;
  constexpr double kC4 = -2.75573143513906633035e-07;
  constexpr double kC5 = 2.08757232129817482790e-09;
  constexpr double kC6 = -1.13596475577881948265e-11;
  const double square = x.high * x.high;
  const double rest =
      square *
      (kC1 + square * (kC2 + square * (kC3 + square * (kC4 + square * (kC5 + square * kC6)))));
  const double magnitude = std::fabs(x.high);
  if (magnitude < 0.3) return 1 - (0.5 * square - (square * rest - x.high * x.low));
  // A number near x / 4 with few bits, so that 1 - it is exact.
  double part = 0.28125;
  if (magnitude <= 0.78125) {
    constexpr uint64_t kUpper = 0xFFFFFFFF00000000ULL;
    const uint64_t bits = std::bit_cast<uint64_t>(magnitude) - (uint64_t{0x00200000} << 32);
    part = std::bit_cast<double>(bits & kUpper);
  }
  return (1 - part) - ((0.5 * square - part) - (square * rest - x.high * x.low));
}

// x as a number of quarter turns and a rest of at most an eighth. Exact enough up to 2^30; beyond,
// digits of the angle are lost, as its own last digit is worth more than the turn.
Pair Reduced(double x, int& quarter) {
  const double turns = std::nearbyint(x / kHalfPi.high);
  constexpr Pair kTail{-1.4973849048591833e-33, 0};  // pi / 2 to a third double.
  const Pair rest = Of(x) - kHalfPi * Of(turns) - kTail * Of(turns);
  quarter = static_cast<int>(static_cast<int64_t>(std::fmod(turns, 4)) & 3);
  return rest;
}

Pair SinCos(double x, int shift) {
  int quarter = 0;
  const Pair rest = Reduced(x, quarter);
  switch ((quarter + shift) & 3) {
    case 0:
      return SinSeries(rest);
    case 1:
      return CosSeries(rest);
    case 2:
      return -SinSeries(rest);
    default:
      return -CosSeries(rest);
  }
}

double SinOrCos(double x, int shift) {
  int quarter = 0;
  const Pair rest = Reduced(x, quarter);
  switch ((quarter + shift) & 3) {
    case 0:
      return SinKernel(rest);
    case 1:
      return CosKernel(rest);
    case 2:
      return -SinKernel(rest);
    default:
      return -CosKernel(rest);
  }
}

// The angle whose tangent is x, by Newton's step on sin and cos from the library's guess.
Pair AtanPair(Pair x) {
  const double guess = std::atan(x.high);
  const Pair sine = SinCos(guess, 0);
  const Pair cosine = SinCos(guess, 1);
  // tan(a + d) = x  <=>  d = atan((x cos - sin) / (cos + x sin)); d is tiny.
  return Of(guess) + (x * cosine - sine) / (cosine + x * sine);
}

Pair SqrtPair(Pair x) {
  if (x.high <= 0) return {};
  const double guess = std::sqrt(x.high);
  return (Of(guess) + x / Of(guess)) * Of(0.5);
}

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

}  // namespace

double ExpOf(double x) {
  if (std::isnan(x)) return x;
  if (x > 709.782712893384) return kInfinity;
  if (x < -745.1332191019412) return 0;
  int exponent = 0;
  const Pair power = ExpPair(Of(x), exponent);
  return std::ldexp(Rounded(power), exponent);
}

double LogOf(double x) {
  if (std::isnan(x) || x < 0) return kNaN;
  if (x == 0) return -kInfinity;
  if (std::isinf(x)) return x;
  return Rounded(LogPair(x));
}

double Log10Of(double x) {
  if (!(x > 0) || std::isinf(x)) return LogOf(x);
  constexpr Pair kLn10{2.302585092994046, -2.1707562233822494e-16};
  return Rounded(LogPair(x) / kLn10);
}

double PowerOf(double base, double exponent) {
  // Zeros, infinities, negative bases and what over- or underflows: exact by the standard anyway.
  const double guess = std::pow(base, exponent);
  if (!std::isfinite(guess) || guess == 0 || base == 0 || base == 1 || exponent == 0) return guess;
  if (exponent == 1) return base;
  if (!std::isfinite(base) || !std::isfinite(exponent)) return guess;
  if (exponent == 0.5) return std::sqrt(base);
  int shift = 0;
  const Pair power = ExpPair(LogPair(std::fabs(base)) * Of(exponent), shift);
  const double magnitude = std::ldexp(Rounded(power), shift);
  return guess < 0 ? -magnitude : magnitude;
}

double SinOf(double x) {
  if (!std::isfinite(x)) return kNaN;
  return x == 0 ? x : SinOrCos(x, 0);
}
double CosOf(double x) { return std::isfinite(x) ? SinOrCos(x, 1) : kNaN; }
double TanOf(double x) {
  if (!std::isfinite(x)) return kNaN;
  return x == 0 ? x : Rounded(SinCos(x, 0) / SinCos(x, 1));
}

double AtanOf(double x) {
  if (std::isnan(x) || x == 0) return x;
  if (std::fabs(x) > 1e17) return x < 0 ? -kHalfPi.high : kHalfPi.high;
  return Rounded(AtanPair(Of(x)));
}
double AsinOf(double x) {
  if (std::isnan(x) || std::fabs(x) > 1) return kNaN;
  if (std::fabs(x) == 1) return x * kHalfPi.high;
  return Rounded(AtanPair(Of(x) / SqrtPair((Of(1) - Of(x)) * (Of(1) + Of(x)))));
}
double AcosOf(double x) {
  if (std::isnan(x) || std::fabs(x) > 1) return kNaN;
  if (x == 1) return 0;
  if (x == -1) return kPi.high;
  return Rounded(kHalfPi - AtanPair(Of(x) / SqrtPair((Of(1) - Of(x)) * (Of(1) + Of(x)))));
}
double Atan2Of(double y, double x) {
  const double guess = std::atan2(y, x);
  if (!std::isfinite(x) || !std::isfinite(y) || x == 0 || y == 0) return guess;
  const double ratio = std::fabs(y / x);
  if (ratio > 1e17 || ratio < 1e-17) return guess;
  const Pair angle = AtanPair(Of(std::fabs(y)) / Of(std::fabs(x)));
  const Pair upper = x > 0 ? angle : kPi - angle;
  return y > 0 ? Rounded(upper) : -Rounded(upper);
}

double SinhOf(double x) {
  if (!std::isfinite(x) || x == 0) return x;
  if (std::fabs(x) < 1e-4) return x + x * x * x / 6;
  if (std::fabs(x) > 709) return x < 0 ? -ExpOf(-x - kLn2.high) : ExpOf(x - kLn2.high);
  int shift = 0;
  const Pair power = ExpPair(Of(x), shift);
  const Pair whole = Scaled(power, shift);
  return Rounded((whole - Of(1) / whole) * Of(0.5));
}
double CoshOf(double x) {
  if (!std::isfinite(x)) return std::fabs(x);
  if (std::fabs(x) > 709) return ExpOf(std::fabs(x) - kLn2.high);
  int shift = 0;
  const Pair whole = Scaled(ExpPair(Of(x), shift), 0);
  const Pair power = Scaled(whole, shift);
  return Rounded((power + Of(1) / power) * Of(0.5));
}
double TanhOf(double x) {
  if (std::isnan(x) || x == 0) return x;
  if (std::fabs(x) > 20) return x < 0 ? -1 : 1;
  if (std::fabs(x) < 1e-4) return x - x * x * x / 3;
  int shift = 0;
  const Pair power = Scaled(ExpPair(Of(2 * x), shift), 0);
  const Pair whole = Scaled(power, shift);
  return Rounded((whole - Of(1)) / (whole + Of(1)));
}

double RoundDecimal(double x, int digits, bool cut) {
  if (!std::isfinite(x) || x == 0) return x;
  std::array<char, 64> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::fabs(x),
                                 std::chars_format::scientific);
  const std::string text(buffer.data(), end.ptr);
  const size_t e = text.find('e');
  int exponent = 0;
  const char* from = text.data() + e + (text[e + 1] == '+' ? 2 : 1);
  std::from_chars(from, text.data() + text.size(), exponent);
  std::string number(1, text[0]);
  if (e > 2) number += text.substr(2, e - 2);
  // number is d.ddd times 10^exponent; so many of its digits stay.
  const int64_t keep = int64_t{exponent} + 1 + digits;
  if (keep >= static_cast<int64_t>(number.size())) return x;
  if (keep < 0) return 0;
  const bool up = !cut && number[static_cast<size_t>(keep)] >= '5';
  number.resize(static_cast<size_t>(keep));
  if (up) {
    size_t at = number.size();
    while (at > 0 && number[at - 1] == '9') number[--at] = '0';
    if (at > 0) {
      ++number[at - 1];
    } else {
      number.insert(number.begin(), '1');
      ++exponent;
    }
  }
  if (number.empty()) return 0;
  number += "e" + std::to_string(exponent + 1 - static_cast<int>(number.size()));
  const double rounded = std::strtod(number.c_str(), nullptr);
  return x < 0 ? -rounded : rounded;
}

}  // namespace weir::sql
