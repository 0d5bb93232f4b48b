// When a PutRecords call of the library is complete.
#include "core/producer/kpl_collector.h"

#include <gtest/gtest.h>

#include <vector>

#include "tests/support/kpl.h"

namespace weir {
namespace {

using test::AloneOf;
using test::kStart;
using test::UserOf;

struct Collected {
  explicit Collected(const KplSpec& spec = {}) : collector(spec) {}
  void Put(uint32_t bytes, std::optional<ShardIndex> shard = std::nullopt, Instant now = kStart) {
    collector.Put(now, AloneOf(UserOf(1, number++, bytes, now), shard), calls);
  }

  KplCollector collector;
  uint32_t number = 0;
  std::vector<KplCall> calls;
};

TEST(KplCollectorTest, ACallHoldsFiveHundredRecords) {
  Collected run;
  for (int i = 0; i < 499; ++i) run.Put(10);
  EXPECT_TRUE(run.calls.empty());
  run.Put(10);
  ASSERT_EQ(run.calls.size(), 1u);
  EXPECT_EQ(run.calls[0].size(), 500u);
  EXPECT_EQ(run.collector.deadline(), kNever);
}

TEST(KplCollectorTest, ACallHoldsFiveMebibytesWithTheirKeys) {
  for (const uint32_t more : {0u, 1u}) {
    Collected run;
    // Five records of a mebibyte with the two bytes of the key "k1".
    for (int i = 0; i < 4; ++i) run.Put((1 << 20) - 2);
    EXPECT_TRUE(run.calls.empty());
    run.Put((1 << 20) - 2 + more);
    ASSERT_EQ(run.calls.size(), 1u);
    EXPECT_EQ(run.calls[0].size(), more == 0 ? 5u : 4u);
  }
}

TEST(KplCollectorTest, NoShardGetsMoreThan256KibInOneCall) {
  Collected run;
  run.Put(256 << 9, ShardIndex{3});
  run.Put((256 << 9) - 1, ShardIndex{3});
  run.Put(256 << 9, ShardIndex{4});
  EXPECT_TRUE(run.calls.empty());
  run.Put(1, ShardIndex{3});
  ASSERT_EQ(run.calls.size(), 1u);
  EXPECT_EQ(run.calls[0].size(), 4u);
  run.Put(256 << 9, ShardIndex{4});  // Counted from nothing again.
  EXPECT_EQ(run.calls.size(), 1u);
}

TEST(KplCollectorTest, WhatIsDueWaitsAFifthOfTheBufferedTimeForOthers) {
  Collected run;
  KplUser due = UserOf(1, 0, 10);
  due.deadline = kStart;
  run.collector.Put(kStart, AloneOf(due, std::nullopt), run.calls);
  EXPECT_EQ(run.collector.deadline(), kStart + Millis(20));
  run.collector.FlushDue(kStart + Micros(19'999), run.calls);
  EXPECT_TRUE(run.calls.empty());
  run.collector.FlushDue(kStart + Millis(20), run.calls);
  EXPECT_EQ(run.calls.size(), 1u);
  KplSpec slow;
  slow.record_max_buffered_time = Seconds(10);
  Collected late(slow);
  late.collector.Put(kStart, AloneOf(due, std::nullopt), late.calls);
  EXPECT_EQ(late.collector.deadline(), kStart + Millis(50));  // Not more than that.
}

TEST(KplCollectorTest, WithoutAggregationNothingWaitsLonger) {
  KplSpec spec;
  spec.aggregation = false;
  Collected run(spec);
  run.Put(10);
  EXPECT_EQ(run.collector.deadline(), kStart + Millis(100));
}

}  // namespace
}  // namespace weir
