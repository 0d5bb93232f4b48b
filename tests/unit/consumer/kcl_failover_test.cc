// What a KCL application processes twice when a worker crashes, freezes or leaves, and that it
// loses nothing.
#include <gtest/gtest.h>

#include <string>

#include "tests/support/kcl_run.h"
#include "tests/support/near.h"

namespace weir {
namespace {

using test::KclRun;
using test::Near;

// Everything that was written has been processed, or is accounted for.
void ExpectNothingLost(const KclRun& run) {
  const ConsumerView view = run.View();
  EXPECT_EQ(view.processed - view.replayed + view.lost_to_retention + view.skipped, run.Written());
  EXPECT_EQ(view.order_violations, 0);
  EXPECT_EQ(view.duplicates, view.replayed);
}

constexpr std::string_view kUntilAMinute =
    R"("arrivals": {"rate": 100}, "linger": "0s", "stop": "60s")";

TEST(KclFailoverTest, WhatWasProcessedSinceTheLastCheckpointIsProcessedAgain) {
  KclRun run({.producer = kUntilAMinute,
              .consumer = R"("workers": 2, )",
              .kcl = R"("checkpoint": {"every": "10s"}, )",
              .events = R"({"at": "25500ms", "do": "CrashWorker", "consumer": "c",
                            "worker": 0})"});
  run.To(Millis(25'500));
  const int64_t processed = run.View().processed;
  const int64_t checkpointed = static_cast<int64_t>(run.View().leases[0].row->checkpoint_ordinal);
  EXPECT_EQ(run.View().checkpoints, 2);
  EXPECT_GT(processed - checkpointed, 300);
  run.To(Minutes(3));
  EXPECT_EQ(run.View().replayed, processed - checkpointed);
  EXPECT_EQ(run.View().leases[0].row->replayed, processed - checkpointed);
  EXPECT_EQ(run.recorder.SumOf(TraceKind::kProcessedAgain), processed - checkpointed);
  ExpectNothingLost(run);
}

TEST(KclFailoverTest, ACheckpointAfterEveryBatchLeavesAtMostABatchToRepeat) {
  KclRun run({.producer = kUntilAMinute,
              .consumer = R"("workers": 2, "records_per_second": 150, )",
              .events = R"({"at": "20500ms", "do": "CrashWorker", "consumer": "c",
                            "worker": 0})"});
  run.To(Minutes(3));
  EXPECT_GT(run.View().replayed, 0) << "what it had got done of the batch";
  EXPECT_LE(run.View().replayed, 200);
  ExpectNothingLost(run);
}

TEST(KclFailoverTest, ACrashInTheMiddleOfABatchCountsWhatWasDoneByThen) {
  // A hundred a second are read once a second and processed at fifty: two seconds a batch.
  KclRun run({.producer = R"("arrivals": {"rate": 100}, "linger": "0s", "limit": 100)",
              .consumer = R"("records_per_second": 50, )",
              .events = R"({"at": "1570ms", "do": "CrashWorker", "consumer": "c",
                            "worker": 0})"});
  run.To(Millis(1'569));
  const auto read = run.All(TraceKind::kGetRecords);
  ASSERT_GE(read.size(), 2U);
  const int64_t before = run.View().processed;
  const int64_t begun = read.back().at.micros + Millis(10).micros;  // The answer took 10 ms.
  run.To(Millis(1'570));
  EXPECT_EQ(run.View().processed - before, (Millis(1'570).micros - begun) * 50 / 1'000'000);
}

TEST(KclFailoverTest, ACheckpointEverySoManyRecordsFallsWithinABatch) {
  KclRun run({.producer = kUntilAMinute, .kcl = R"("checkpoint": {"records": 30}, )"});
  run.To(Minutes(2));
  for (const auto& checkpoint : run.All(TraceKind::kCheckpointed)) {
    EXPECT_EQ(checkpoint.x % 30, 0);
  }
  EXPECT_EQ(run.View().checkpoints, 200);
  ExpectNothingLost(run);
}

TEST(KclFailoverTest, AFrozenWorkerFinishesItsBatchAndItsCheckpointIsRefused) {
  // A batch of ten seconds is in hand when it freezes for half a minute.
  KclRun run({.producer = R"("arrivals": {"rate": 100}, "linger": "0s", "stop": "20s")",
              .consumer = R"("workers": 2, "records_per_second": 100, "poll": "10s", )",
              .events = R"({"at": "15s", "do": "PauseWorker", "consumer": "c", "worker": 0,
                            "for": "30s"})"});
  run.To(Seconds(16));
  EXPECT_TRUE(run.View().workers[0].paused);
  run.To(Minutes(3));
  EXPECT_FALSE(run.View().workers[0].paused);
  const auto lost = run.All(TraceKind::kLeaseLost);
  ASSERT_GE(lost.size(), 1U);
  EXPECT_EQ(lost[0].x, 0);
  EXPECT_GE(lost[0].at, Seconds(45)) << "it does not know before it wakes up";
  EXPECT_EQ(run.All(TraceKind::kLeaseTaken).at(1).x, 1);
  EXPECT_LT(run.All(TraceKind::kLeaseTaken).at(1).at, Seconds(45));
  EXPECT_GE(run.View().checkpoints_refused, 1);
  bool zombie = false;
  for (const auto& again : run.All(TraceKind::kProcessedAgain)) zombie |= again.y == 0;
  EXPECT_TRUE(zombie) << "worker 0 processed what worker 1 had processed meanwhile";
  EXPECT_GT(run.View().replayed, 0);
  ExpectNothingLost(run);
}

TEST(KclFailoverTest, APauseShorterThanTheFailoverTimeChangesNoOwner) {
  KclRun run({.producer = kUntilAMinute,
              .consumer = R"("workers": 2, )",
              .events = R"({"at": "15s", "do": "PauseWorker", "consumer": "c", "worker": 0,
                            "for": "6s"})"});
  run.To(Seconds(20));
  const int64_t before = run.View().processed;
  EXPECT_TRUE(Near(before, 1'450, 110));
  run.To(Minutes(2));
  EXPECT_EQ(run.All(TraceKind::kLeaseTaken).size(), 1U);
  EXPECT_EQ(run.View().replayed, 0);
  ExpectNothingLost(run);
}

TEST(KclFailoverTest, AStolenLeaseIsReadFromItsCheckpointWhileTheOldOwnerFinishesItsBatch) {
  KclRun run({.shards = 2,
              .producer = kUntilAMinute,
              .consumer = R"("records_per_second": 100, "poll": "5s", )",
              .events = R"({"at": "20s", "do": "AddWorker", "consumer": "c"})"});
  run.To(Minutes(3));
  ASSERT_EQ(run.All(TraceKind::kLeaseStolen).size(), 1U);
  ASSERT_EQ(run.All(TraceKind::kLeaseLost).size(), 1U);
  EXPECT_EQ(run.All(TraceKind::kLeaseLost)[0].y, 0) << "taken, not expired";
  EXPECT_GE(run.All(TraceKind::kLeaseLost)[0].at, run.All(TraceKind::kLeaseStolen)[0].at);
  ExpectNothingLost(run);
}

TEST(KclFailoverTest, ADeploymentRestartsOneWorkerAfterTheOther) {
  KclRun run({.shards = 3,
              .producer = kUntilAMinute,
              .consumer = R"("workers": 3, )",
              .events = R"({"at": "20s", "do": "DeployWorkers", "consumer": "c", "down": "2s",
                            "gap": "8s"})"});
  run.To(Minutes(4));
  const auto stopped = run.All(TraceKind::kWorkerStopped);
  const auto started = run.All(TraceKind::kWorkerStarted);
  ASSERT_EQ(stopped.size(), 3U);
  ASSERT_EQ(started.size(), 6U);
  for (uint32_t i = 0; i < 3; ++i) {
    EXPECT_EQ(stopped[i].object, i);
    EXPECT_EQ(stopped[i].x, 0) << "gracefully";
    EXPECT_EQ(stopped[i].at, Seconds(20 + 10 * int64_t{i}));
    EXPECT_EQ(started[3 + i].object, i);
    EXPECT_EQ(started[3 + i].at, stopped[i].at + Seconds(2));
  }
  // What a thief finds in the old owner's hands is all that comes twice: a batch of a second.
  EXPECT_LE(run.View().replayed,
            static_cast<int64_t>(run.All(TraceKind::kLeaseStolen).size()) * 40);
  EXPECT_EQ(run.Held(), (std::vector<int64_t>{1, 1, 1}));
  ExpectNothingLost(run);
}

TEST(KclFailoverTest, WhatExpiresBeforeAnyWorkerReadsItIsCountedAsLost) {
  KclRun run({.producer = R"("arrivals": {"rate": 10}, "linger": "1s", "stop": "30h")",
              .events = R"({"at": "1h", "do": "RemoveWorker", "consumer": "c", "worker": 0},
                           {"at": "40h", "do": "AddWorker", "consumer": "c"})"});
  run.To(Hours(40));
  const int64_t lost = run.View().lost_to_retention;
  EXPECT_TRUE(Near(lost, 15 * 36'000, 30)) << "from 1 h to 16 h";
  run.To(Hours(41));
  const int64_t in_all = run.View().lost_to_retention;
  EXPECT_TRUE(Near(in_all - lost, 105, 20)) << "until the new worker may take the lease";
  EXPECT_EQ(run.recorder.SumOf(TraceKind::kFellOffHorizon), in_all);
  EXPECT_EQ(run.View().leases[0].lag_records, 0);
  ExpectNothingLost(run);
}

TEST(KclFailoverTest, AnOwnerThatBeganAtLatestWithoutACheckpointLeavesAGap) {
  KclRun run({.consumer = R"("start": "LATEST", "start_after": "5s", )",
              .kcl = R"("checkpoint": {"every": "1h"}, )",
              .events = R"({"at": "20s", "do": "CrashWorker", "consumer": "c", "worker": 0,
                            "restart_after": "1s"})"});
  run.To(Minutes(2));
  EXPECT_EQ(run.View().replayed, 0);
  EXPECT_TRUE(Near(run.View().skipped, 110, 25)) << "what came between the crash and the takeover";
  EXPECT_TRUE(Near(run.View().processed + run.View().skipped, 1'150, 12));
}

TEST(KclFailoverTest, SeekingAndCopyingInTheMiddleOfAFailoverChangesNothing) {
  const test::KclParts parts{
      .shards = 3,
      .producer = kUntilAMinute,
      .consumer = R"("workers": 3, "records_per_second": 60, )",
      .events = R"({"at": "12s", "do": "CrashWorker", "consumer": "c", "worker": 0,
                    "restart_after": "3s"},
                   {"at": "20s", "do": "PauseWorker", "consumer": "c", "worker": 1, "for": "20s"},
                   {"at": "25s", "do": "SplitShard", "stream": "s", "shard": 1},
                   {"at": "50s", "do": "ThrottleLeaseTable", "consumer": "c", "for": "12s"},
                   {"at": "70s", "do": "DeployWorkers", "consumer": "c"})"};
  KclRun straight(parts);
  straight.To(Minutes(5));
  KclRun stepped(parts);
  for (int64_t second = 1; second <= 300; second += 7) {
    stepped.To(Seconds(second));
    Engine copy = stepped.engine;
    copy.AdvanceTo(test::kStart + Minutes(5));
    ASSERT_EQ(copy.digests(), straight.engine.digests()) << second;
  }
  stepped.To(Minutes(5));
  EXPECT_EQ(stepped.engine.digests(), straight.engine.digests());
  ExpectNothingLost(straight);
}

}  // namespace
}  // namespace weir
