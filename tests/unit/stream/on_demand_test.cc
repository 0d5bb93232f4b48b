// On-demand capacity: 4 shards to start with, twice the peak, hot shards split, hot keys not
// isolated.
#include "core/stream/on_demand.h"

#include <gtest/gtest.h>

#include <vector>

#include "core/model/limits.h"
#include "core/stream/stream.h"

namespace weir {
namespace {

constexpr Instant kStart{1'767'225'600'000'000};

Stream OnDemandStream() {
  StreamSettings settings;
  settings.name = "s";
  settings.mode = StreamMode::kOnDemand;
  settings.shard_count = kOnDemandShardsMin;
  Stream stream(kStart - kCreateStreamDelay, settings);
  stream.AdvanceStatus(kStart);
  return stream;
}

// Drives a scaler by minutes: `rate` bytes a second in every one of `shards` shards.
std::vector<ShardIndex> LookForMinutes(OnDemandScaler& scaler, uint32_t shards, int64_t rate,
                                       int minutes, int64_t& total) {
  for (int i = 0; i < minutes; ++i) {
    total += rate * 60;
    std::vector<ShardTraffic> open;
    for (uint32_t s = 0; s < shards; ++s) open.push_back({{s}, total, total / 10'000});
    const std::vector<ShardIndex> splits = scaler.Look(scaler.next_look_at(), open);
    if (!splits.empty()) return splits;
  }
  return {};
}

TEST(OnDemandTest, AnIdleStreamWantsFourShardsAndSplitsNone) {
  OnDemandScaler scaler(kStart);
  int64_t total = 0;
  EXPECT_TRUE(LookForMinutes(scaler, 4, 0, 30, total).empty());
  EXPECT_EQ(scaler.shards_wanted(), 4);
}

TEST(OnDemandTest, AShardAtFiveHundredKilobytesStaysAndOneAboveIsSplitAfterTheDelay) {
  int64_t total = 0;
  OnDemandScaler calm(kStart);
  EXPECT_TRUE(LookForMinutes(calm, 4, kOnDemandSplitBytesPerSecond, 30, total).empty());
  total = 0;
  OnDemandScaler hot(kStart);
  EXPECT_TRUE(LookForMinutes(hot, 4, kOnDemandSplitBytesPerSecond + 1, 5, total).empty());
  EXPECT_EQ(LookForMinutes(hot, 4, kOnDemandSplitBytesPerSecond + 1, 1, total).size(), 4U);
}

TEST(OnDemandTest, CapacityIsTwiceThePeakForThirtyDaysAndThenForgotten) {
  OnDemandScaler scaler(kStart);
  int64_t total = 0;
  LookForMinutes(scaler, 8, int64_t{1} << 20, 1, total);  // 8 MiB/s: twice that is 16 shards.
  EXPECT_EQ(scaler.shards_wanted(), 16);
  for (int minute = 2; minute < 30 * 1'440; ++minute) {
    std::vector<ShardTraffic> open;
    for (uint32_t s = 0; s < 16; ++s) open.push_back({{s}, s < 8 ? total : 0, 0});
    scaler.Look(scaler.next_look_at(), open);
  }
  EXPECT_EQ(scaler.shards_wanted(), 16) << "the last minute of the 30 days";
  std::vector<ShardTraffic> open;
  for (uint32_t s = 0; s < 16; ++s) open.push_back({{s}, s < 8 ? total : 0, 0});
  scaler.Look(scaler.next_look_at(), open);
  EXPECT_EQ(scaler.shards_wanted(), 4);
}

TEST(OnDemandTest, TheStreamNeverGrowsBeyondItsCeiling) {
  OnDemandScaler scaler(kStart);
  int64_t total = 0;
  const uint32_t open = static_cast<uint32_t>(kOnDemandShardsMax) - 1;
  EXPECT_EQ(LookForMinutes(scaler, open, int64_t{1} << 20, 10, total).size(), 1U);
}

TEST(OnDemandTest, AHotKeyStaysInOneHalfOfItsShard) {
  Stream stream = OnDemandStream();
  const SyntheticRecord record{HashKeyOf("celebrity"), 0, 0, 20'000};
  const std::vector<SyntheticRecord> records(30, record);
  std::vector<ThrottledEntry> throttled;
  for (int second = 0; second < 1'800; ++second) {
    const Instant now = kStart + Seconds(second);
    if (stream.next_look_at() <= now) stream.LookAtLoad(stream.next_look_at());
    ASSERT_TRUE(stream.PutSynthetic(now, {0}, records, throttled).ok());
  }
  EXPECT_GT(stream.router().open().size(), 4U) << "the hot shard was split";
  int busy = 0;
  for (const OpenRange& open : stream.router().open()) {
    busy += stream.shard(open.shard).range().Contains(HashKeyOf("celebrity")) ? 1 : 0;
  }
  EXPECT_EQ(busy, 1);
}

TEST(OnDemandTest, ReshardingByHandIsForProvisionedStreams) {
  Stream stream = OnDemandStream();
  for (const Result<void>& refused :
       {stream.SplitShard(kStart, {0}, {1, 0}), stream.MergeShards(kStart, {0}, {1}),
        stream.UpdateShardCount(kStart, 8)}) {
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::kValidation);
  }
}

TEST(OnDemandTest, TheModeCanBeSwitchedTwiceADayAndKeepsTheShards) {
  Stream stream = OnDemandStream();
  Instant now = kStart;
  const auto switch_to = [&](StreamMode mode) {
    const Result<void> switched = stream.UpdateStreamMode(now, mode);
    now = now + kUpdateStreamModeDelay;
    stream.AdvanceStatus(now);
    return switched;
  };
  EXPECT_FALSE(switch_to(StreamMode::kOnDemand).ok()) << "it is on-demand already";
  EXPECT_TRUE(switch_to(StreamMode::kProvisioned).ok());
  EXPECT_EQ(stream.next_look_at(), kNever);
  EXPECT_EQ(stream.router().open().size(), 4U);
  EXPECT_TRUE(switch_to(StreamMode::kOnDemand).ok());
  const Result<void> third = switch_to(StreamMode::kProvisioned);
  ASSERT_FALSE(third.ok());
  EXPECT_EQ(third.error().code, ErrorCode::kLimitExceeded);
  now = kStart + kUpdateStreamModeDelay + Hours(24);
  EXPECT_TRUE(switch_to(StreamMode::kProvisioned).ok()) << "a day after the first";
}

}  // namespace
}  // namespace weir
