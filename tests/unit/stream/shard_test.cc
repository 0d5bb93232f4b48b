// A shard's limits: one below passes, one above is refused, and a refusal costs nothing.
#include "core/stream/shard.h"

#include <gtest/gtest.h>

#include "core/model/limits.h"
#include "tests/support/builders.h"

namespace weir {
namespace {

using test::kStart;
using test::RecordAt;

constexpr ShardIndex kSelf{3};
constexpr ProducerId kProducer{0};

Shard OpenShard(int64_t burst_bytes = kShardWriteBurstBytesMin) {
  return Shard(kWholeHashRange, {}, kStart, burst_bytes);
}

PutOutcome Put(Shard& shard, Instant now, int64_t bytes) {
  shard.BeginPut(now);
  return shard.PutSynthetic(now, kProducer, RecordAt(0, 0, static_cast<uint32_t>(bytes)));
}

TEST(ShardTest, AnAcceptedRecordHasItsShardAndTheNextNumber) {
  Shard shard = OpenShard();
  shard.BeginPut(kStart);
  for (uint64_t i = 0; i < 3; ++i) {
    const PutRecordsResultEntry result = shard.Put(kStart, kSelf, {"key", "1234567", {}}, {});
    EXPECT_EQ(result.outcome, PutOutcome::kAccepted);
    EXPECT_EQ(result.shard, kSelf);
    EXPECT_EQ(result.sequence_number, SequenceNumber{i});
  }
  EXPECT_EQ(shard.counters().records_in, 3);
  EXPECT_EQ(shard.counters().bytes_in, 30);
}

TEST(ShardTest, TheThousandAndFirstRecordOfASecondIsThrottled) {
  Shard shard = OpenShard();
  for (int64_t i = 0; i < kShardWriteRecordsPerSecond; ++i) {
    ASSERT_EQ(Put(shard, kStart, 1), PutOutcome::kAccepted);
  }
  EXPECT_EQ(Put(shard, kStart, 1), PutOutcome::kThrottledRecords);
  EXPECT_EQ(Put(shard, kStart + Micros(999), 1), PutOutcome::kThrottledRecords);
  EXPECT_EQ(Put(shard, kStart + Millis(1), 1), PutOutcome::kAccepted);
  EXPECT_EQ(shard.counters().throttled_records, 2);
  EXPECT_EQ(shard.counters().records_in, 1'001);
}

TEST(ShardTest, OneMiBPassesAndAByteMoreIsThrottled) {
  Shard shard = OpenShard();
  EXPECT_EQ(Put(shard, kStart, kShardWriteBytesPerSecond), PutOutcome::kAccepted);
  EXPECT_EQ(Put(shard, kStart, 1), PutOutcome::kThrottledBytes);
  Shard other = OpenShard();
  EXPECT_EQ(Put(other, kStart, kShardWriteBytesPerSecond + 1), PutOutcome::kThrottledBytes);
  EXPECT_EQ(other.counters().throttled_bytes, 1);
}

TEST(ShardTest, AThrottledRecordConsumesNothingOfEitherLimit) {
  Shard shard = OpenShard();
  ASSERT_EQ(Put(shard, kStart, kShardWriteBytesPerSecond - 100), PutOutcome::kAccepted);
  for (int i = 0; i < 5'000; ++i) {
    ASSERT_EQ(Put(shard, kStart, 101), PutOutcome::kThrottledBytes);
  }
  EXPECT_EQ(Put(shard, kStart, 100), PutOutcome::kAccepted);  // What was left is left.
  EXPECT_EQ(shard.log().end(), 2);
}

TEST(ShardTest, ATankOf10MiBTakesOneSuchRecordAtOnce) {
  Shard shard = OpenShard(kMaxRecordSizeKibMax * 1'024);
  EXPECT_EQ(Put(shard, kStart, 10 << 20), PutOutcome::kAccepted);
  EXPECT_EQ(Put(shard, kStart + Seconds(1), 1 << 20), PutOutcome::kAccepted);
  EXPECT_EQ(Put(shard, kStart + Seconds(1), 1), PutOutcome::kThrottledBytes);
}

TEST(ShardTest, SixReadsInASecondAreOneTooMany) {
  Shard shard = OpenShard();
  for (int64_t i = 0; i < kGetRecordsCallsPerSecond; ++i) EXPECT_TRUE(shard.AdmitRead(kStart));
  EXPECT_FALSE(shard.AdmitRead(kStart));
  EXPECT_FALSE(shard.AdmitRead(kStart + Micros(199'999)));
  EXPECT_TRUE(shard.AdmitRead(kStart + Millis(200)));
  EXPECT_EQ(shard.counters().reads_throttled, 2);
}

TEST(ShardTest, AfterAnAnswerOf10MiBTheShardIsNotReadForFiveSeconds) {
  Shard shard = OpenShard();
  ASSERT_TRUE(shard.AdmitRead(kStart));
  shard.ChargeRead({{}, 10, kGetRecordsBytesMax});
  EXPECT_FALSE(shard.AdmitRead(kStart + Micros(4'999'999)));
  EXPECT_TRUE(shard.AdmitRead(kStart + Seconds(5)));
  EXPECT_EQ(shard.counters().bytes_out, kGetRecordsBytesMax);
  EXPECT_EQ(shard.counters().records_out, 10);
}

TEST(ShardTest, AReadThatTheBytesRefuseCostsNoCall) {
  Shard shard = OpenShard();
  ASSERT_TRUE(shard.AdmitRead(kStart));
  shard.ChargeRead({{}, 1, kShardReadBytesPerSecond + 2});
  for (int i = 0; i < 10; ++i) EXPECT_FALSE(shard.AdmitRead(kStart + Millis(1'000)));
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(shard.AdmitRead(kStart + Millis(1'001)));
}

TEST(ShardTest, AClosedShardExpiresOnlyWhenItIsEmptyAndItsClosingHasPassed) {
  Shard shard = OpenShard();
  Put(shard, kStart, 1);
  shard.Close(kStart + Seconds(10));
  EXPECT_EQ(shard.state(), ShardState::kClosed);
  EXPECT_EQ(shard.closed_at(), kStart + Seconds(10));
  EXPECT_EQ(shard.TrimBefore(kStart + Seconds(5)), 1);
  EXPECT_EQ(shard.state(), ShardState::kClosed);  // Readers still learn of its children.
  EXPECT_EQ(shard.TrimBefore(kStart + Seconds(10)), 0);
  EXPECT_EQ(shard.state(), ShardState::kClosed);
  shard.TrimBefore(kStart + Seconds(10) + Micros(1));
  EXPECT_EQ(shard.state(), ShardState::kExpired);
  EXPECT_EQ(shard.counters().records_expired, 1);
}

TEST(ShardTest, AnOpenShardNeverExpires) {
  Shard shard = OpenShard();
  shard.TrimBefore(kStart + Hours(10'000));
  EXPECT_EQ(shard.state(), ShardState::kOpen);
}

TEST(ShardTest, TheUsedShareOfALimitFallsAsTimePasses) {
  Shard shard = OpenShard();
  Put(shard, kStart, kShardWriteBytesPerSecond / 2);
  EXPECT_EQ(shard.WriteBytesUsed(kStart), 500'000);
  EXPECT_EQ(shard.WriteRecordsUsed(kStart), 1'000);
  EXPECT_EQ(shard.WriteBytesUsed(kStart + Millis(250)), 250'000);
  EXPECT_EQ(shard.WriteBytesUsed(kStart + Hours(1)), 0);
}

TEST(ShardDeathTest, AClosedShardOrAForeignKeyIsTheRoutersFault) {
  Shard closed = OpenShard();
  closed.Close(kStart);
  EXPECT_DEATH(Put(closed, kStart, 1), "check failed");
  EXPECT_DEATH(closed.Close(kStart), "check failed");
  Shard upper({{uint64_t{1} << 63, 0}, kHashKeyMax}, {}, kStart, kShardWriteBurstBytesMin);
  EXPECT_DEATH(Put(upper, kStart, 1), "check failed");
}

}  // namespace
}  // namespace weir
