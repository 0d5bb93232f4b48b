// What the library knows of the shards, and when it asks again.
#include "core/producer/kpl_shard_map.h"

#include <gtest/gtest.h>

#include <vector>

#include "tests/support/builders.h"

namespace weir {
namespace {

using test::kStart;

std::vector<OpenRange> Halves(uint32_t first_shard) {
  const std::vector<HashKeyRange> ranges = UniformHashRanges(2);
  return {{ranges[0], {first_shard}}, {ranges[1], {first_shard + 1}}};
}

TEST(KplShardMapTest, PredictsOnlyWhenItIsReady) {
  KplShardMap map;
  EXPECT_TRUE(map.unknown());
  EXPECT_FALSE(map.Predict({}));
  map.BeginListing();
  EXPECT_FALSE(map.unknown());
  EXPECT_FALSE(map.Predict({}));
  map.Listed(kStart, Halves(0));
  EXPECT_EQ(map.Predict({}), ShardIndex{0});
  EXPECT_EQ(map.Predict(kHashKeyMax), ShardIndex{1});
  map.BeginListing();
  EXPECT_FALSE(map.Predict({}));
  EXPECT_TRUE(map.Holds({1}, kHashKeyMax));  // Ranges are known on.
}

TEST(KplShardMapTest, KnowsTheRangesThatWereListed) {
  KplShardMap map;
  map.Listed(kStart, Halves(1));
  EXPECT_FALSE(map.Holds({0}, {}));
  EXPECT_TRUE(map.Holds({1}, {}));
  EXPECT_FALSE(map.Holds({1}, kHashKeyMax));
  EXPECT_FALSE(map.Holds({7}, {}));
}

TEST(KplShardMapTest, OnlyAnAnswerToALaterCallMakesItOutOfDate) {
  KplShardMap map;
  EXPECT_FALSE(map.OutOfDate(kStart + Seconds(9), {1}));
  map.Listed(kStart, Halves(1));
  EXPECT_FALSE(map.OutOfDate(kStart, {1}));
  EXPECT_TRUE(map.OutOfDate(kStart + Micros(1), {1}));
  EXPECT_FALSE(map.OutOfDate(kStart + Micros(1), {0}));  // Predicted by an older map.
  map.BeginListing();
  EXPECT_FALSE(map.OutOfDate(kStart + Micros(1), {1}));
}

TEST(KplShardMapTest, AListingThatFailsIsRepeatedAfterAGrowingWait) {
  KplShardMap map;
  Instant now = kStart;
  std::vector<int64_t> waits;
  for (int i = 0; i < 11; ++i) {
    map.BeginListing();
    map.ListingFailed(now);
    EXPECT_TRUE(map.unknown());
    waits.push_back((map.list_again_at() - now).micros / 1'000);
    now = map.list_again_at();
  }
  EXPECT_EQ(waits, (std::vector<int64_t>{1'000, 1'500, 2'250, 3'375, 5'062, 7'593, 11'390, 17'085,
                                         25'628, 30'000, 30'000}));
  map.Listed(now, Halves(0));
  EXPECT_EQ(map.list_again_at(), kNever);
  map.ListingFailed(now);
  EXPECT_EQ(map.list_again_at(), now + Seconds(1));
}

}  // namespace
}  // namespace weir
