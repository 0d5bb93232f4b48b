// Rate limits: exact to the microsecond and the token, after any pause.
#include "core/base/token_bucket.h"

#include <gtest/gtest.h>

#include "core/model/limits.h"

namespace weir {
namespace {

constexpr Instant kBegin{0};
constexpr int64_t kMiB = int64_t{1} << 20;

TEST(TokenBucketTest, StartsFullAndIsEmptyWhenAllIsTaken) {
  TokenBucket bucket(1'000, 500, kBegin);
  EXPECT_TRUE(bucket.Has(500));
  EXPECT_FALSE(bucket.Has(501));
  EXPECT_EQ(bucket.UsedMillionths(), 0);
  bucket.Take(500);
  EXPECT_FALSE(bucket.Has(1));
  EXPECT_TRUE(bucket.Has(0));
  EXPECT_EQ(bucket.UsedMillionths(), 1'000'000);
}

TEST(TokenBucketTest, ATokenIsThereAtItsMicrosecondAndNotBefore) {
  TokenBucket bucket(3, 3, kBegin);  // A token every 333 333 1/3 us.
  bucket.Take(3);
  bucket.Refill(Instant{333'333});
  EXPECT_FALSE(bucket.Has(1));
  bucket.Refill(Instant{333'334});
  EXPECT_TRUE(bucket.Has(1));
  bucket.Take(1);
  // What was left over counts: the second token is due at 666 667, the third exactly at 1 s.
  bucket.Refill(Instant{666'666});
  EXPECT_FALSE(bucket.Has(1));
  bucket.Refill(Instant{1'000'000});
  EXPECT_TRUE(bucket.Has(2));
  EXPECT_FALSE(bucket.Has(3));
}

TEST(TokenBucketTest, ARefillInManyStepsIsARefillInOne) {
  TokenBucket steps(7, 100, kBegin);
  TokenBucket once(7, 100, kBegin);
  steps.Take(100);
  once.Take(100);
  for (int64_t i = 1; i <= 1'000; ++i) steps.Refill(Instant{i * 997});
  once.Refill(Instant{997'000});
  Digest a;
  steps.AddTo(a);
  Digest b;
  once.AddTo(b);
  EXPECT_EQ(a.value(), b.value());
}

TEST(TokenBucketTest, AnIdleCenturyRefillsTheCapacityNoMore) {
  TokenBucket bucket(kShardWriteBytesPerSecond, (int64_t{1} << 40) - 1, kBegin);
  bucket.Take((int64_t{1} << 40) - 1);
  bucket.Refill(kBegin + kDurationMax);
  EXPECT_TRUE(bucket.Has((int64_t{1} << 40) - 1));
  EXPECT_FALSE(bucket.Has(int64_t{1} << 40));
}

TEST(TokenBucketTest, ATankOf10MiBPasses10MiBAtOnceAnd1MiBASecondAfter) {
  TokenBucket tank(kShardWriteBytesPerSecond, 10 * kMiB, kBegin);
  tank.Take(10 * kMiB);
  tank.Refill(kBegin + Millis(500));
  EXPECT_TRUE(tank.Has(kMiB / 2));  // A smaller record passes while the tank refills.
  EXPECT_FALSE(tank.Has(kMiB / 2 + 1));
  tank.Refill(kBegin + Micros(9'999'999));
  EXPECT_FALSE(tank.Has(10 * kMiB));
  tank.Refill(kBegin + Seconds(10));
  EXPECT_TRUE(tank.Has(10 * kMiB));
}

TEST(TokenBucketDeathTest, MoreThanThereIsCannotBeTakenNorTimeGoBack) {
  TokenBucket bucket(10, 10, Instant{5});
  EXPECT_DEATH(bucket.Take(11), "check failed");
  EXPECT_DEATH(bucket.Refill(Instant{4}), "check failed");
  EXPECT_DEATH(TokenBucket(0, 10, kBegin), "check failed");
  EXPECT_DEATH(TokenBucket(1, int64_t{1} << 40, kBegin), "check failed");
}

// [api GetRecords]: after 10 MiB the calls of the next 5 seconds throw.
TEST(DebtBucketTest, AnAnswerOf10MiBBlocksFiveSecondsAt2MiBPerSecond) {
  DebtBucket bucket(kShardReadBytesPerSecond, kBegin);
  ASSERT_TRUE(bucket.Allows(kBegin));
  bucket.Charge(kGetRecordsBytesMax);
  EXPECT_FALSE(bucket.Allows(kBegin));
  EXPECT_FALSE(bucket.Allows(kBegin + Micros(4'999'999)));
  EXPECT_TRUE(bucket.Allows(kBegin + Seconds(5)));
}

// [api GetRecords]: with too little throughput left, the calls of the next second throw.
TEST(DebtBucketTest, ASmallOverdraftBlocksAboutOneSecond) {
  DebtBucket bucket(kShardReadBytesPerSecond, kBegin);
  ASSERT_TRUE(bucket.Allows(kBegin));
  bucket.Charge(2 * kMiB + 1);
  EXPECT_FALSE(bucket.Allows(kBegin + Seconds(1)));
  EXPECT_TRUE(bucket.Allows(kBegin + Seconds(1) + Micros(1)));
}

TEST(DebtBucketTest, ExactlyTheCreditOfOneSecondIsNoDebt) {
  DebtBucket bucket(kShardReadBytesPerSecond, kBegin);
  bucket.Charge(2 * kMiB);
  EXPECT_TRUE(bucket.Allows(kBegin));
  bucket.Charge(1);  // Now it is one byte short.
  EXPECT_FALSE(bucket.Allows(kBegin + Millis(999)));
}

TEST(DebtBucketTest, CreditIsThatOfOneSecondAfterAnyPause) {
  DebtBucket bucket(kShardReadBytesPerSecond, kBegin);
  EXPECT_TRUE(bucket.Allows(kBegin + kDurationMax));
  bucket.Charge(2 * kMiB + 1);
  EXPECT_FALSE(bucket.Allows(kBegin + kDurationMax));
}

TEST(DebtBucketTest, ReadsOfOneMiBEveryHalfSecondAreNeverRefused) {
  DebtBucket bucket(kShardReadBytesPerSecond, kBegin);
  for (int64_t i = 0; i < 1'000; ++i) {
    ASSERT_TRUE(bucket.Allows(kBegin + Millis(500 * i)));
    bucket.Charge(kMiB);
  }
}

}  // namespace
}  // namespace weir
