// Following the logs of a stream.
#include "web/gfx/record_feed.h"

#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <utility>

#include "core/engine/scenario_json.h"

namespace weir::gfx {
namespace {

class RecordFeedTest : public testing::Test {
 protected:
  Engine engine_{LoadBundledScenario("trucks").value()};
  const StreamId stream_{0};
  const Instant start_ = engine_.scenario().start;
};

TEST_F(RecordFeedTest, EveryRecordIsHandedOverOnce) {
  RecordFeed feed;
  feed.Restart(start_);
  std::set<std::pair<uint32_t, uint64_t>> seen;
  for (int second = 1; second <= 10; ++second) {
    engine_.AdvanceTo(start_ + Seconds(second));
    feed.Update(engine_, stream_, 1'000'000,
                [&](ShardIndex shard, std::span<const RecordView> records, uint32_t weight) {
                  EXPECT_EQ(weight, 1U);
                  for (const RecordView& record : records) {
                    EXPECT_TRUE(seen.insert({shard.value, record.ordinal}).second);
                  }
                });
  }
  EXPECT_EQ(seen.size(), CountSince(engine_, stream_, start_));
  EXPECT_GT(seen.size(), 1'500U);
}

TEST_F(RecordFeedTest, StartsAtTheMomentItWasTold) {
  engine_.AdvanceTo(start_ + Seconds(10));
  RecordFeed feed;
  feed.Restart(start_ + Seconds(6));
  uint64_t count = 0;
  feed.Update(engine_, stream_, 1'000'000,
              [&](ShardIndex, std::span<const RecordView> records, uint32_t) {
                for (const RecordView& record : records) {
                  EXPECT_GE(record.arrived_at, start_ + Seconds(6));
                }
                count += records.size();
              });
  EXPECT_EQ(count, CountSince(engine_, stream_, start_ + Seconds(6)));
}

TEST_F(RecordFeedTest, BeyondTheBudgetPartsStandForTheWhole) {
  engine_.AdvanceTo(start_ + Seconds(60));
  RecordFeed feed;
  feed.Restart(start_);
  uint64_t count = 0;
  uint64_t weighted = 0;
  feed.Update(engine_, stream_, 2'000,
              [&](ShardIndex, std::span<const RecordView> records, uint32_t weight) {
                count += records.size();
                weighted += records.size() * weight;
              });
  const auto all = static_cast<double>(CountSince(engine_, stream_, start_));
  EXPECT_LE(count, 4'000U);
  EXPECT_NEAR(static_cast<double>(weighted), all, all * 0.3);
}

TEST_F(RecordFeedTest, FirstSinceIsAtTheBorder) {
  engine_.AdvanceTo(start_ + Seconds(10));
  const ShardIndex shard{0};
  const uint64_t first = FirstSince(engine_, stream_, shard, start_ + Seconds(5));
  std::vector<RecordView> around;
  engine_.CopyRecords(stream_, shard, first - 1, 2, around);
  ASSERT_EQ(around.size(), 2U);
  EXPECT_LT(around[0].arrived_at, start_ + Seconds(5));
  EXPECT_GE(around[1].arrived_at, start_ + Seconds(5));
}

}  // namespace
}  // namespace weir::gfx
