// Split, merge and UpdateShardCount: when they are refused, what they leave behind, who descends
// from whom.
#include <gtest/gtest.h>

#include "core/model/limits.h"
#include "tests/support/resharding.h"
#include "tests/support/streams.h"

namespace weir {
namespace {

using test::ActiveStream;
using test::CoversOnce;
using test::kStart;
using test::NameOf;
using test::OpenRangesOf;
using test::PutOne;

constexpr HashKey kMiddle{uint64_t{1} << 63, 0};

// Lets every round of what is under way pass; returns how many there were.
int Settle(Stream& stream) {
  int rounds = 0;
  for (; stream.next_status_at() != kNever; ++rounds) {
    stream.AdvanceStatus(stream.next_status_at());
    EXPECT_TRUE(CoversOnce(OpenRangesOf(stream)));
  }
  return rounds;
}

TEST(SplitTest, TheParentStaysOpenUntilTheDelayHasPassed) {
  Stream stream = ActiveStream(1);
  ASSERT_TRUE(stream.SplitShard(kStart, {0}, kMiddle).ok());
  EXPECT_EQ(stream.status(), StreamStatus::kUpdating);
  EXPECT_EQ(PutOne(stream, kStart + Seconds(29), "k").shard, ShardIndex{0});
  const uint32_t version = stream.shards_version();
  stream.AdvanceStatus(kStart + kReshardDelay);
  EXPECT_EQ(stream.status(), StreamStatus::kActive);
  EXPECT_NE(stream.shards_version(), version);
  ASSERT_EQ(stream.shards().size(), 3);
  EXPECT_EQ(stream.shards()[0].state(), ShardState::kClosed);
  EXPECT_EQ(stream.shards()[0].closed_at(), kStart + kReshardDelay);
  EXPECT_EQ(stream.shards()[1].range(), (HashKeyRange{{}, Previous(kMiddle)}));
  EXPECT_EQ(stream.shards()[2].range(), (HashKeyRange{kMiddle, kHashKeyMax}));
  EXPECT_EQ(stream.shards()[1].lineage().parent, ShardIndex{0});
  EXPECT_FALSE(stream.shards()[1].lineage().adjacent_parent.has_value());
  EXPECT_EQ(stream.ChildrenOf({0}), (std::vector<ShardIndex>{{1}, {2}}));
  EXPECT_NE(PutOne(stream, kStart + kReshardDelay, "k").shard, ShardIndex{0});
}

TEST(SplitTest, TheNewKeyLiesStrictlyInsideTheRange) {
  const Stream whole = ActiveStream(1);
  const auto split_at = [&](HashKey key) {
    Stream stream = whole;
    return NameOf(stream.SplitShard(kStart, {0}, key));
  };
  EXPECT_EQ(split_at({0, 0}), "InvalidArgumentException");
  EXPECT_EQ(split_at({0, 1}), "InvalidArgumentException");
  EXPECT_EQ(split_at({0, 2}), "");
  EXPECT_EQ(split_at(Previous(kHashKeyMax)), "");
  EXPECT_EQ(split_at(kHashKeyMax), "InvalidArgumentException");
}

TEST(SplitTest, AShardThatIsNotThereOrNotOpenIsRefused) {
  Stream stream = ActiveStream(1);
  EXPECT_EQ(NameOf(stream.SplitShard(kStart, {1}, kMiddle)), "ResourceNotFoundException");
  ASSERT_TRUE(stream.SplitShard(kStart, {0}, kMiddle).ok());
  EXPECT_EQ(NameOf(stream.SplitShard(kStart, {0}, kMiddle)),
            "ResourceInUseException");  // UPDATING.
  Settle(stream);
  EXPECT_EQ(NameOf(stream.SplitShard(kStart + Hours(1), {0}, kMiddle)), "ResourceInUseException");
}

TEST(SplitTest, ARangeTooSmallForTwoIsNotSplit) {
  Stream stream = ActiveStream(1);
  ASSERT_TRUE(stream.SplitShard(kStart, {0}, {0, 2}).ok());
  Settle(stream);
  for (const HashKey key : {HashKey{0, 0}, HashKey{0, 1}, HashKey{0, 2}}) {
    EXPECT_EQ(NameOf(stream.SplitShard(kStart + Hours(1), {1}, key)), "InvalidArgumentException");
  }
}

TEST(SplitTest, TheLastShardOfTheQuotaIsReachedAndNotPassed) {
  Stream stream = ActiveStream(kShardsPerStreamMax - 1);
  const HashKey key = MiddleOf(stream.shards()[0].range());
  EXPECT_EQ(NameOf(stream.SplitShard(kStart, {0}, key)), "");
  Settle(stream);
  const HashKey next = MiddleOf(stream.shards()[1].range());
  EXPECT_EQ(NameOf(stream.SplitShard(kStart + Hours(1), {1}, next)), "LimitExceededException");
}

TEST(MergeTest, TheChildHasBothParentsAndTheirWholeRange) {
  Stream stream = ActiveStream(3);
  ASSERT_TRUE(stream.MergeShards(kStart, {2}, {1}).ok());  // The upper one first.
  Settle(stream);
  ASSERT_EQ(stream.shards().size(), 4);
  const Shard& child = stream.shards()[3];
  EXPECT_EQ(child.range().starting, stream.shards()[1].range().starting);
  EXPECT_EQ(child.range().ending, kHashKeyMax);
  EXPECT_EQ(child.lineage().parent, ShardIndex{2});
  EXPECT_EQ(child.lineage().adjacent_parent, ShardIndex{1});
  EXPECT_EQ(stream.ChildrenOf({1}), (std::vector<ShardIndex>{{3}}));
  EXPECT_EQ(stream.ChildrenOf({2}), (std::vector<ShardIndex>{{3}}));
}

TEST(MergeTest, OnlyOpenNeighboursMerge) {
  Stream stream = ActiveStream(3);
  EXPECT_EQ(NameOf(stream.MergeShards(kStart, {0}, {2})), "InvalidArgumentException");
  EXPECT_EQ(NameOf(stream.MergeShards(kStart, {1}, {1})), "InvalidArgumentException");
  EXPECT_EQ(NameOf(stream.MergeShards(kStart, {0}, {9})), "ResourceNotFoundException");
  ASSERT_TRUE(stream.MergeShards(kStart, {0}, {1}).ok());
  Settle(stream);
  EXPECT_EQ(NameOf(stream.MergeShards(kStart + Hours(1), {0}, {1})), "ResourceInUseException");
  EXPECT_EQ(NameOf(stream.MergeShards(kStart + Hours(1), {3}, {2})), "");
}

TEST(MergeTest, TheEndsOfTheSpaceAreNoNeighbours) {
  // One past the greatest key is zero, but a range does not go round.
  Stream stream = ActiveStream(3);
  EXPECT_EQ(NameOf(stream.MergeShards(kStart, {2}, {0})), "InvalidArgumentException");
}

TEST(UpdateShardCountTest, FromHalfToTwiceIsAllowed) {
  const Stream five = ActiveStream(5);
  const auto to = [&](int64_t target) {
    Stream stream = five;
    return NameOf(stream.UpdateShardCount(kStart, target));
  };
  EXPECT_EQ(to(10), "");
  EXPECT_EQ(to(11), "LimitExceededException");
  EXPECT_EQ(to(3), "");
  EXPECT_EQ(to(2), "LimitExceededException");
  EXPECT_EQ(to(0), "ValidationException");
  EXPECT_EQ(to(-1), "ValidationException");
}

TEST(UpdateShardCountTest, TenThousandShardsAreTheMostItMakes) {
  Stream stream = ActiveStream(8'000);
  EXPECT_EQ(NameOf(stream.UpdateShardCount(kStart, 10'001)), "LimitExceededException");
  EXPECT_EQ(NameOf(stream.UpdateShardCount(kStart, 10'000)), "");
  Stream larger = ActiveStream(12'000);
  EXPECT_EQ(NameOf(larger.UpdateShardCount(kStart, 11'000)), "LimitExceededException");
  EXPECT_EQ(NameOf(larger.UpdateShardCount(kStart, 9'000)), "");
}

TEST(UpdateShardCountTest, TenTimesInTwentyFourHoursAndTheEleventhWaits) {
  Stream stream = ActiveStream(4);
  Instant now = kStart;
  for (int64_t i = 0; i < kUpdateShardCountPerDay; ++i, now = now + Minutes(10)) {
    ASSERT_EQ(NameOf(stream.UpdateShardCount(now, i % 2 == 0 ? 8 : 4)), "") << i;
    Settle(stream);
  }
  EXPECT_EQ(NameOf(stream.UpdateShardCount(now, 8)), "LimitExceededException");
  const Instant free = kStart + kUpdateShardCountWindow;
  EXPECT_EQ(NameOf(stream.UpdateShardCount(free - Micros(1), 8)), "LimitExceededException");
  EXPECT_EQ(NameOf(stream.UpdateShardCount(free, 8)), "");
  Settle(stream);
  EXPECT_EQ(NameOf(stream.UpdateShardCount(free, 4)), "LimitExceededException");
}

TEST(UpdateShardCountTest, ARefusedCallDoesNotCountTowardsTheTen) {
  Stream stream = ActiveStream(4);
  for (int i = 0; i < 20; ++i) EXPECT_FALSE(stream.UpdateShardCount(kStart, 100).ok());
  EXPECT_TRUE(stream.UpdateShardCount(kStart, 8).ok());
}

TEST(UpdateShardCountTest, EveryRoundTakesTheDelayAndEndsInEqualRanges) {
  Stream stream = ActiveStream(4);
  ASSERT_TRUE(stream.UpdateShardCount(kStart, 6).ok());
  Instant last = kStart;
  int rounds = 0;
  while (stream.next_status_at() != kNever) {
    EXPECT_EQ(stream.next_status_at(), last + kReshardDelay);
    EXPECT_EQ(stream.status(), StreamStatus::kUpdating);
    last = stream.next_status_at();
    stream.AdvanceStatus(last);
    ++rounds;
  }
  EXPECT_GT(rounds, 1);
  EXPECT_EQ(stream.status(), StreamStatus::kActive);
  EXPECT_EQ(OpenRangesOf(stream).size(), 6);
}

TEST(UpdateShardCountTest, EveryShardIsAChildOfTheShardsItsRangeCameFrom) {
  Stream stream = ActiveStream(5);
  for (const int64_t target : {8, 5, 3, 6, 7}) {
    ASSERT_TRUE(stream.UpdateShardCount(kStart + Hours(target), target).ok());
    Settle(stream);
  }
  for (const Shard& shard : stream.shards()) {
    const ShardLineage& lineage = shard.lineage();
    if (!lineage.parent) continue;
    const HashKeyRange& parent = stream.shard(*lineage.parent).range();
    EXPECT_NE(stream.shard(*lineage.parent).state(), ShardState::kOpen);
    if (lineage.adjacent_parent) {
      const HashKeyRange& adjacent = stream.shard(*lineage.adjacent_parent).range();
      EXPECT_EQ(shard.range().starting, std::min(parent.starting, adjacent.starting));
      EXPECT_EQ(shard.range().ending, std::max(parent.ending, adjacent.ending));
    } else {
      EXPECT_TRUE(parent.Contains(shard.range().starting));
      EXPECT_TRUE(parent.Contains(shard.range().ending));
    }
  }
}

TEST(UpdateShardCountTest, DeletingEndsWhatIsUnderWay) {
  Stream stream = ActiveStream(2);
  ASSERT_TRUE(stream.UpdateShardCount(kStart, 4).ok());
  ASSERT_TRUE(stream.Delete(kStart + Seconds(25)).ok());
  stream.AdvanceStatus(kStart + kReshardDelay);
  EXPECT_EQ(stream.status(), StreamStatus::kDeleting);
  EXPECT_EQ(stream.shards().size(), 2);
  stream.AdvanceStatus(kStart + Seconds(25) + kDeleteStreamDelay);
  EXPECT_EQ(stream.status(), StreamStatus::kDeleted);
  EXPECT_EQ(stream.shards().size(), 2);
}

}  // namespace
}  // namespace weir
