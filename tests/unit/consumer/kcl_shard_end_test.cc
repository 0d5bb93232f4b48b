// A KCL application and resharding: children wait for their parents' SHARD_END.
#include <gtest/gtest.h>

#include <string>

#include "tests/support/kcl_run.h"
#include "tests/support/near.h"

namespace weir {
namespace {

using test::KclRun;
using test::Near;

constexpr std::string_view kSplit =
    R"({"at": "10s", "do": "SplitShard", "stream": "s", "shard": 0})";

TEST(KclShardEndTest, ChildrenAreReadOnlyAfterTheirParentsEndWasCheckpointed) {
  KclRun run({.producer = R"("arrivals": {"rate": 20}, "linger": "0s", "stop": "3m")",
              .consumer = R"("workers": 2, "records_per_second": 15, )",
              .events = kSplit});
  run.To(Minutes(20));
  ASSERT_EQ(run.Times(TraceKind::kShardEnd, 0).size(), 1U);
  const Duration end = run.Times(TraceKind::kShardEnd, 0)[0];
  EXPECT_GT(end, Seconds(41)) << "15 of 20 a second";
  for (const uint32_t child : {1U, 2U}) {
    EXPECT_GE(run.Times(TraceKind::kGetRecords, child).at(0), end);
    EXPECT_LE(run.Times(TraceKind::kLeaseCreated, child).at(0), end);
  }
  EXPECT_EQ(run.View().processed - run.View().replayed, run.Written());
  EXPECT_EQ(run.View().order_violations, 0);
}

TEST(KclShardEndTest, WithoutTheCheckpointAtTheEndTheChildrenAreNeverRead) {
  KclRun run({.kcl = R"("checkpoint_shard_end": false, )", .events = kSplit});
  run.To(Hours(2));
  const ConsumerView view = run.View();
  ASSERT_EQ(view.leases.size(), 3U);
  EXPECT_EQ(view.leases[0].state, LeaseState::kStuck);
  EXPECT_EQ(view.leases[1].state, LeaseState::kBlocked);
  EXPECT_EQ(view.leases[2].state, LeaseState::kBlocked);
  EXPECT_EQ(run.Times(TraceKind::kGetRecords, 1).size(), 0U);
  EXPECT_EQ(run.Times(TraceKind::kShardEndUnchecked, 0).size(), 1U);
  EXPECT_TRUE(Near(view.leases[1].lag_records + view.leases[2].lag_records, 10 * 7'160, 20));
}

TEST(KclShardEndTest, AMergedChildWaitsForBothAndLooksEveryTenSeconds) {
  KclRun run({.shards = 2,
              .producer = R"("arrivals": {"rate": 10}, "linger": "0s", "keys": {"count": 50},
                             "stop": "2m")",
              .consumer = R"("workers": 2, )",
              .events = R"({"at": "10s", "do": "MergeShards", "stream": "s", "shard": 0,
                            "adjacent": 1},
                           {"at": "5s", "do": "SlowWorker", "consumer": "c", "worker": 0,
                            "records_per_second": 2})"});
  run.To(Minutes(30));
  const Duration first =
      std::min(run.Times(TraceKind::kShardEnd, 0).at(0), run.Times(TraceKind::kShardEnd, 1).at(0));
  const Duration last =
      std::max(run.Times(TraceKind::kShardEnd, 0).at(0), run.Times(TraceKind::kShardEnd, 1).at(0));
  EXPECT_GT(last - first, Seconds(20)) << "one of them is slow";
  EXPECT_LE(run.Times(TraceKind::kLeaseCreated, 2).at(0), first);
  const Duration begun = run.Times(TraceKind::kGetRecords, 2).at(0);
  EXPECT_GE(begun, last);
  EXPECT_LE(begun - last, Seconds(10));
  EXPECT_EQ(run.View().order_violations, 0);
  EXPECT_EQ(run.View().processed - run.View().replayed, run.Written());
}

TEST(KclShardEndTest, TheParentsLeaseIsDeletedOnlyWhenItsChildrenHaveCheckpoints) {
  KclRun run({.events = kSplit});
  run.To(Minutes(5));
  ASSERT_EQ(run.Times(TraceKind::kLeaseDeleted, 0).size(), 1U);
  const Duration deleted = run.Times(TraceKind::kLeaseDeleted, 0)[0];
  EXPECT_GT(deleted, run.Times(TraceKind::kCheckpointed, 1).at(0));
  EXPECT_GT(deleted, run.Times(TraceKind::kCheckpointed, 2).at(0));
  EXPECT_LE(deleted - run.Times(TraceKind::kCheckpointed, 1).at(0), Seconds(61));
  EXPECT_TRUE(run.View().leases[0].row->deleted);
  // A child without a record has no checkpoint: the parent's lease stays.
  KclRun idle(
      {.producer = R"("arrivals": {"rate": 10}, "linger": "0s", "stop": "5s")", .events = kSplit});
  idle.To(Minutes(20));
  EXPECT_EQ(idle.Times(TraceKind::kShardEnd, 0).size(), 1U);
  EXPECT_EQ(idle.Times(TraceKind::kLeaseDeleted, 0).size(), 0U);
}

TEST(KclShardEndTest, ACrashBetweenTheChildLeasesAndTheEndLeavesNothingUnread) {
  // Around the moment at which the shard ends, a crash at every ten milliseconds.
  for (int64_t at = 40'000; at < 41'300; at += 30) {
    const std::string events =
        StrCat({kSplit, R"(, {"at": ")", std::to_string(at),
                R"(ms", "do": "CrashWorker", "consumer": "c", "worker": 0})"});
    KclRun run({.producer = R"("arrivals": {"rate": 10}, "linger": "0s", "stop": "90s")",
                .consumer = R"("workers": 2, )",
                .events = events});
    run.To(Minutes(4));
    const ConsumerView view = run.View();
    ASSERT_EQ(view.processed - view.replayed, run.Written()) << at;
    ASSERT_EQ(view.order_violations, 0) << at;
  }
}

TEST(KclShardEndTest, EveryRecordIsProcessedOnceAcrossManyGenerations) {
  KclRun run({.shards = 2,
              .producer = R"("arrivals": {"rate": 100}, "keys": {"count": 50}, "stop": "20m")",
              .consumer = R"("workers": 3, )",
              .events = R"({"at": "1m", "do": "UpdateShardCount", "stream": "s", "target": 4},
                  {"at": "3m", "do": "UpdateShardCount", "stream": "s", "target": 3},
                  {"at": "8m", "do": "UpdateShardCount", "stream": "s", "target": 5},
                  {"at": "14m", "do": "UpdateShardCount", "stream": "s", "target": 3})"});
  run.To(Minutes(30));
  EXPECT_EQ(run.View().processed - run.View().replayed, 120'000);
  EXPECT_EQ(run.View().order_violations, 0);
}

TEST(KclShardEndTest, AnApplicationThatComesLateReadsEveryGenerationInItsOrder) {
  KclRun run({.consumer = R"("start_after": "200s", )",
              .events = R"({"at": "10s", "do": "SplitShard", "stream": "s", "shard": 0},
                           {"at": "100s", "do": "SplitShard", "stream": "s", "shard": 1})"});
  run.To(Minutes(8));
  EXPECT_EQ(run.View().leases.size(), 5U);
  EXPECT_EQ(run.View().leases[0].shard, ShardIndex{0});
  EXPECT_EQ(run.View().order_violations, 0);
  EXPECT_TRUE(Near(run.View().processed, 4'800, 20));
  KclRun latest({.consumer = R"("start": "LATEST", "start_after": "200s", )",
                 .events = R"({"at": "10s", "do": "SplitShard", "stream": "s", "shard": 0},
                              {"at": "100s", "do": "SplitShard", "stream": "s", "shard": 1})"});
  latest.To(Minutes(8));
  EXPECT_EQ(latest.View().leases.size(), 3U) << "only the open ones";
  EXPECT_TRUE(Near(latest.View().processed, 2'800, 20));
}

}  // namespace
}  // namespace weir
