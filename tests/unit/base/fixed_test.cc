// Logarithm, power, sine and exponential draws against the C library's long double, which shares no
// code with them, and a few exact values that pin the bits for both twins.
#include "core/base/fixed.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/base/digest.h"
#include "core/base/prng.h"

namespace weir {
namespace {

using Real = long double;

const Real kQ46 = std::ldexp(Real{1}, kLogBits);

// A random number of random magnitude: half of all uniform 64-bit numbers are above 2^63.
uint64_t NextOfAnySize(Prng& prng) {
  const uint64_t shift = prng.Below(64);
  return std::max<uint64_t>(prng.Next() >> shift, 1);
}

TEST(FixedTest, MulShiftGivesTheSameWithAndWithoutA128BitProduct) {
  Prng prng(1);
  for (int i = 0; i < 100'000; ++i) {
    const uint64_t a = NextOfAnySize(prng);
    const uint64_t b = NextOfAnySize(prng);
    for (const int shift : {0, 1, 31, 32, 46, 63, 64}) {
      EXPECT_EQ(MulShift(a, b, shift), MulShiftByParts(a, b, shift)) << a << " " << b;
    }
  }
  EXPECT_EQ(MulShiftByParts(UINT64_MAX, UINT64_MAX, 64), UINT64_MAX - 1);
  EXPECT_EQ(MulShiftByParts(3, 5, 0), 15);
}

TEST(FixedTest, Log2OfPowersOfTwoIsExact) {
  for (int bit = 0; bit < 64; ++bit) {
    EXPECT_EQ(Log2(1ULL << bit), static_cast<uint64_t>(bit) << kLogBits);
  }
}

TEST(FixedTest, Log2IsWithinItsStatedError) {
  Prng prng(2);
  Real worst = 0;
  for (int i = 0; i < 300'000; ++i) {
    const uint64_t x = NextOfAnySize(prng);
    const Real error = static_cast<Real>(Log2(x)) / kQ46 - std::log2(static_cast<Real>(x));
    worst = std::max(worst, std::abs(error));
  }
  EXPECT_LT(worst, std::ldexp(Real{1}, -34));
}

TEST(FixedTest, Log2NeverFallsWhereItsArgumentRises) {
  for (uint64_t x = 1; x < 200'000; ++x) ASSERT_LT(Log2(x), Log2(x + 1)) << x;
}

TEST(FixedTest, Exp2IsWithinItsStatedError) {
  Prng prng(3);
  for (int i = 0; i < 300'000; ++i) {
    const uint64_t exponent = prng.Below(64ULL << kLogBits);
    const Real exact = std::exp2(static_cast<Real>(exponent) / kQ46);
    const Real error = static_cast<Real>(Exp2(exponent)) - exact;
    ASSERT_LT(error, exact * 1e-10L) << exponent;
    ASSERT_GT(error, -exact * 1e-10L - 1) << exponent;  // Rounded down to a whole number.
  }
}

TEST(FixedTest, Exp2OfWholeExponentsIsExact) {
  for (uint64_t bit = 0; bit < 64; ++bit) EXPECT_EQ(Exp2(bit << kLogBits), 1ULL << bit);
}

TEST(FixedTest, AnExponentialGapIsMinusTheLogarithmOfItsDraw) {
  constexpr uint64_t kMean = 1ULL << 56;
  Prng prng(4);
  for (int i = 0; i < 300'000; ++i) {
    uint64_t draw = NextOfAnySize(prng);
    // Half of the draws near the upper end, where the logarithm is next to 0.
    if (prng.Below(2) == 0) draw = ~draw;
    // Where u = 1 - w is next to 1, log(u) would lose its digits: log1p(-w) does not.
    const Real u = std::ldexp(static_cast<Real>(draw | 1), -64);
    const Real w = std::ldexp(static_cast<Real>(0 - (draw | 1)), -64);
    const Real exact = u < 0.5L ? -std::log(u) : -std::log1p(-w);
    if (exact < std::ldexp(Real{1}, -22)) continue;  // One draw in four million.
    const Real got = static_cast<Real>(ExponentialGap(draw, kMean)) / static_cast<Real>(kMean);
    ASSERT_LT(std::abs(got - exact) / exact, 1e-7L) << draw;
  }
}

TEST(FixedTest, ExponentialGapsStayBetweenNothingAnd45Means) {
  EXPECT_EQ(ExponentialGap(UINT64_MAX, 1'000'000), 0);
  EXPECT_EQ(ExponentialGap(0, 1'000'000), 44'361'420);  // 64 ln 2 means.
  EXPECT_EQ(ExponentialGap(0, 0), 0);
  EXPECT_GT(ExponentialGap(0, (1ULL << 57) - 1), 44ULL << 57);
}

TEST(FixedTest, ExponentialGapsHaveTheMeanTheVarianceAndTheShapeOfTheirLaw) {
  constexpr int kDraws = 1'000'000;
  constexpr uint64_t kMean = 1'000'000;
  Prng prng(5);
  Real sum = 0;
  Real squares = 0;
  std::vector<int> by_mean(4);  // Gaps of 0 to 1, 1 to 2, 2 to 3, and more means.
  for (int i = 0; i < kDraws; ++i) {
    const uint64_t gap = ExponentialGap(prng.Next(), kMean);
    const Real x = static_cast<Real>(gap) / kMean;
    sum += x;
    squares += x * x;
    ++by_mean[std::min<size_t>(static_cast<size_t>(gap / kMean), 3)];
  }
  // Five standard errors: the variance of x is 1, that of x^2 is 20.
  EXPECT_NEAR(static_cast<double>(sum / kDraws), 1, 0.005);
  EXPECT_NEAR(static_cast<double>(squares / kDraws), 2, 0.0224);
  for (size_t i = 0; i < 3; ++i) {
    const double expected = kDraws * (std::exp(-double(i)) - std::exp(-double(i + 1)));
    EXPECT_NEAR(by_mean[i], expected, 5 * std::sqrt(expected)) << i;
  }
  EXPECT_NEAR(by_mean[3], kDraws * std::exp(-3.0), 5 * std::sqrt(kDraws * std::exp(-3.0)));
}

TEST(FixedTest, ZipfWeightsAreThePowersOfTheirRank) {
  for (const int32_t hundredths : {0, 1, 50, 99, 100, 120, 200, 300}) {
    for (uint64_t rank = 1; rank < 10'000'000; rank = rank * 3 / 2 + 1) {
      const Real exact = static_cast<Real>(kZipfTopWeight) *
                         std::pow(static_cast<Real>(rank), static_cast<Real>(-hundredths) / 100);
      const Real error = static_cast<Real>(ZipfWeight(rank, hundredths)) - exact;
      EXPECT_LT(error, exact * 1e-9L) << rank << " " << hundredths;
      EXPECT_GT(error, -exact * 1e-9L - 1) << rank << " " << hundredths;
    }
  }
  EXPECT_EQ(ZipfWeight(1, 300), kZipfTopWeight);
  EXPECT_EQ(ZipfWeight(7, 0), kZipfTopWeight);
  EXPECT_EQ(ZipfWeight(UINT64_MAX, 300), 0);
}

TEST(FixedTest, TheSineIsWithinOneMillionthAllRound) {
  const Real turn_radians = 2 * std::acos(Real{-1}) / 4'294'967'296.0L;
  for (uint64_t turn = 0; turn < 1ULL << 32; turn += 9973) {
    const Real exact = 1'000'000 * std::sin(static_cast<Real>(turn) * turn_radians);
    const Real got = SineMillionths(static_cast<uint32_t>(turn));
    ASSERT_LT(std::abs(got - exact), 1) << turn;
  }
}

TEST(FixedTest, TheSineIsExactAtTheQuartersAndSymmetric) {
  EXPECT_EQ(SineMillionths(0), 0);
  EXPECT_EQ(SineMillionths(1U << 30), 1'000'000);
  EXPECT_EQ(SineMillionths(1U << 31), 0);
  EXPECT_EQ(SineMillionths(3U << 30), -1'000'000);
  Prng prng(6);
  for (int i = 0; i < 10'000; ++i) {
    const auto turn = static_cast<uint32_t>(prng.Next());
    EXPECT_EQ(SineMillionths(turn), -SineMillionths(0U - turn));
    EXPECT_EQ(SineMillionths(turn), SineMillionths((1U << 31) - turn));
  }
}

// The long double of the C library is not the same in both twins, so the tests above would let one
// of them differ by a bit. This digest may not move.
TEST(FixedTest, EveryBitIsTheSameInBothTwins) {
  Prng prng(7);
  Digest digest;
  for (int i = 0; i < 100'000; ++i) {
    const uint64_t draw = NextOfAnySize(prng);
    digest.Add(Log2(draw));
    digest.Add(Exp2(draw % (64ULL << kLogBits)));
    digest.Add(ExponentialGap(draw, draw >> 7));
    digest.Add(ZipfWeight(draw, static_cast<int32_t>(draw % 301)));
    digest.Add(static_cast<int64_t>(SineMillionths(static_cast<uint32_t>(draw))));
  }
  EXPECT_EQ(digest.value(), 6'329'946'085'431'570'898ULL);
}

TEST(FixedDeathTest, ArgumentsOutOfRangeAreAProgrammersError) {
  EXPECT_DEATH(Log2(0), "check failed");
  EXPECT_DEATH(Exp2(64ULL << kLogBits), "check failed");
  EXPECT_DEATH(ExponentialGap(1, 1ULL << 57), "check failed");
  EXPECT_DEATH(ZipfWeight(0, 100), "check failed");
  EXPECT_DEATH(ZipfWeight(1, 301), "check failed");
  EXPECT_DEATH(ZipfWeight(1, -1), "check failed");
}

}  // namespace
}  // namespace weir
