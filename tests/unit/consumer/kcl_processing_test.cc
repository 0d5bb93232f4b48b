// What a KCL worker does with what it reads: pace, poisoned records, fan-out, its clock.
#include <gtest/gtest.h>

#include <string>

#include "tests/support/kcl_run.h"
#include "tests/support/near.h"

namespace weir {
namespace {

using test::KclRun;
using test::Near;

constexpr std::string_view kHundred = R"("arrivals": {"rate": 10}, "linger": "0s", "limit": 100)";

TEST(KclProcessingTest, AShardIsReadOnceInItsIdleTime) {
  KclRun run({.consumer = R"("poll": "2s", )"});
  run.To(Seconds(21));
  const auto reads = run.Times(TraceKind::kGetRecords, 0);
  ASSERT_GE(reads.size(), 9U);
  for (size_t i = 1; i < reads.size(); ++i) EXPECT_EQ(reads[i] - reads[i - 1], Seconds(2));
}

TEST(KclProcessingTest, AWorkersShardsShareItsPaceAndTwoWorkersHaveTwice) {
  const std::string_view heavy = R"("arrivals": {"rate": 100}, "linger": "0s")";
  KclRun one({.shards = 2,
              .producer = heavy,
              .consumer = R"("records_per_second": 20, "limit": 10, "poll": "200ms", )"});
  one.To(Minutes(5));
  EXPECT_TRUE(Near(one.View().processed, 6'000, 100));
  KclRun two(
      {.shards = 2,
       .producer = heavy,
       .consumer = R"("records_per_second": 20, "limit": 10, "poll": "200ms", "workers": 2, )"});
  two.To(Minutes(5));
  EXPECT_TRUE(Near(two.View().processed, 11'500, 300));
}

TEST(KclProcessingTest, OneSlowWorkerSlowsItsOwnShardsOnly) {
  KclRun run({.shards = 2,
              .producer = R"("arrivals": {"rate": 100}, "linger": "0s")",
              .consumer = R"("workers": 2, )",
              .events = R"({"at": "20s", "do": "SlowWorker", "consumer": "c", "worker": 1,
                            "records_per_second": 5},
                           {"at": "100s", "do": "SlowWorker", "consumer": "c", "worker": 1})"});
  run.To(Seconds(95));
  EXPECT_EQ(run.View().workers[1].records_per_second, 5);
  EXPECT_EQ(run.View().workers[0].records_per_second, 0);
  int64_t lag[2] = {};
  for (const LeaseView& lease : run.View().leases) lag[lease.worker] += lease.lag_records;
  EXPECT_LT(lag[0], 120);
  EXPECT_GT(lag[1], 2'500);
}

TEST(KclProcessingTest, APausedApplicationRestsAndItsWorkersGoOnRenewing) {
  KclRun run({.consumer = R"("workers": 2, )",
              .events = R"({"at": "20s", "do": "PauseConsumer", "consumer": "c"},
                           {"at": "90s", "do": "PauseConsumer", "consumer": "c",
                            "paused": false})"});
  run.To(Seconds(80));
  EXPECT_EQ(run.View().leases[0].state, LeaseState::kPaused);
  EXPECT_LE(run.View().leases[0].row->counter_age, Seconds(4));
  EXPECT_TRUE(Near(run.View().processed, 200, 12));
  run.To(Minutes(2));
  EXPECT_TRUE(Near(run.View().processed, 1'200, 12));
  EXPECT_EQ(run.All(TraceKind::kLeaseTaken).size(), 1U);
}

TEST(KclProcessingTest, APoisonedRecordThatIsTriedForEverHoldsUpItsShardAlone) {
  KclRun run({.shards = 2,
              .producer = R"("arrivals": {"rate": 20}, "linger": "0s", "keys": {"count": 40})",
              .consumer = R"("poison": {"numbers": [100]}, )",
              .kcl = R"("on_error": "retry", )"});
  run.To(Minutes(10));
  ASSERT_EQ(run.All(TraceKind::kRecordFailed).size(), 1U);
  EXPECT_EQ(run.All(TraceKind::kRecordFailed)[0].y, 100);
  const uint32_t stuck = run.All(TraceKind::kRecordFailed)[0].object;
  for (const LeaseView& lease : run.View().leases) {
    if (lease.shard.value == stuck) {
      EXPECT_LT(lease.processed, 200);
      EXPECT_GT(lease.lag_records, 4'000);
      EXPECT_LE(lease.row->counter_age, Seconds(4)) << "it goes on renewing";
    } else {
      EXPECT_LT(lease.lag_records, 50);
    }
  }
  EXPECT_EQ(run.View().skipped, 0);
}

TEST(KclProcessingTest, SkippingTheRecordLosesThatOneOnly) {
  KclRun run({.producer = kHundred,
              .consumer = R"("poison": {"numbers": [20, 21, 55]}, )",
              .kcl = R"("on_error": "skip_record", )"});
  run.To(Minutes(1));
  EXPECT_EQ(run.View().skipped, 3);
  EXPECT_EQ(run.View().processed, 97);
  EXPECT_EQ(run.View().leases[0].row->checkpoint_ordinal, 100U);
}

TEST(KclProcessingTest, SkippingTheBatchLosesWhatCameAfterItInTheBatch) {
  KclRun run({.producer = kHundred, .consumer = R"("poison": {"numbers": [24]}, )"});
  run.To(Minutes(1));
  // Batches of a second: numbers 20 to 29 or so came together.
  EXPECT_GT(run.View().skipped, 1);
  EXPECT_LE(run.View().skipped, 11);
  EXPECT_EQ(run.View().processed + run.View().skipped, 100);
}

TEST(KclProcessingTest, ARecordIsTriedAsOftenAsSaidBeforeItIsSkipped) {
  KclRun once({.producer = kHundred,
               .consumer = R"("poison": {"numbers": [20]}, )",
               .kcl = R"("on_error": "skip_record", "backoff": "2s", )"});
  once.To(Minutes(1));
  KclRun thrice({.producer = kHundred,
                 .consumer = R"("poison": {"numbers": [20]}, )",
                 .kcl = R"("on_error": "skip_record", "retries": 3, "backoff": "2s", )"});
  thrice.To(Minutes(1));
  EXPECT_EQ(once.View().skipped, 1);
  EXPECT_EQ(thrice.View().skipped, 1);
  const auto gap = [](const KclRun& run) {
    Duration longest;
    const auto processed = run.Times(TraceKind::kProcessed, 0);
    for (size_t i = 1; i < processed.size(); ++i) {
      longest = std::max(longest, processed[i] - processed[i - 1]);
    }
    return longest;
  };
  EXPECT_LE(gap(once), Millis(1'010));
  EXPECT_TRUE(Near(gap(thrice).micros, Seconds(6).micros, Millis(20).micros));
}

TEST(KclProcessingTest, ATimeBasedCheckpointGoesByTheWorkersOwnClock) {
  const auto checkpoints = [](std::string_view skew) {
    KclRun run({.kcl = R"("checkpoint": {"every": "60s"}, )", .events = skew});
    run.To(Seconds(150));
    EXPECT_EQ(run.All(TraceKind::kLeaseLost).size(), 0U) << "leases know no clock";
    return run.Times(TraceKind::kCheckpointed, 0);
  };
  const auto none = checkpoints("");
  ASSERT_EQ(none.size(), 2U);
  EXPECT_TRUE(Near(none[0].micros, Seconds(60).micros, Seconds(2).micros));
  const auto ahead = checkpoints(
      R"({"at": "10s", "do": "SkewClock", "consumer": "c", "worker": 0, "ahead": "5m"})");
  ASSERT_GE(ahead.size(), 2U);
  EXPECT_LT(ahead[0], Seconds(12)) << "its clock jumped past the time";
  const auto behind = checkpoints(
      R"({"at": "10s", "do": "SkewClock", "consumer": "c", "worker": 0, "behind": "5m"})");
  EXPECT_EQ(behind.size(), 0U) << "it waits five minutes more";
}

TEST(KclProcessingTest, EnhancedFanOutPushesToTheWorkerThatOwnsTheLease) {
  KclRun run(test::ScenarioWith(
      1, R"("producers": [{"name": "p", "stream": "s", "arrivals": {"rate": 10}, "linger": "0s",
                           "stop": "90s"}],
            "consumers": [{"name": "c", "stream": "s", "kind": "kcl", "read": "fan_out",
                           "workers": 2, "kcl": {"taker_interval": "1s"}}],
            "events": [{"at": "30s", "do": "PauseWorker", "consumer": "c", "worker": 0,
                        "for": "30s"}])"));
  run.To(Seconds(29));
  EXPECT_LT(run.View().leases[0].iterator_age, Millis(200));
  run.To(Minutes(3));
  EXPECT_EQ(run.View().processed - run.View().replayed, 900);
  EXPECT_EQ(run.View().order_violations, 0);
  EXPECT_EQ(run.All(TraceKind::kLeaseTaken).size(), 2U);
  EXPECT_GE(run.recorder.CountOf(TraceKind::kSubscribed), 2) << "each owner its own";
}

TEST(KclProcessingTest, FaultsAtWorkersThatAreNotThereAreRefused) {
  KclRun run({.consumer = R"("workers": 2, )"});
  run.To(Seconds(5));
  Engine& engine = run.engine;
  const auto error = [&](const Command& command) {
    const Result<void> applied = engine.Apply(command);
    return applied.ok() ? std::string() : applied.error().message;
  };
  EXPECT_EQ(error(CrashWorkerCommand{"c", 7, {}}), "worker 7 of c does not exist; up is 0, 1");
  EXPECT_EQ(error(CrashWorkerCommand{"c", 1, {}}), "");
  EXPECT_EQ(error(CrashWorkerCommand{"c", 1, {}}), "worker 1 of c is not up; up is 0");
  EXPECT_EQ(error(PauseWorkerCommand{"c", 1, Seconds(1)}), "worker 1 of c is not up; up is 0");
  EXPECT_EQ(error(SlowWorkerCommand{"c", 9, 3}), "worker 9 of c does not exist; up is 0");
  EXPECT_EQ(error(SkewClockCommand{"c", 9, Seconds(3)}), "worker 9 of c does not exist; up is 0");
  EXPECT_EQ(error(RemoveWorkerCommand{"c", 0}), "");
  EXPECT_EQ(error(RemoveWorkerCommand{"c", 0}), "worker 0 of c is not up; up is none");
  EXPECT_EQ(error(DeployWorkersCommand{"c"}), "no worker of c is up");
  EXPECT_EQ(error(AddWorkerCommand{"c", 999}),
            "with these c would have had 1001 workers; at most 1000");
  EXPECT_EQ(error(AddWorkerCommand{"x", 1}), "there is no consumer \"x\"; there is c");
  EXPECT_EQ(error(ThrottleLeaseTableCommand{"c", Seconds(1)}), "");
  test::ConsumerRun sdk(test::Parts{});
  EXPECT_EQ(sdk.engine.Apply(CrashWorkerCommand{"c", 0, {}}).error().message,
            "consumer c is no KCL application: it has no workers to name");
}

}  // namespace
}  // namespace weir
