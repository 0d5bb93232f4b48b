// The hash space on the canvas.
#include "web/ui/lane_map.h"

#include <gtest/gtest.h>

#include <vector>

namespace weir::ui {
namespace {

// `count` open shards as CreateStream makes them.
std::vector<ShardView> UniformShards(int64_t count) {
  std::vector<ShardView> shards;
  for (const HashKeyRange& range : UniformHashRanges(count)) {
    ShardView shard;
    shard.index = ShardIndex{static_cast<uint32_t>(shards.size())};
    shard.range = range;
    shards.push_back(shard);
  }
  return shards;
}

TEST(LaneMapTest, OneShardHasTheWholeBreadth) {
  const std::vector<ShardView> shards = UniformShards(1);
  const LaneMap map(shards, 400);
  const LaneSpan lane = map.Of(shards[0].range);
  EXPECT_FLOAT_EQ(lane.from, 0);
  EXPECT_FLOAT_EQ(lane.to, 400);
  EXPECT_FLOAT_EQ(map.gap(), 0);
}

TEST(LaneMapTest, LanesFillTheBreadthWithAGapBetweenNeighbours) {
  for (const int64_t count : {2, 3, 6, 7, 64}) {
    const std::vector<ShardView> shards = UniformShards(count);
    const LaneMap map(shards, 600);
    EXPECT_FLOAT_EQ(map.Of(shards.front().range).from, 0) << count;
    EXPECT_NEAR(map.Of(shards.back().range).to, 600, 0.01) << count;
    for (size_t i = 0; i + 1 < shards.size(); ++i) {
      const float gap = map.Of(shards[i + 1].range).from - map.Of(shards[i].range).to;
      EXPECT_NEAR(gap, map.gap(), 0.01) << count << " shards, behind " << i;
    }
  }
}

TEST(LaneMapTest, ALaneIsAsBroadAsItsShareOfTheHashSpace) {
  std::vector<ShardView> shards = UniformShards(2);
  // The second half is split in two.
  const HashKey middle = MiddleOf(shards[1].range);
  ShardView upper = shards[1];
  upper.index = ShardIndex{2};
  upper.range.starting = middle;
  shards[1].range.ending = Previous(middle);
  shards.push_back(upper);
  const LaneMap map(shards, 516);
  ASSERT_FLOAT_EQ(map.gap(), 8);
  EXPECT_NEAR(map.Of(shards[0].range).size(), 250, 0.01);
  EXPECT_NEAR(map.Of(shards[1].range).size(), 125, 0.01);
  EXPECT_NEAR(map.Of(shards[2].range).size(), 125, 0.01);
}

TEST(LaneMapTest, AClosedParentSpansItsChildrenAndTheGapBetweenThem) {
  std::vector<ShardView> shards = UniformShards(1);
  shards[0].state = ShardState::kClosed;
  const HashKey middle = MiddleOf(kWholeHashRange);
  ShardView lower;
  lower.range = {{0, 0}, Previous(middle)};
  ShardView upper;
  upper.range = {middle, kHashKeyMax};
  shards.push_back(lower);
  shards.push_back(upper);
  const LaneMap map(shards, 300);
  EXPECT_GT(map.gap(), 0);
  EXPECT_FLOAT_EQ(map.Of(shards[0].range).from, map.Of(lower.range).from);
  EXPECT_NEAR(map.Of(shards[0].range).to, map.Of(upper.range).to, 0.01);
}

TEST(LaneMapTest, PlaceAtUndoesAt) {
  const std::vector<ShardView> shards = UniformShards(5);
  const LaneMap map(shards, 500);
  for (const uint32_t place : {0U, 1'000'000'000U, 2'147'483'648U, 4'000'000'000U}) {
    const float pixel = map.At(place);
    EXPECT_NEAR(map.At(map.PlaceAt(pixel)), pixel, 0.01) << place;
  }
}

TEST(ShareOfTest, AddsUpToOne) {
  double sum = 0;
  for (const HashKeyRange& range : UniformHashRanges(7)) sum += ShareOf(range);
  EXPECT_NEAR(sum, 1, 1e-9);
  EXPECT_NEAR(ShareOf(kWholeHashRange), 1, 1e-9);
}

}  // namespace
}  // namespace weir::ui
