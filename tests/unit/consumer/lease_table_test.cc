// The lease table: every write is conditional on the counter and raises it.
#include "core/consumer/lease_table.h"

#include <gtest/gtest.h>

namespace weir {
namespace {

constexpr Instant kNow{1'000'000};
constexpr ShardIndex kShard{3};

Checkpoint At(uint64_t ordinal) { return {CheckpointKind::kRecord, {ordinal, 0}}; }

LeaseTable TableWithOne() {
  LeaseTable table(0);
  EXPECT_EQ(table.Create(kNow, kShard, {}), TableAnswer::kDone);
  return table;
}

TEST(LeaseTableTest, ALeaseIsCreatedOnceAlsoAfterItWasDeleted) {
  LeaseTable table = TableWithOne();
  EXPECT_EQ(table.Create(kNow, kShard, {}), TableAnswer::kConditionFailed);
  EXPECT_EQ(table.Delete(kNow, kShard), TableAnswer::kDone);
  EXPECT_EQ(table.Delete(kNow, kShard), TableAnswer::kConditionFailed);
  EXPECT_EQ(table.Create(kNow, kShard, {}), TableAnswer::kConditionFailed);
  EXPECT_EQ(table.Find(ShardIndex{2}), nullptr);
  EXPECT_EQ(table.Find(ShardIndex{4}), nullptr);
}

TEST(LeaseTableTest, TakingRaisesTheCounterSoThatTheSecondTakerFails) {
  LeaseTable table = TableWithOne();
  EXPECT_EQ(table.Take(kNow, kShard, 0, 7), TableAnswer::kDone);
  EXPECT_EQ(table.Take(kNow, kShard, 0, 8), TableAnswer::kConditionFailed);
  EXPECT_EQ(table.Find(kShard)->owner, 7);
  EXPECT_EQ(table.Find(kShard)->counter, 1);
  EXPECT_EQ(table.Find(kShard)->takes, 1);
}

TEST(LeaseTableTest, AnOwnerWhoseLeaseWasTakenCanNeitherRenewNorCheckpoint) {
  LeaseTable table = TableWithOne();
  ASSERT_EQ(table.Take(kNow, kShard, 0, 7), TableAnswer::kDone);
  ASSERT_EQ(table.Renew(kNow, kShard, 1), TableAnswer::kDone);
  ASSERT_EQ(table.Write(kNow, kShard, 2, At(50)), TableAnswer::kDone);
  ASSERT_EQ(table.Take(kNow, kShard, 3, 8), TableAnswer::kDone);
  EXPECT_EQ(table.Renew(kNow, kShard, 3), TableAnswer::kConditionFailed);
  EXPECT_EQ(table.Write(kNow, kShard, 3, At(90)), TableAnswer::kConditionFailed);
  EXPECT_EQ(table.Find(kShard)->checkpoint, At(50));
  EXPECT_EQ(table.Find(kShard)->owner, 8);
}

TEST(LeaseTableTest, AWriteNotesWhenTheCounterMoved) {
  LeaseTable table = TableWithOne();
  ASSERT_EQ(table.Take(kNow + Seconds(1), kShard, 0, 7), TableAnswer::kDone);
  EXPECT_EQ(table.Find(kShard)->changed_at, kNow + Seconds(1));
  EXPECT_EQ(table.Renew(kNow + Seconds(2), kShard, 0), TableAnswer::kConditionFailed);
  EXPECT_EQ(table.Find(kShard)->changed_at, kNow + Seconds(1));
}

TEST(LeaseTableTest, WritesBeyondTheLimitAreThrottledAndChangeNothing) {
  LeaseTable table(2);
  EXPECT_EQ(table.Create(kNow, {0}, {}), TableAnswer::kDone);
  EXPECT_EQ(table.Create(kNow, {1}, {}), TableAnswer::kDone);
  EXPECT_EQ(table.Create(kNow, {2}, {}), TableAnswer::kThrottled);
  EXPECT_EQ(table.Find(ShardIndex{2}), nullptr);
  EXPECT_EQ(table.Take(kNow, {0}, 0, 7), TableAnswer::kThrottled);
  EXPECT_EQ(table.Scan(kNow), TableAnswer::kDone);  // Reads have no limit.
  EXPECT_EQ(table.Create(kNow + Millis(500), {2}, {}), TableAnswer::kDone);
  EXPECT_EQ(table.throttled(), 2);
  EXPECT_EQ(table.writes(), 3);
}

TEST(LeaseTableTest, AThrottledTableRefusesEverythingUntilTheVeryMoment) {
  LeaseTable table = TableWithOne();
  table.ThrottleUntil(kNow + Seconds(5));
  const Instant last = kNow + Seconds(5) - Micros(1);
  EXPECT_EQ(table.Scan(last), TableAnswer::kThrottled);
  EXPECT_EQ(table.Take(last, kShard, 0, 7), TableAnswer::kThrottled);
  EXPECT_EQ(table.Delete(last, kShard), TableAnswer::kThrottled);
  EXPECT_EQ(table.Scan(kNow + Seconds(5)), TableAnswer::kDone);
  EXPECT_EQ(table.Take(kNow + Seconds(5), kShard, 0, 7), TableAnswer::kDone);
}

TEST(LeaseTableTest, EveryFieldIsInTheDigest) {
  const auto digest = [](const LeaseTable& table) {
    Digest out;
    table.AddTo(out);
    return out.value();
  };
  LeaseTable table = TableWithOne();
  const uint64_t fresh = digest(table);
  LeaseTable taken = table;
  taken.Take(kNow, kShard, 0, 7);
  EXPECT_NE(digest(taken), fresh);
  LeaseTable written = taken;
  written.Write(kNow, kShard, 1, At(9));
  LeaseTable elsewhere = taken;
  elsewhere.Write(kNow, kShard, 1, At(8));
  EXPECT_NE(digest(written), digest(elsewhere));
  LeaseTable throttled = table;
  throttled.ThrottleUntil(kNow + Seconds(1));
  EXPECT_NE(digest(throttled), fresh);
}

}  // namespace
}  // namespace weir
