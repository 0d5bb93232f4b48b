// When records are created: exact counts for even spacing, the right statistics for Poisson, and
// shapes that add up to what their rates say.
#include "core/producer/arrivals.h"

#include <gtest/gtest.h>

#include <vector>

#include "tests/support/builders.h"
#include "tests/support/near.h"

namespace weir {
namespace {

using test::kStart;
using test::Near;

Arrivals ArrivalsOf(const ArrivalSpec& spec, uint64_t seed = 1) {
  return Arrivals(spec, kStart, Prng(seed));
}

// How many records are created before `end`; `arrivals` goes on behind them.
int64_t CountUntil(Arrivals& arrivals, Instant end) {
  int64_t count = 0;
  for (; arrivals.next_at() < end; arrivals.Advance()) ++count;
  return count;
}

ArrivalSpec Steady(Rate rate) {
  ArrivalSpec spec;
  spec.rate = rate;
  return spec;
}

TEST(ArrivalsTest, ASteadyRateGivesExactlyItsCountInEveryPeriod) {
  for (const Rate& rate : {Rate{1, Seconds(1)}, Rate{3, Seconds(1)}, Rate{7, Seconds(1)},
                           Rate{1'300, Seconds(1)}, Rate{30, Minutes(1)}, Rate{7, Minutes(1)},
                           Rate{11, Hours(1)}, Rate{13, Hours(24)}, Rate{999'999, Seconds(1)}}) {
    Arrivals arrivals = ArrivalsOf(Steady(rate));
    const int64_t periods = rate.count > 100'000 ? 3 : 50;
    for (int64_t i = 1; i <= periods; ++i) {
      ASSERT_EQ(CountUntil(arrivals, kStart + rate.per * i), rate.count)
          << rate.count << " in " << rate.per.micros << " us, period " << i;
    }
  }
}

TEST(ArrivalsTest, SteadyRecordsLieWhereTheQuotientIsRoundedDown) {
  const Rate rate{7, Seconds(1)};
  Arrivals arrivals = ArrivalsOf(Steady(rate));
  for (int64_t n = 0; n < 100'000; ++n, arrivals.Advance()) {
    ASSERT_EQ(arrivals.next_at(), kStart + Micros(n * 1'000'000 / 7)) << n;
  }
}

TEST(ArrivalsTest, TenMillionASecondStayEvenlySpaced) {
  Arrivals arrivals = ArrivalsOf(Steady({10'000'000, Seconds(1)}));
  for (int64_t i = 1; i <= 500; ++i) {
    ASSERT_EQ(CountUntil(arrivals, kStart + Millis(i)), 10'000) << i;
  }
}

TEST(ArrivalsTest, SilenceNeverEnds) {
  ArrivalSpec spec = Steady({0, Seconds(1)});
  EXPECT_EQ(ArrivalsOf(spec).next_at(), kNever);
  spec.spacing = ArrivalSpacing::kPoisson;
  EXPECT_EQ(ArrivalsOf(spec).next_at(), kNever);
}

TEST(ArrivalsTest, PoissonGapsHaveTheMeanAndTheSpreadOfAnExponential) {
  ArrivalSpec spec = Steady({1'000, Seconds(1)});
  spec.spacing = ArrivalSpacing::kPoisson;
  Arrivals arrivals = ArrivalsOf(spec, 3);
  EXPECT_GT(arrivals.next_at(), kStart);  // A wait comes first.
  constexpr int64_t kDraws = 200'000;
  int64_t sum = 0;
  int64_t squares = 0;
  Instant last = kStart;
  for (int64_t i = 0; i < kDraws; ++i, arrivals.Advance()) {
    const int64_t gap = (arrivals.next_at() - last).micros;
    sum += gap;
    squares += gap * gap;
    last = arrivals.next_at();
  }
  const int64_t mean = sum / kDraws;
  const int64_t variance = squares / kDraws - mean * mean;
  EXPECT_TRUE(Near(mean, 1'000, 12));  // Five standard errors: 5 * 1000 / sqrt(200 000).
  EXPECT_TRUE(Near(variance, 1'000'000, 35'000));  // Of an exponential: the mean squared.
}

TEST(ArrivalsTest, PoissonCountsVaryAsMuchAsTheirMean) {
  ArrivalSpec spec = Steady({100, Seconds(1)});
  spec.spacing = ArrivalSpacing::kPoisson;
  Arrivals arrivals = ArrivalsOf(spec, 5);
  int64_t sum = 0;
  int64_t squares = 0;
  constexpr int64_t kSeconds = 3'000;
  for (int64_t i = 1; i <= kSeconds; ++i) {
    const int64_t count = CountUntil(arrivals, kStart + Seconds(i));
    sum += count;
    squares += count * count;
  }
  EXPECT_TRUE(Near(sum, 300'000, 2'800));  // Five times sqrt(300 000).
  const int64_t variance = (squares * kSeconds - sum * sum) / (kSeconds * kSeconds);
  EXPECT_TRUE(Near(variance, 100, 20));
}

ArrivalSpec Burst(Rate low, Rate peak, Duration every, Duration lasts) {
  ArrivalSpec spec = Steady(low);
  spec.shape = ArrivalShape::kBurst;
  spec.peak = peak;
  spec.period = every;
  spec.lasts = lasts;
  return spec;
}

TEST(ArrivalsTest, ABurstHoldsItsPeakAsLongAsItLastsInEveryPeriod) {
  // 5 s at 30, then 55 s at 2 a second.
  Arrivals arrivals = ArrivalsOf(Burst({2, Seconds(1)}, {30, Seconds(1)}, Minutes(1), Seconds(5)));
  for (int64_t minute = 0; minute < 20; ++minute) {
    const Instant begin = kStart + Minutes(minute);
    EXPECT_TRUE(Near(CountUntil(arrivals, begin + Seconds(5)), 150, 1)) << minute;
    EXPECT_TRUE(Near(CountUntil(arrivals, begin + Minutes(1)), 110, 1)) << minute;
  }
}

TEST(ArrivalsTest, BetweenBurstsThereCanBeSilence) {
  Arrivals arrivals = ArrivalsOf(Burst({0, Seconds(1)}, {3, Seconds(1)}, Hours(48), Seconds(1)));
  for (int64_t i = 0; i < 5; ++i) {
    EXPECT_EQ(CountUntil(arrivals, kStart + Hours(48 * i) + Seconds(1)), 3);
    EXPECT_EQ(CountUntil(arrivals, kStart + Hours(48 * (i + 1))), 0);
  }
}

TEST(ArrivalsTest, WhatIsLeftOfAGapGoesOnAtTheNewRate) {
  // One in 10 s, then ten a second: half a unit of work is left when the rate rises at 5 s.
  ArrivalSpec spec = Steady({6, Minutes(1)});
  spec.shape = ArrivalShape::kSpike;
  spec.peak = {10, Seconds(1)};
  spec.at = Seconds(5);
  spec.lasts = Seconds(1);
  Arrivals arrivals = ArrivalsOf(spec);
  EXPECT_EQ(arrivals.next_at(), kStart);
  arrivals.Advance();
  EXPECT_EQ(arrivals.next_at(), kStart + Millis(5'050));
  arrivals.Advance();
  EXPECT_EQ(arrivals.next_at(), kStart + Millis(5'150));
}

TEST(ArrivalsTest, ASpikeComesOnceAndTheRateReturns) {
  ArrivalSpec spec = Steady({10, Seconds(1)});
  spec.shape = ArrivalShape::kSpike;
  spec.peak = {1'000, Seconds(1)};
  spec.at = Seconds(30);
  spec.lasts = Seconds(2);
  Arrivals arrivals = ArrivalsOf(spec);
  EXPECT_TRUE(Near(CountUntil(arrivals, kStart + Seconds(30)), 300, 1));
  EXPECT_TRUE(Near(CountUntil(arrivals, kStart + Seconds(32)), 2'000, 1));
  EXPECT_TRUE(Near(CountUntil(arrivals, kStart + Seconds(132)), 1'000, 1));
}

TEST(ArrivalsTest, ADayOfADiurnalShapeAddsUpToTheMeanOfItsRates) {
  for (const Duration& period : {Hours(24), Minutes(10), Seconds(1), Millis(10)}) {
    ArrivalSpec spec = Steady({400, Seconds(1)});
    spec.shape = ArrivalShape::kDiurnal;
    spec.peak = {2'000, Seconds(1)};
    spec.period = period;
    if (period == Hours(24)) {
      spec.rate = {2, Minutes(1)};
      spec.peak = {10, Minutes(1)};
    }
    Arrivals arrivals = ArrivalsOf(spec);
    const int64_t expected = period == Hours(24) ? 6 * 1'440 : 1'200 * period.micros / 1'000'000;
    for (int64_t i = 1; i <= 5; ++i) {
      EXPECT_TRUE(Near(CountUntil(arrivals, kStart + period * i), expected, expected / 500 + 1))
          << period.micros;
    }
  }
}

TEST(ArrivalsTest, ADiurnalShapeIsLowAtItsStartAndHighInItsMiddle) {
  ArrivalSpec spec = Steady({0, Seconds(1)});
  spec.shape = ArrivalShape::kDiurnal;
  spec.peak = {1'000, Seconds(1)};
  spec.period = Minutes(10);
  Arrivals arrivals = ArrivalsOf(spec);
  std::vector<int64_t> minutes;
  for (int64_t i = 1; i <= 10; ++i) minutes.push_back(CountUntil(arrivals, kStart + Minutes(i)));
  EXPECT_LT(minutes[0], 60'000 * 4 / 100);
  EXPECT_GT(minutes[4], 60'000 * 95 / 100);
  for (size_t i = 0; i < 5; ++i) EXPECT_TRUE(Near(minutes[i], minutes[9 - i], 600)) << i;
}

TEST(ArrivalsTest, ANewRateHoldsFromItsMomentOn) {
  Arrivals arrivals = ArrivalsOf(Burst({2, Seconds(1)}, {30, Seconds(1)}, Minutes(1), Seconds(5)));
  CountUntil(arrivals, kStart + Seconds(90));
  arrivals.SetRate(kStart + Seconds(90), {4, Seconds(1)});
  EXPECT_EQ(arrivals.next_at(), kStart + Seconds(90) + Millis(250));
  EXPECT_EQ(CountUntil(arrivals, kStart + Seconds(150) + Micros(1)), 240);
  arrivals.SetRate(kStart + Seconds(150), {0, Seconds(1)});
  EXPECT_EQ(arrivals.next_at(), kNever);
  arrivals.SetRate(kStart + Seconds(200), {1, Seconds(1)});
  EXPECT_EQ(arrivals.next_at(), kStart + Seconds(201));
}

TEST(ArrivalsTest, ANewRateDoesNotBringTheStartForward) {
  Arrivals arrivals(Steady({5, Seconds(1)}), kStart + Seconds(30), Prng(1));
  arrivals.SetRate(kStart + Seconds(10), {10, Seconds(1)});
  EXPECT_GE(arrivals.next_at(), kStart + Seconds(30));
  EXPECT_EQ(CountUntil(arrivals, kStart + Seconds(31)), 10);
}

TEST(ArrivalsTest, TheSlowestAndTheLongestRatesAScenarioCanNameAreHeld) {
  Arrivals slow = ArrivalsOf(Steady({1, Hours(24)}));
  EXPECT_EQ(CountUntil(slow, kStart + Hours(24 * 365)), 365);
  ArrivalSpec poisson = Steady({1, Hours(24)});
  poisson.spacing = ArrivalSpacing::kPoisson;
  Arrivals rare = ArrivalsOf(poisson, 9);
  EXPECT_TRUE(Near(CountUntil(rare, kStart + kDurationMax), 36'525, 960));
}

TEST(ArrivalsTest, ASlowRateInShortPeriodsNeitherHangsNorLosesARecord) {
  for (const ArrivalShape shape : {ArrivalShape::kBurst, ArrivalShape::kDiurnal}) {
    ArrivalSpec spec = Burst({0, Hours(24)}, {10, Hours(24)}, Millis(10), Millis(1));
    spec.shape = shape;
    Arrivals arrivals = ArrivalsOf(spec);
    // A burst of a tenth of the time gives one a day; half of the height gives five.
    const int64_t a_day = shape == ArrivalShape::kBurst ? 1 : 5;
    EXPECT_TRUE(Near(CountUntil(arrivals, kStart + Hours(24 * 100)), 100 * a_day, 1));
    spec.spacing = ArrivalSpacing::kPoisson;
    Arrivals poisson = ArrivalsOf(spec);
    EXPECT_TRUE(Near(CountUntil(poisson, kStart + Hours(24 * 1'000)), 1'000 * a_day, 350));
  }
}

}  // namespace
}  // namespace weir
