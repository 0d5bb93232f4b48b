// Each number of on-demand capacity binds.
#include <gtest/gtest.h>

#include <vector>

#include "core/model/limits.h"
#include "core/stream/on_demand.h"
#include "tests/support/builders.h"

namespace weir {
namespace {

using test::kStart;

// Shards whose traffic is the same minute after minute.
class OnDemandLimits : public testing::Test {
 protected:
  // The shards split in the look after `minutes` of `bytes` and `records` a second in each shard.
  size_t SplitsAfter(int64_t minutes, int64_t shards, int64_t bytes, int64_t records) {
    scaler_ = OnDemandScaler(kStart);
    size_t splits = 0;
    for (int64_t minute = 1; minute <= minutes; ++minute) {
      std::vector<ShardTraffic> open;
      for (uint32_t i = 0; i < static_cast<uint32_t>(shards); ++i) {
        open.push_back({{i}, bytes * 60 * minute, records * 60 * minute});
      }
      splits = scaler_.Look(kStart + kOnDemandLookEvery * minute, open).size();
    }
    return splits;
  }

  OnDemandScaler scaler_{kStart};
};

TEST_F(OnDemandLimits, AQuietStreamWantsFourShards) {
  EXPECT_EQ(SplitsAfter(1, 4, 1, 1), 0U);
  EXPECT_EQ(scaler_.shards_wanted(), kOnDemandShardsMin);
}

TEST_F(OnDemandLimits, TwiceThePeakIsWanted) {
  const int64_t half = kShardWriteBytesPerSecond / kOnDemandHeadroom;
  SplitsAfter(1, 10, half, 1);
  EXPECT_EQ(scaler_.shards_wanted(), 10);
  SplitsAfter(1, 10, half + 1, 1);
  EXPECT_EQ(scaler_.shards_wanted(), 11);
  const int64_t records = kShardWriteRecordsPerSecond / kOnDemandHeadroom;
  SplitsAfter(1, 10, 1, records);
  EXPECT_EQ(scaler_.shards_wanted(), 10);
  SplitsAfter(1, 10, 1, records + 1);
  EXPECT_EQ(scaler_.shards_wanted(), 11);
}

TEST_F(OnDemandLimits, NoMoreThan200ShardsAreWanted) {
  SplitsAfter(1, kOnDemandShardsMax, kShardWriteBytesPerSecond, 1);
  EXPECT_EQ(scaler_.shards_wanted(), kOnDemandShardsMax);
  EXPECT_EQ(SplitsAfter(10, kOnDemandShardsMax, kShardWriteBytesPerSecond, 1), 0U);
  EXPECT_EQ(SplitsAfter(6, kOnDemandShardsMax - 1, kShardWriteBytesPerSecond, 1), 1U);
}

// Seen hot at the first look, a minute after the start, and five minutes later still.
TEST_F(OnDemandLimits, AShardAbove500KilobytesASecondIsSplit) {
  const int64_t looks = 1 + kOnDemandScaleDelay.micros / kOnDemandLookEvery.micros;
  EXPECT_EQ(SplitsAfter(looks, 16, kOnDemandSplitBytesPerSecond, 1), 0U);
  EXPECT_EQ(SplitsAfter(looks - 1, 16, kOnDemandSplitBytesPerSecond + 1, 1), 0U);
  EXPECT_EQ(SplitsAfter(looks, 16, kOnDemandSplitBytesPerSecond + 1, 1), 16U);
}

TEST_F(OnDemandLimits, AShardAbove500RecordsASecondIsSplit) {
  const int64_t looks = 1 + kOnDemandScaleDelay.micros / kOnDemandLookEvery.micros;
  EXPECT_EQ(SplitsAfter(looks, 16, 1, kOnDemandSplitRecordsPerSecond), 0U);
  EXPECT_EQ(SplitsAfter(looks, 16, 1, kOnDemandSplitRecordsPerSecond + 1), 16U);
}

}  // namespace
}  // namespace weir
