// A consumer across splits and merges: parents before children, or not; which shards are its own.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/consumer_run.h"

namespace weir {
namespace {

using test::ConsumerRun;
using test::kStart;

constexpr std::string_view kSplit =
    R"({"at": "10s", "do": "SplitShard", "stream": "s", "shard": 0})";

std::vector<uint32_t> LeasedShards(const ConsumerRun& run) {
  std::vector<uint32_t> shards;
  for (const LeaseView& lease : run.View().leases) shards.push_back(lease.shard.value);
  return shards;
}

TEST(PollerReshardTest, ChildrenBeginWhenTheirParentIsReadToItsEnd) {
  // So slow that the parent, closed at 40 s, is drained long after.
  ConsumerRun run({.consumer = R"("records_per_second": 8, "limit": 20)", .events = kSplit});
  run.To(Minutes(10));
  const std::vector<Duration> end = run.Times(TraceKind::kShardEnd, 0);
  ASSERT_EQ(end.size(), 1);
  EXPECT_GT(end[0], Seconds(45));
  for (const uint32_t child : {1U, 2U}) {
    EXPECT_EQ(run.Times(TraceKind::kLeaseStarted, child), (std::vector<Duration>{end[0]}));
  }
  EXPECT_EQ(run.View().leases[0].state, LeaseState::kShardEnd);
  EXPECT_EQ(run.View().order_violations, 0);
}

TEST(PollerReshardTest, ChildrenReadAtOnceLoseTheOrder) {
  ConsumerRun run({.consumer = R"("records_per_second": 8, "limit": 20, "children": "at_once",
                                  "workers": 3)",
                   .events = kSplit});
  run.To(Minutes(10));
  EXPECT_LT(run.Times(TraceKind::kLeaseStarted, 1).at(0), Seconds(45));
  EXPECT_GT(run.View().order_violations, 0);
  const EngineView view = run.engine.View();
  EXPECT_FALSE(view.order_kept);
  ASSERT_TRUE(view.first_violation.has_value());
  EXPECT_EQ(view.first_violation->earlier_shard, ShardIndex{0});
  EXPECT_NE(view.first_violation->later_shard, ShardIndex{0});
  EXPECT_LT(view.first_violation->earlier_number, view.first_violation->later_number);
  EXPECT_EQ(view.first_violation->cause, OrderCause::kChildBeforeParent);
}

TEST(PollerReshardTest, AMergedChildWaitsForBothOfItsParents) {
  ConsumerRun run({.shards = 2,
                   .consumer = R"("records_per_second": 4, "limit": 20, "workers": 2)",
                   .events = R"({"at": "10s", "do": "MergeShards", "stream": "s", "shard": 0,
                                 "adjacent": 1})"});
  run.To(Minutes(10));
  const Duration last =
      std::max(run.Times(TraceKind::kShardEnd, 0).at(0), run.Times(TraceKind::kShardEnd, 1).at(0));
  EXPECT_EQ(run.Times(TraceKind::kLeaseStarted, 2), (std::vector<Duration>{last}));
  EXPECT_EQ(run.View().order_violations, 0);
}

TEST(PollerReshardTest, EveryRecordIsReadOnceAcrossManyGenerations) {
  ConsumerRun run({.shards = 2,
                   .producer = R"("arrivals": {"rate": 100}, "keys": {"count": 50}, "stop": "20m")",
                   .events = R"({"at": "1m", "do": "UpdateShardCount", "stream": "s", "target": 4},
                       {"at": "3m", "do": "UpdateShardCount", "stream": "s", "target": 3},
                       {"at": "8m", "do": "UpdateShardCount", "stream": "s", "target": 5},
                       {"at": "14m", "do": "UpdateShardCount", "stream": "s", "target": 3})"});
  run.To(Minutes(30));
  EXPECT_EQ(run.View().processed, 120'000);
  EXPECT_EQ(run.View().duplicates, 0);
  EXPECT_EQ(run.View().order_violations, 0);
  int64_t in = 0;
  for (const ShardView& shard : run.engine.View().streams[0].shards) in += shard.records_in;
  EXPECT_EQ(in, 120'000);
}

// Split at 10 s and, again, at 100 s; the consumer comes at 200 s.
constexpr std::string_view kTwoSplits =
    R"({"at": "10s", "do": "SplitShard", "stream": "s", "shard": 0},
       {"at": "100s", "do": "SplitShard", "stream": "s", "shard": 1},
       {"at": "300s", "do": "SplitShard", "stream": "s", "shard": 2})";

TEST(PollerReshardTest, LatestReadsOnlyTheOpenShardsAndTheirChildren) {
  for (const std::string_view children : {"after_parent", "at_once"}) {
    const std::string consumer =
        StrCat({R"("start": "LATEST", "start_after": "200s", "children": ")", children, "\""});
    ConsumerRun run({.consumer = consumer, .events = kTwoSplits});
    run.To(Seconds(250));
    EXPECT_EQ(LeasedShards(run), (std::vector<uint32_t>{2, 3, 4}));
    run.To(Seconds(400));  // Shard 2 has ended; 0 and 1, closed before the start, are none of ours.
    EXPECT_EQ(LeasedShards(run), (std::vector<uint32_t>{2, 3, 4, 5, 6})) << children;
    EXPECT_EQ(run.View().order_violations, 0);
    EXPECT_LE(run.View().processed, 2'000);
  }
}

TEST(PollerReshardTest, TrimHorizonReadsEveryGenerationInItsOrder) {
  ConsumerRun run({.consumer = R"("start_after": "200s")", .events = kTwoSplits});
  run.To(Seconds(400));
  EXPECT_EQ(LeasedShards(run).front(), 0);
  EXPECT_EQ(LeasedShards(run).size(), 7);
  EXPECT_EQ(run.View().order_violations, 0);
  EXPECT_GE(run.View().processed, 3'980);
}

TEST(PollerReshardTest, ATimestampHoldsForChildrenToo) {
  // The records from 150 s on, all of them in children.
  ConsumerRun run({.producer = R"("arrivals": {"rate": 10}, "linger": "0s", "stop": "180s")",
                   .consumer = R"("start": "AT_TIMESTAMP", "start_after": "200s",
                                  "timestamp": "2026-01-01T00:02:30Z")",
                   .events = kTwoSplits});
  run.To(Seconds(290));
  EXPECT_EQ(run.View().processed, 300);
}

TEST(PollerReshardTest, AConsumerPausedUntilItsShardHasExpiredGoesOnWithTheChildren) {
  const std::string events =
      StrCat({kSplit, R"(, {"at": "20s", "do": "PauseConsumer", "consumer": "c"},
                 {"at": "30h", "do": "PauseConsumer", "consumer": "c", "paused": false})"});
  ConsumerRun run({.producer = R"("arrivals": {"rate": 10}, "linger": "1s")", .events = events});
  run.To(Hours(30) - Seconds(1));
  EXPECT_EQ(run.engine.View().streams[0].shards[0].state, ShardState::kExpired);
  run.To(Hours(30) + Minutes(10));
  const ConsumerView view = run.View();
  EXPECT_EQ(LeasedShards(run), (std::vector<uint32_t>{0, 1, 2}));
  EXPECT_LE(view.iterators_expired, 3);
  EXPECT_GT(view.leases[0].lost_to_retention, 0);
  EXPECT_GT(view.processed, 800'000);
}

TEST(PollerReshardTest, ASlowConsumerWhoseShardExpiresUnderItIsNotStuck) {
  // A day and an hour at 1 a second is half of what the closed shard held when it expired.
  ConsumerRun run({.producer = R"("arrivals": {"rate": 50}, "linger": "1s", "stop": "2h")",
                   .consumer = R"("records_per_second": 1, "limit": 10000, "poll": "1m")",
                   .events = R"({"at": "1h", "do": "SplitShard", "stream": "s", "shard": 0})"});
  run.To(Hours(60));
  const ConsumerView view = run.View();
  ASSERT_EQ(view.leases.size(), 3);
  EXPECT_EQ(view.leases[0].state, LeaseState::kShardEnd);
  EXPECT_GT(view.leases[0].lost_to_retention, 80'000);
  EXPECT_EQ(view.leases[0].processed + view.leases[0].lost_to_retention,
            run.engine.View().streams[0].shards[0].records_in);
  EXPECT_LT(view.iterators_expired, 100);
  EXPECT_EQ(view.order_violations, 0);
}

TEST(PollerReshardTest, ManySplitsAndMergesDoNotMakeALookAtTheViewEndless) {
  // Every split and merge doubles the number of ways from the last shard to the first.
  std::string events;
  Duration at = Seconds(10);
  uint32_t shard = 0;
  for (int i = 0; i < 40; ++i) {
    events +=
        StrCat({events.empty() ? "" : ", ", R"({"at": ")", FormatDuration(at),
                R"(", "do": "SplitShard", "stream": "s", "shard": )", std::to_string(shard),
                R"(}, {"at": ")", FormatDuration(at + Seconds(40)),
                R"(", "do": "MergeShards", "stream": "s", "shard": )", std::to_string(shard + 1),
                R"(, "adjacent": )", std::to_string(shard + 2), "}"});
    shard += 3;
    at = at + Seconds(80);
  }
  ConsumerRun run({.consumer = R"("children": "at_once", "records_per_second": 8, "limit": 20,
                                  "workers": 200)",
                   .events = events});
  run.To(at);
  EXPECT_FALSE(run.engine.View().order_kept);
  EXPECT_GT(run.engine.View().streams[0].shards.size(), 100);
}

}  // namespace
}  // namespace weir
