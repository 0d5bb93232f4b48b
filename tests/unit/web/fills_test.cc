#include "web/ui/fills.h"

#include <gtest/gtest.h>

namespace weir::ui {
namespace {

ShardView Open() {
  ShardView shard;
  shard.records_in = 1'000;
  shard.bytes_in = 1'000 * 2'048;
  return shard;
}

TEST(FillsTest, ASteadyLoadIsItsPartOfTheLimits) {
  const Fills fills = FillsOf(Open(), 80, Seconds(1));
  EXPECT_DOUBLE_EQ(fills.records, 0.08);
  EXPECT_DOUBLE_EQ(fills.bytes, 80 * 2'048 / 1'048'576.0);
  EXPECT_DOUBLE_EQ(fills.greatest(), fills.bytes);
}

TEST(FillsTest, ALongerStretchIsTheSameLoad) {
  EXPECT_DOUBLE_EQ(FillsOf(Open(), 800, Seconds(10)).records, 0.08);
  EXPECT_DOUBLE_EQ(FillsOf(Open(), 8, Millis(100)).records, 0.08);
}

TEST(FillsTest, ATankThatABurstHasEmptiedCountsMore) {
  ShardView shard = Open();
  shard.write_records_used_millionths = 900'000;
  shard.write_bytes_used_millionths = 1'000'000;
  EXPECT_DOUBLE_EQ(FillsOf(shard, 80, Seconds(1)).records, 0.9);
  EXPECT_DOUBLE_EQ(FillsOf(shard, 80, Seconds(1)).bytes, 1);
}

TEST(FillsTest, WhatIsClosedOrEmptyHasNoLoad) {
  ShardView shard = Open();
  shard.state = ShardState::kClosed;
  EXPECT_EQ(FillsOf(shard, 80, Seconds(1)).greatest(), 0);
  EXPECT_EQ(FillsOf(ShardView{}, 0, Micros(0)).greatest(), 0);
}

}  // namespace
}  // namespace weir::ui
