// Workers of a KCL application and who owns which lease: taking, balance, failover.
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

#include "core/model/limits.h"
#include "tests/support/kcl_run.h"
#include "tests/support/near.h"

namespace weir {
namespace {

using test::KclRun;
using test::Near;

TEST(KclLeasesTest, TheFirstWorkerMakesTheLeasesAndTakesThemAll) {
  KclRun run({.shards = 4, .consumer = R"("workers": 3, )"});
  run.To(Seconds(2));
  EXPECT_EQ(run.All(TraceKind::kLeaseCreated).size(), 4U);
  EXPECT_EQ(run.Held(), (std::vector<int64_t>{4, 0, 0}));
  // Four calls to make them, one to look at them, one for each that is taken.
  EXPECT_EQ(run.All(TraceKind::kLeaseTaken).front().at, Millis(60));
  EXPECT_EQ(run.All(TraceKind::kLeaseTaken).back().at, Millis(90));
}

TEST(KclLeasesTest, OthersStealOneAtATimeUntilSharesAreEven) {
  KclRun run({.shards = 9, .consumer = R"("workers": 3, )"});
  run.To(Seconds(30));
  EXPECT_EQ(run.Held(), (std::vector<int64_t>{3, 3, 3}));
  const auto stolen = run.All(TraceKind::kLeaseStolen);
  EXPECT_EQ(stolen.size(), 6U);
  for (size_t i = 1; i < stolen.size(); ++i) {
    if (stolen[i].x != stolen[i - 1].x) continue;
    EXPECT_GE(stolen[i].at - stolen[i - 1].at, Seconds(1)) << "one a look";
  }
}

// Each thief steals one at a look: no worker waits longer than its share has leases.
TEST(KclLeasesTest, BalanceIsReachedWithinAsManyLooksAsAShareHasLeases) {
  for (const int workers : {2, 3, 5}) {
    for (const int shards : {3, 8, 20}) {
      const std::string consumer = StrCat({R"("workers": )", std::to_string(workers), ", "});
      KclRun run(
          {.shards = shards, .producer = R"("arrivals": {"rate": 0})", .consumer = consumer});
      const int share = (shards + workers - 1) / workers;
      run.To(kKclTableCheck + Millis(1'020) * (share + workers));
      const std::vector<int64_t> held = run.Held();
      EXPECT_LE(*std::ranges::max_element(held), share) << workers << " of " << shards;
      EXPECT_EQ(std::accumulate(held.begin(), held.end(), int64_t{0}), shards);
      const size_t stolen = run.All(TraceKind::kLeaseStolen).size();
      run.To(Minutes(5));
      EXPECT_EQ(run.All(TraceKind::kLeaseStolen).size(), stolen) << "and then it is at rest";
    }
  }
}

TEST(KclLeasesTest, AWorkerRenewsEveryThirdOfTheFailoverTime) {
  KclRun run({.producer = R"("arrivals": {"rate": 0})"});
  run.To(Minutes(10));
  // Taken once, then every 10 s / 3 - 25 ms; nothing is checkpointed.
  const int64_t renewals = Minutes(10).micros / (10'000'000 / 3 - 25'000);
  EXPECT_TRUE(Near(static_cast<int64_t>(run.View().leases[0].row->counter), renewals + 1, 1));
  EXPECT_LE(run.View().leases[0].row->counter_age, Seconds(4));
}

TEST(KclLeasesTest, ACrashedWorkersLeaseIsTakenWhenItsCounterStoodStillForTheFailoverTime) {
  KclRun run({.consumer = R"("workers": 2, )",
              .events = R"({"at": "20s", "do": "CrashWorker", "consumer": "c", "worker": 0})"});
  run.To(Seconds(20));
  const Duration moved = Seconds(20) - run.View().leases[0].row->counter_age;
  EXPECT_EQ(run.View().leases[0].state, LeaseState::kUnowned);
  EXPECT_FALSE(run.View().workers[0].alive);
  run.To(Seconds(60));
  const auto taken = run.All(TraceKind::kLeaseTaken);
  ASSERT_EQ(taken.size(), 2U);
  EXPECT_EQ(taken[1].x, 1);
  EXPECT_EQ(taken[1].y, 0);
  // Worker 1 looks once a second: it sees the last move up to a second late, and so again.
  EXPECT_GT(taken[1].at - moved, Seconds(10));
  EXPECT_LE(taken[1].at - moved, Seconds(10) + Millis(1'020) * 2);
  EXPECT_EQ(run.View().leases[0].worker, 1U);
}

// The library looks only every (10 s + 25 ms) * 2: a failover takes twice to four times its time.
TEST(KclLeasesTest, WithTheLibrarysOwnIntervalAFailoverTakesTwentyToFortySeconds) {
  for (const char* crash : {"61s", "68s", "75s"}) {
    const std::string event =
        StrCat({R"({"at": ")", crash, R"(", "do": "CrashWorker", "consumer": "c", "worker": 0})"});
    // 0 is the same as the default: it cannot be written, so the library's own is spelled out.
    KclRun run({.consumer = R"("workers": 2, )",
                .kcl = R"("taker_interval": "20050ms", )",
                .events = event});
    run.To(Minutes(3));
    const auto stopped = run.All(TraceKind::kWorkerStopped).at(0).at;
    const auto taken = run.All(TraceKind::kLeaseTaken).at(1).at;
    EXPECT_GT(taken - stopped, Seconds(10) * 2);
    EXPECT_LT(taken - stopped, Seconds(41));
  }
}

TEST(KclLeasesTest, TheDefaultIntervalIsTwiceTheFailoverTimeAndItsTolerance) {
  const auto scenario = test::ScenarioWith(
      1, R"("consumers": [{"name": "c", "stream": "s", "kind": "kcl", "workers": 2}],
            "events": [{"at": "10s", "do": "CrashWorker", "consumer": "c", "worker": 0}])");
  test::Recorder recorder;
  Engine engine(scenario);
  engine.AdvanceTo(test::kStart + Minutes(3), &recorder);
  std::vector<Instant> taken;
  for (const TraceEvent& event : recorder.events) {
    if (event.kind == TraceKind::kLeaseTaken) taken.push_back(event.at);
  }
  ASSERT_EQ(taken.size(), 2U);
  // Worker 1 looked at 3 s, at 23 s for the first time after the last move, and at 43 s.
  EXPECT_TRUE(Near((taken[1] - test::kStart).micros / 1'000, 43'100 + 60, 60));
}

TEST(KclLeasesTest, AWorkerThatComesTakesItsShareAndOneThatLeavesGivesItUp) {
  KclRun run(
      {.shards = 6, .events = R"({"at": "10s", "do": "AddWorker", "consumer": "c", "count": 2},
                           {"at": "60s", "do": "RemoveWorker", "consumer": "c", "worker": 0})"});
  run.To(Seconds(9));
  EXPECT_EQ(run.Held(), (std::vector<int64_t>{6}));
  run.To(Seconds(59));
  EXPECT_EQ(run.Held(), (std::vector<int64_t>{2, 2, 2}));
  const int64_t by_stealing = run.View().replayed;
  run.To(Minutes(3));
  EXPECT_EQ(run.Held(), (std::vector<int64_t>{0, 3, 3}));
  EXPECT_EQ(run.View().replayed, by_stealing) << "it checkpointed before it left";
  run.To(Minutes(4));
  EXPECT_TRUE(Near(run.View().processed - by_stealing, 2'400, 12));
}

TEST(KclLeasesTest, AWorkerThatRestartsIsANewOneAndTakesItsOwnLeasesLikeAnyOther) {
  KclRun run({.events = R"({"at": "20s", "do": "CrashWorker", "consumer": "c", "worker": 0,
                            "restart_after": "1s"})"});
  run.To(Seconds(25));
  EXPECT_TRUE(run.View().workers[0].alive);
  EXPECT_EQ(run.View().workers[0].starts, 2);
  EXPECT_EQ(run.View().leases[0].state, LeaseState::kUnowned);
  run.To(Seconds(60));
  EXPECT_EQ(run.All(TraceKind::kLeaseTaken).size(), 2U);
  EXPECT_GT(run.All(TraceKind::kLeaseTaken)[1].at, Seconds(31));
  EXPECT_NE(run.View().leases[0].state, LeaseState::kUnowned);
}

TEST(KclLeasesTest, WhenTheMakerOfTheFirstLeasesCrashesAnotherMakesThem) {
  KclRun run({.shards = 50,
              .consumer = R"("workers": 2, )",
              .events = R"({"at": "100ms", "do": "CrashWorker", "consumer": "c", "worker": 0})"});
  run.To(Seconds(20));
  EXPECT_EQ(run.All(TraceKind::kLeaseCreated).size(), 50U);
  EXPECT_EQ(run.Held(), (std::vector<int64_t>{0, 50}));
}

TEST(KclLeasesTest, NoMoreThanMaxLeasesAreHeldAndTheRestWaits) {
  KclRun run({.shards = 5, .kcl = R"("max_leases": 3, )"});
  run.To(Minutes(2));
  EXPECT_EQ(run.Held(), (std::vector<int64_t>{3}));
  const ConsumerView view = run.View();
  EXPECT_EQ(
      std::ranges::count_if(
          view.leases, [](const LeaseView& lease) { return lease.state == LeaseState::kUnowned; }),
      2);
}

TEST(KclLeasesTest, AThrottledTableDelaysButDoesNotLoseALeaseThatIsRenewedInTime) {
  KclRun run({.events = R"({"at": "20s", "do": "ThrottleLeaseTable", "consumer": "c",
                            "for": "5s"})"});
  run.To(Minutes(2));
  EXPECT_GE(run.All(TraceKind::kRenewalFailed).size(), 1U);
  EXPECT_EQ(run.All(TraceKind::kLeaseLost).size(), 0U);
  EXPECT_EQ(run.View().replayed, 0);
  EXPECT_GT(run.View().table_throttled, 0);
  EXPECT_TRUE(Near(run.View().processed, 1'200, 12));
}

TEST(KclLeasesTest, AWorkerThatCannotRenewForTheFailoverTimeGivesTheLeaseUpByItself) {
  KclRun run({.kcl = R"("checkpoint": {"every": "1h"}, )",
              .events = R"({"at": "20s", "do": "ThrottleLeaseTable", "consumer": "c",
                            "for": "15s"})"});
  run.To(Seconds(36));
  const auto lost = run.All(TraceKind::kLeaseLost);
  ASSERT_EQ(lost.size(), 1U);
  EXPECT_EQ(lost[0].y, 1) << "not because it was taken";
  EXPECT_GT(lost[0].at, Seconds(27));
  EXPECT_EQ(run.View().leases[0].state, LeaseState::kUnowned);
  const int64_t before = run.View().processed;
  run.To(Minutes(2));
  EXPECT_EQ(run.All(TraceKind::kLeaseTaken).size(), 2U);
  EXPECT_EQ(run.View().replayed, before) << "nothing had been checkpointed";
  EXPECT_EQ(run.View().order_violations, 0);
}

TEST(KclLeasesTest, WritesBeyondTheTablesCapacityFailAndShow) {
  // Twenty leases, each renewed every 3.3 s and checkpointed every second: 26 writes a second.
  const std::string_view table = R"("checkpoint": {"every": "1s"}, )";
  KclRun enough({.shards = 20, .producer = R"("arrivals": {"rate": 100})", .kcl = table});
  enough.To(Minutes(2));
  EXPECT_EQ(enough.View().table_throttled, 0);
  const auto scenario =
      test::ScenarioWith(20, R"("duration": "1h", "producers": [{"name": "p", "stream": "s"}],
             "consumers": [{"name": "c", "stream": "s", "kind": "kcl", "kcl": {
               "checkpoint": {"every": "1s"}, "table": {"writes_per_second": 10}}}])");
  Engine engine(scenario);
  engine.AdvanceTo(test::kStart + Minutes(2));
  EXPECT_GT(engine.View().consumers[0].table_throttled, 100);
}

}  // namespace
}  // namespace weir
