#include "core/base/fixed.h"

#include <array>
#include <bit>
#include <cstddef>

#include "core/base/check.h"

namespace weir {
namespace {

constexpr uint64_t kOneQ62 = 1ULL << 62;
constexpr uint64_t kLn2Q64 = 0xb17217f7d1cf79abULL;  // ln(2) * 2^64.

// The tables cut one octave into this many steps; on top of them a cubic series does the rest.
constexpr size_t kStepBits = 8;
constexpr size_t kSteps = 1U << kStepBits;

// log2 of x / 2^62 in [1, 2), in Q46: squaring x doubles its logarithm, so each squaring brings out
// one more bit. Slow and exact: only for the tables.
constexpr uint64_t SlowLog2(uint64_t x_q62) {
  uint64_t log = 0;
  for (int bit = 0; bit < kLogBits; ++bit) {
    x_q62 = MulShift(x_q62, x_q62, 62);
    log <<= 1;
    if (x_q62 >= 2 * kOneQ62) {
      log |= 1;
      x_q62 >>= 1;
    }
  }
  return log;
}

// The square root of x / 2^62 in [1, 4), in Q62, rounded down: bit by bit from the top.
constexpr uint64_t SlowSqrt(uint64_t x_q62) {
  uint64_t root = 0;
  for (int bit = 62; bit >= 0; --bit) {
    const uint64_t candidate = root | 1ULL << bit;
    if (MulShift(candidate, candidate, 62) <= x_q62) root = candidate;
  }
  return root;
}

// For m in [1, 2) near 1 + i / 256: a factor near 1 / m, short enough to be multiplied exactly, and
// the logarithm of what it divides by, binary and natural. Both ends of the octave are exact
// (factors 1 and 1/2), so that a logarithm close to a whole number keeps its precision.
struct LogStep {
  uint64_t factor_q16;
  int64_t log2_q46;
  int64_t ln_q46;
};

constexpr std::array<LogStep, kSteps + 1> MakeLogSteps() {
  std::array<LogStep, kSteps + 1> steps{};
  for (size_t i = 0; i <= kSteps; ++i) {
    const uint64_t divisor = kSteps + i;
    const uint64_t factor = ((kSteps << 16) + divisor / 2) / divisor;  // 2^15 to 2^16.
    uint64_t log2 = 0;
    if (i > 0) log2 = (1ULL << kLogBits) - (i < kSteps ? SlowLog2(factor << 47) : 0);
    steps[i] = {factor, static_cast<int64_t>(log2),
                static_cast<int64_t>(MulShift(log2, kLn2Q64, 64))};
  }
  return steps;
}

// 2^(i / 256) in Q62: products of 2^(1/2), 2^(1/4), ... for the bits of i.
constexpr std::array<uint64_t, kSteps> MakeExpSteps() {
  std::array<uint64_t, kSteps> steps{};
  for (uint64_t& step : steps) step = kOneQ62;
  uint64_t root = 2 * kOneQ62;
  for (size_t bit = kSteps / 2; bit > 0; bit /= 2) {
    root = SlowSqrt(root);
    for (size_t i = 0; i < kSteps; ++i) {
      if ((i & bit) != 0) steps[i] = MulShift(steps[i], root, 62);
    }
  }
  return steps;
}

constexpr std::array<LogStep, kSteps + 1> kLogSteps = MakeLogSteps();
constexpr std::array<uint64_t, kSteps> kExpSteps = MakeExpSteps();

// x = 2^exponent * (1 + t) / step.factor with |t| < 2^-8.9.
struct Reduced {
  int exponent;
  const LogStep& step;
  int64_t ln_q46;  // ln(1 + t) = t - t^2/2 + t^3/3.
};

inline Reduced Reduce(uint64_t x) {
  const int zeros = std::countl_zero(x);
  const uint64_t mantissa_q46 = (x << zeros) >> (63 - kLogBits);
  const uint64_t nearest = ((mantissa_q46 >> (kLogBits - kStepBits - 1)) + 1) / 2;
  const LogStep& step = kLogSteps[static_cast<size_t>(nearest - kSteps)];

  const auto t_q62 = static_cast<int64_t>(mantissa_q46 * step.factor_q16 - kOneQ62);
  const int64_t t_q40 = t_q62 >> 22;
  const int64_t square_q46 = (t_q40 * t_q40) >> 34;
  constexpr int64_t kThirdQ16 = 21'845;
  const int64_t bend_q32 = (int64_t{1} << 31) - ((t_q40 * kThirdQ16) >> 24);
  return {63 - zeros, step, (t_q62 >> 16) - ((square_q46 * bend_q32) >> 32)};
}

}  // namespace

uint64_t Log2(uint64_t x) {
  WEIR_CHECK(x > 0);
  const Reduced reduced = Reduce(x);
  // 1 / ln 2 = 1.442695... with its whole part apart, since 2^38 * 2^25 still fits.
  constexpr int64_t kFractionQ26 = 29'708'761;
  const int64_t rest_q46 = reduced.ln_q46 + ((reduced.ln_q46 * kFractionQ26) >> 26);
  return static_cast<uint64_t>((static_cast<int64_t>(reduced.exponent) << kLogBits) +
                               reduced.step.log2_q46 + rest_q46);
}

uint64_t Exp2(uint64_t exponent) {
  WEIR_CHECK(exponent < 64ULL << kLogBits);
  const int whole = static_cast<int>(exponent >> kLogBits);
  constexpr int kRestBits = kLogBits - static_cast<int>(kStepBits);
  const auto step = static_cast<size_t>(exponent >> kRestBits) % kSteps;
  const uint64_t rest_q46 = exponent & ((1ULL << kRestBits) - 1);  // Below 2^-8.

  // 2^rest = e^z = 1 + z + z^2/2 + z^3/6 with z = rest * ln 2.
  const uint64_t z_q46 = MulShift(rest_q46, kLn2Q64, 64);
  const uint64_t z_q40 = z_q46 >> 6;
  const uint64_t square_q46 = (z_q40 * z_q40) >> 34;
  const uint64_t cube_q46 = (square_q46 * z_q40) >> 40;
  const uint64_t growth_q46 = z_q46 + square_q46 / 2 + (cube_q46 * 10'923 >> 16);
  const uint64_t power_q62 = kExpSteps[step] + MulShift(kExpSteps[step], growth_q46, kLogBits);
  return whole == 63 ? power_q62 << 1 : power_q62 >> (62 - whole);
}

uint64_t ExponentialGap(uint64_t draw, uint64_t mean) {
  WEIR_CHECK(mean < 1ULL << 57);
  // Always positive: `draw | 1` is below 2^64.
  const Reduced reduced = Reduce(draw | 1);
  constexpr auto kLn2Q46 = static_cast<int64_t>(kLn2Q64 >> (64 - kLogBits));
  const int64_t minus_ln_q46 =
      (64 - reduced.exponent) * kLn2Q46 - reduced.step.ln_q46 - reduced.ln_q46;
  const uint64_t twice = MulShift(mean, static_cast<uint64_t>(minus_ln_q46), kLogBits - 1);
  return (twice + 1) / 2;
}

uint64_t ZipfWeight(uint64_t rank, int32_t exponent_hundredths) {
  WEIR_CHECK(rank > 0);
  WEIR_CHECK(0 <= exponent_hundredths && exponent_hundredths <= 300);
  const uint64_t top = Log2(kZipfTopWeight);
  const uint64_t fall = Log2(rank) * static_cast<uint64_t>(exponent_hundredths) / 100;
  return fall > top ? 0 : Exp2(top - fall);
}

int32_t SineMillionths(uint32_t turn) {
  // Folded to a quarter: the second half is the first one upside down, and either half is its own
  // mirror image.
  const bool negative = turn >> 31 != 0;
  const uint32_t half = turn << 1 >> 1;
  const uint32_t quarter = half > 1U << 30 ? (1U << 31) - half : half;

  constexpr int64_t kOneQ30 = int64_t{1} << 30;
  constexpr int64_t kHalfPiQ30 = 1'686'629'713;
  const int64_t x = (static_cast<int64_t>(quarter) * kHalfPiQ30) >> 30;
  const int64_t square = (x * x) >> 30;
  // Taylor's series to x^11, from the inside out: x (1 - x^2/(2*3) (1 - x^2/(4*5) (1 - ...))).
  int64_t sum = kOneQ30;
  sum = kOneQ30 - ((square * sum) >> 30) / (10 * 11);
  sum = kOneQ30 - ((square * sum) >> 30) / (8 * 9);
  sum = kOneQ30 - ((square * sum) >> 30) / (6 * 7);
  sum = kOneQ30 - ((square * sum) >> 30) / (4 * 5);
  sum = kOneQ30 - ((square * sum) >> 30) / (2 * 3);
  const int64_t sine_q30 = (x * sum) >> 30;
  const auto millionths = static_cast<int32_t>((sine_q30 * 1'000'000 + (1 << 29)) >> 30);
  return negative ? -millionths : millionths;
}

}  // namespace weir
