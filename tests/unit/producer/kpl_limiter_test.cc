// 150 percent of what a shard takes, and not more.
#include "core/producer/kpl_limiter.h"

#include <gtest/gtest.h>

#include <vector>

#include "tests/support/kpl.h"

namespace weir {
namespace {

using test::AloneOf;
using test::kStart;
using test::UserOf;

struct Limited {
  explicit Limited(const KplSpec& spec = {}) : limiter(spec) {}
  void Put(Instant now, uint32_t bytes, std::optional<ShardIndex> shard = ShardIndex{0}) {
    limiter.Put(now, AloneOf(UserOf(1, number++, bytes, kStart), shard), passed, expired);
  }
  size_t DrainAt(Instant now) {
    const size_t before = passed.size();
    limiter.Drain(now, passed, expired);
    return passed.size() - before;
  }

  KplLimiter limiter;
  uint32_t number = 0;
  std::vector<KplStreamRecord> passed;
  std::vector<KplStreamRecord> expired;
};

TEST(KplLimiterTest, LetsAThousandRecordsThroughAtOnce) {
  Limited run;
  for (int i = 0; i < 1'001; ++i) run.Put(kStart, 10);
  EXPECT_EQ(run.passed.size(), 1'000u);
  EXPECT_FALSE(run.limiter.empty());
}

TEST(KplLimiterTest, LetsThenHalfAsManyAgainThroughAsAShardTakes) {
  Limited run;
  for (int i = 0; i < 4'000; ++i) run.Put(kStart, 10);
  EXPECT_EQ(run.DrainAt(kStart + Micros(666)), 0u);
  EXPECT_EQ(run.DrainAt(kStart + Micros(667)), 1u);  // 1,500 a second.
  EXPECT_EQ(run.DrainAt(kStart + Millis(500)), 749u);
  EXPECT_EQ(run.DrainAt(kStart + Seconds(10)), 1'000u);  // It holds no more than that.
}

TEST(KplLimiterTest, LetsAMebibyteThroughAtOnceAndThenHalfAsMuchAgain) {
  Limited run;
  for (int i = 0; i < 12; ++i) run.Put(kStart, 256 << 10);
  EXPECT_EQ(run.passed.size(), 4u);
  EXPECT_EQ(run.DrainAt(kStart + Micros(166'666)), 0u);
  EXPECT_EQ(run.DrainAt(kStart + Micros(166'667)), 1u);  // 1.5 MiB a second: 6 of them.
  EXPECT_EQ(run.DrainAt(kStart + Micros(166'667) + Millis(500)), 3u);
}

TEST(KplLimiterTest, ThePercentageIsOfBothRates) {
  KplSpec spec;
  spec.rate_limit_percent = 50;
  Limited run(spec);
  for (int i = 0; i < 2'000; ++i) run.Put(kStart, 10);
  EXPECT_EQ(run.passed.size(), 1'000u);
  EXPECT_EQ(run.DrainAt(kStart + Millis(100)), 50u);
}

TEST(KplLimiterTest, EveryShardHasItsOwn) {
  Limited run;
  for (int i = 0; i < 1'500; ++i) run.Put(kStart, 10, ShardIndex{0});
  for (int i = 0; i < 900; ++i) run.Put(kStart, 10, ShardIndex{1});
  EXPECT_EQ(run.passed.size(), 1'900u);
}

TEST(KplLimiterTest, WhatIsNotPredictedPasses) {
  Limited run;
  for (int i = 0; i < 3'000; ++i) run.Put(kStart, 10, std::nullopt);
  EXPECT_EQ(run.passed.size(), 3'000u);
}

TEST(KplLimiterTest, WhatIsDueFirstPassesFirst) {
  Limited run;
  for (int i = 0; i < 1'000; ++i) run.Put(kStart, 10);
  KplUser late = UserOf(1, 8'000, 10);
  KplUser early = UserOf(1, 9'000, 10);
  late.deadline = kStart + Millis(90);
  early.deadline = kStart + Millis(40);
  run.limiter.Put(kStart, AloneOf(late, ShardIndex{0}), run.passed, run.expired);
  run.limiter.Put(kStart, AloneOf(early, ShardIndex{0}), run.passed, run.expired);
  EXPECT_EQ(run.DrainAt(kStart + Millis(1)), 1u);
  EXPECT_EQ(run.passed.back().users[0].record.number, 9'000u);
}

TEST(KplLimiterTest, WhatExpiresWhileItWaitsIsHandedBack) {
  Limited run;
  for (int i = 0; i < 40; ++i) run.Put(kStart, 1 << 20);  // A second and a half for every two.
  EXPECT_EQ(run.passed.size(), 1u);
  run.DrainAt(kStart + kKplRecordTtl - Micros(1));
  EXPECT_EQ(run.expired.size(), 0u);
  run.DrainAt(kStart + kKplRecordTtl);
  EXPECT_EQ(run.expired.size(), 40 - run.passed.size());
  EXPECT_TRUE(run.limiter.empty());
}

}  // namespace
}  // namespace weir
