// From the shards there are to the shards there shall be, in rounds of splits and merges.
#include "core/stream/reshard.h"

#include <gtest/gtest.h>

#include "core/base/prng.h"
#include "core/model/limits.h"
#include "tests/support/resharding.h"

namespace weir {
namespace {

using test::CoversOnce;
using test::OpenShards;

// Rounds until the target is reached; fails where a round leaves a gap or does nothing.
int RoundsTo(OpenShards& shards, int64_t target) {
  for (int rounds = 0; rounds < 64; ++rounds) {
    const ReshardRound round = NextRound(shards.open, target);
    if (round.empty()) return rounds;
    shards.Apply(round);
    EXPECT_TRUE(CoversOnce(shards.Ranges())) << "target " << target << ", round " << rounds;
  }
  ADD_FAILURE() << "no end of rounds towards " << target;
  return -1;
}

// Ranges of a uniform cut differ from one another by the rounding of a division only.
bool Uniform(const std::vector<HashKeyRange>& ranges) {
  const std::vector<HashKeyRange> wanted = UniformHashRanges(static_cast<int64_t>(ranges.size()));
  for (size_t i = 0; i < ranges.size(); ++i) {
    const HashKey a = std::min(ranges[i].starting, wanted[i].starting);
    const HashKey b = std::max(ranges[i].starting, wanted[i].starting);
    const bool near = (b.hi == a.hi && b.lo - a.lo <= 65'536) ||
                      (b.hi == a.hi + 1 && b.lo < 65'536 && UINT64_MAX - a.lo < 65'536);
    if (!near) return false;
  }
  return true;
}

TEST(ReshardTest, AnyCountToAnyOtherCoversTheSpaceInEveryRound) {
  for (int64_t from = 1; from <= 24; ++from) {
    for (int64_t to = 1; to <= 48; ++to) {
      OpenShards shards(from);
      RoundsTo(shards, to);
      ASSERT_EQ(shards.open.size(), static_cast<size_t>(to)) << "from " << from;
      ASSERT_TRUE(Uniform(shards.Ranges())) << from << " to " << to;
    }
  }
}

TEST(ReshardTest, DoublingIsOneRoundOfSplitsOfEveryShard) {
  for (int64_t from = 1; from <= 100; ++from) {
    OpenShards shards(from);
    const ReshardRound round = NextRound(shards.open, from * 2);
    EXPECT_EQ(round.splits.size(), static_cast<size_t>(from)) << from;
    EXPECT_TRUE(round.merges.empty());
    EXPECT_EQ(RoundsTo(shards, from * 2), 1) << from;
    EXPECT_EQ(shards.next_index, from * 3);
  }
}

TEST(ReshardTest, HalvingIsOneRoundOfMergesOfEveryPair) {
  for (int64_t to = 1; to <= 100; ++to) {
    OpenShards shards(to * 2);
    const ReshardRound round = NextRound(shards.open, to);
    EXPECT_TRUE(round.splits.empty()) << to;
    EXPECT_EQ(round.merges.size(), static_cast<size_t>(to)) << to;
    EXPECT_EQ(RoundsTo(shards, to), 1) << to;
  }
}

TEST(ReshardTest, DoublingAndHalvingAgainAndAgainMakesNoShardOfAFewKeys) {
  OpenShards shards(3);
  for (const int64_t target : {6, 12, 24, 48, 24, 12, 6, 3, 6, 3, 6, 12}) {
    EXPECT_EQ(RoundsTo(shards, target), 1) << target;
    EXPECT_EQ(shards.open.size(), static_cast<size_t>(target));
  }
}

TEST(ReshardTest, ATargetThatIsThereAlreadyNeedsNoRound) {
  for (const int64_t count : {1, 3, 7, 100}) {
    EXPECT_TRUE(NextRound(OpenShards(count).open, count).empty());
  }
}

TEST(ReshardTest, AnOddTargetMakesShortLivedShards) {
  OpenShards shards(4);
  EXPECT_GT(RoundsTo(shards, 6), 1);
  EXPECT_GT(shards.next_index, 4 + 4);  // More than two splits would need.
  EXPECT_EQ(shards.open.size(), 6);
}

TEST(ReshardTest, UnevenShardsBecomeEven) {
  Prng prng(3);
  for (int i = 0; i < 200; ++i) {
    OpenShards shards(1 + static_cast<int64_t>(prng.Below(5)));
    for (int split = 0; split < 6; ++split) {  // At random keys, as a person splits.
      const HashKey key{prng.Next(), prng.Next()};
      for (const OpenRange& open : shards.open) {
        if (!open.range.Contains(key) || key <= open.range.starting) continue;
        shards.Apply({{{open.shard, key}}, {}});
        break;
      }
    }
    const int64_t target = 1 + static_cast<int64_t>(prng.Below(20));
    RoundsTo(shards, target);
    ASSERT_EQ(shards.open.size(), static_cast<size_t>(target));
    ASSERT_TRUE(Uniform(shards.Ranges()));
  }
}

TEST(ReshardTest, FiveThousandShardsDoubleInOneRound) {
  OpenShards shards(5'000);
  const ReshardRound round = NextRound(shards.open, kUpdateShardCountTargetMax);
  EXPECT_EQ(round.splits.size(), 5'000);
}

}  // namespace
}  // namespace weir
