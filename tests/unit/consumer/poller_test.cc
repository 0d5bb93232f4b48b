// A polling consumer: where it begins, how fast it reads and works, what it loses, how it pauses.
#include "core/consumer/poller.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/consumer_run.h"
#include "tests/support/near.h"

namespace weir {
namespace {

using test::ConsumerRun;
using test::kStart;
using test::Near;
using test::Recorder;

TEST(PollerTest, EveryShardIsPolledAtItsPaceAndProcessedAfterTheAnswer) {
  ConsumerRun run({.shards = 3, .consumer = R"("poll": "2s")"});
  run.To(Seconds(7));
  for (uint32_t shard = 0; shard < 3; ++shard) {
    EXPECT_EQ(run.Times(TraceKind::kGetRecords, shard),
              (std::vector<Duration>{Seconds(0), Seconds(2), Seconds(4), Seconds(6)}));
    for (const Duration at : run.Times(TraceKind::kProcessed, shard)) {
      EXPECT_EQ(at.micros % Seconds(2).micros, Millis(10).micros);
    }
  }
}

TEST(PollerTest, WorkersShareTheShardsInTurn) {
  ConsumerRun run({.shards = 5, .consumer = R"("workers": 2)"});
  run.To(Seconds(1));
  std::vector<uint32_t> workers;
  for (const LeaseView& lease : run.View().leases) workers.push_back(lease.worker);
  EXPECT_EQ(workers, (std::vector<uint32_t>{0, 1, 0, 1, 0}));
}

// A shard gives five iterators a second: the sixth reader asks again, and misses nothing by it.
TEST(PollerTest, AReaderThatGotNoIteratorAsksAgain) {
  std::string consumers;
  for (int i = 0; i < 7; ++i) {
    consumers += StrCat({i == 0 ? "" : ", ", R"({"name": "c)", std::to_string(i),
                         R"(", "stream": "s", "poll": "2s"})"});
  }
  Recorder recorder;
  Engine engine(test::ScenarioWith(
      1, StrCat({R"("producers": [{"name": "p", "stream": "s", "arrivals": {"rate": 10}}], )",
                 R"("consumers": [)", consumers, "]"})));
  engine.AdvanceTo(kStart + Millis(500), &recorder);
  EXPECT_EQ(recorder.CountOf(TraceKind::kLeaseStarted), 5);
  for (int i = 0; i < 7; ++i) {
    const ConsumerView consumer = engine.View().consumers[static_cast<size_t>(i)];
    EXPECT_EQ(consumer.leases.size(), i < 5 ? 1U : 0U);
    EXPECT_GE(consumer.reads_throttled, i < 5 ? 0 : 1);
  }
  engine.AdvanceTo(kStart + Minutes(1), &recorder);
  EXPECT_EQ(recorder.CountOf(TraceKind::kLeaseStarted), 7);
  for (const ConsumerView& consumer : engine.View().consumers) EXPECT_GT(consumer.processed, 500);
}

TEST(PollerTest, TrimHorizonReadsAllLatestOnlyWhatIsStillToCome) {
  ConsumerRun all({.consumer = R"("start": "TRIM_HORIZON", "start_after": "10s")"});
  all.To(Seconds(20));
  ConsumerRun latest({.consumer = R"("start": "LATEST", "start_after": "10s")"});
  latest.To(Seconds(20));
  EXPECT_TRUE(Near(all.View().processed, 200, 11));
  EXPECT_EQ(all.View().processed - latest.View().processed, 100);  // Those put by 10 s.
}

TEST(PollerTest, ATimestampBeginsInTheMiddle) {
  ConsumerRun run({.consumer = R"("start": "AT_TIMESTAMP", "start_after": "10s",
                                  "timestamp": "2026-01-01T00:00:04Z")"});
  run.To(Seconds(11));
  EXPECT_EQ(run.View().leases[0].position, run.View().processed + 40);
}

TEST(PollerTest, AWorkerProcessesNoFasterThanItsRate) {
  ConsumerRun run({.producer = R"("arrivals": {"rate": 100})",
                   .consumer = R"("records_per_second": 20, "limit": 10, "poll": "200ms")"});
  run.To(Seconds(100));
  EXPECT_TRUE(Near(run.View().processed, 1'960, 30));  // Half a second and a call for ten.
  const LeaseView lease = run.View().leases[0];
  EXPECT_TRUE(Near(lease.lag_records, 8'040, 50));
  EXPECT_TRUE(Near(lease.behind.micros / 1'000'000, 80, 2));
}

TEST(PollerTest, TwoShardsOfOneWorkerShareItsRate) {
  const std::string_view slow = R"("records_per_second": 20, "limit": 10, "poll": "200ms")";
  ConsumerRun one({.shards = 2, .producer = R"("arrivals": {"rate": 100})", .consumer = slow});
  one.To(Seconds(100));
  EXPECT_TRUE(Near(one.View().processed, 2'000, 30));
  ConsumerRun two({.shards = 2,
                   .producer = R"("arrivals": {"rate": 100})",
                   .consumer = R"("records_per_second": 20, "limit": 10, "poll": "200ms",
                                  "workers": 2)"});
  two.To(Seconds(100));
  EXPECT_TRUE(Near(two.View().processed, 3'920, 60));
}

TEST(PollerTest, PollingFasterThanTheShardAllowsIsThrottledAndLosesNothing) {
  ConsumerRun run({.consumer = R"("poll": "100ms")"});
  run.To(Seconds(20));
  const int64_t polls = static_cast<int64_t>(run.Times(TraceKind::kGetRecords, 0).size());
  EXPECT_TRUE(Near(polls, 105, 1));  // Five a second, and five to begin with.
  EXPECT_TRUE(Near(run.View().reads_throttled, 95, 2));
  EXPECT_GE(run.View().processed, 195);
}

TEST(PollerTest, TwoConsumersShareTheFiveCallsOfAShard) {
  const auto scenario =
      test::ScenarioWith(1, R"("consumers": [{"name": "a", "stream": "s", "poll": "250ms"},
                          {"name": "b", "stream": "s", "poll": "250ms"}])");
  Engine engine(scenario);
  engine.AdvanceTo(kStart + Seconds(60));
  const EngineView view = engine.View();
  EXPECT_GT(view.consumers[0].reads_throttled + view.consumers[1].reads_throttled, 100);
  EXPECT_EQ(view.streams[0].shards[0].reads_throttled,
            view.consumers[0].reads_throttled + view.consumers[1].reads_throttled);
}

TEST(PollerTest, WhatFallsOffTheHorizonIsCountedExactly) {
  // Ten a second come, five are processed: after two days half of the first has been lost.
  ConsumerRun run({.producer = R"("arrivals": {"rate": 10}, "linger": "1s", "stop": "48h")",
                   .consumer = R"("records_per_second": 5, "limit": 50)"});
  run.To(Hours(80));
  const ConsumerView view = run.View();
  EXPECT_GT(view.lost_to_retention, 0);
  EXPECT_EQ(run.recorder.SumOf(TraceKind::kFellOffHorizon), view.lost_to_retention);
  EXPECT_EQ(view.leases[0].lag_records, 0);
  EXPECT_EQ(view.processed + view.lost_to_retention, 10 * 48 * 3'600);
  EXPECT_EQ(view.leases[0].position, 10 * 48 * 3'600);
}

TEST(PollerTest, APositionIsNeverLeftBehindTheHorizon) {
  ConsumerRun run({.producer = R"("arrivals": {"rate": 10}, "linger": "1s")",
                   .consumer = R"("records_per_second": 1, "limit": 10000)"});
  for (int64_t hour = 20; hour < 60; ++hour) {
    run.To(Hours(hour));
    const LeaseView lease = run.View().leases[0];
    const ShardView shard = run.engine.View().streams[0].shards[0];
    const bool processing = lease.state == LeaseState::kProcessing;
    EXPECT_TRUE(processing || lease.position >= shard.trim_horizon);
    EXPECT_EQ(lease.lag_records,
              static_cast<int64_t>(shard.end - std::max(shard.trim_horizon, lease.position)));
  }
}

TEST(PollerTest, AnIteratorThatExpiredIsRenewedWhereItStood) {
  ConsumerRun run({.producer = R"("arrivals": {"rate": "6/m"}, "linger": "0s")",
                   .consumer = R"("poll": "10m")"});
  run.To(Hours(3));
  const ConsumerView view = run.View();
  EXPECT_EQ(view.iterators_expired, 17);  // Each renewal puts the next poll off by a call.
  EXPECT_EQ(view.duplicates, 0);
  EXPECT_EQ(view.lost_to_retention, 0);
  EXPECT_EQ(static_cast<int64_t>(view.leases[0].position), view.processed);
  EXPECT_TRUE(Near(view.processed, 1'080, 61));
}

TEST(PollerTest, APausedConsumerReadsNothingAndGoesOnWhereItWas) {
  ConsumerRun run({.events = R"({"at": "10s", "do": "PauseConsumer", "consumer": "c"},
                                {"at": "30m", "do": "PauseConsumer", "consumer": "c",
                                 "paused": false})"});
  run.To(Minutes(30) - Seconds(1));
  EXPECT_TRUE(run.View().paused);
  EXPECT_EQ(run.View().leases[0].state, LeaseState::kPaused);
  const int64_t before = run.View().processed;
  EXPECT_TRUE(Near(before, 100, 11));
  run.To(Minutes(31));
  EXPECT_EQ(run.View().iterators_expired, 1);
  EXPECT_TRUE(Near(run.View().processed, 31 * 600, 11));
  EXPECT_EQ(run.View().order_violations, 0);
}

TEST(PollerTest, PausingAndGoingOnAtOnceDoesNotPollTwice) {
  ConsumerRun run({.events = R"({"at": "500ms", "do": "PauseConsumer", "consumer": "c"},
                                {"at": "600ms", "do": "PauseConsumer", "consumer": "c",
                                 "paused": false})"});
  run.To(Millis(9'500));
  EXPECT_EQ(run.Times(TraceKind::kGetRecords, 0).size(), 10);
}

TEST(PollerTest, ANewRateHoldsForTheNextBatch) {
  ConsumerRun run({.producer = R"("arrivals": {"rate": 100})",
                   .consumer = R"("records_per_second": 10, "limit": 10)",
                   .events = R"({"at": "100s", "do": "SetConsumerRate", "consumer": "c",
                                 "records_per_second": 50})"});
  run.To(Seconds(100));
  const int64_t before = run.View().processed;
  run.To(Seconds(200));
  EXPECT_TRUE(Near(before, 1'000, 20));
  // 50 a second would take a fifth of a second for ten; the poll of a second holds it to ten.
  EXPECT_TRUE(Near(run.View().processed - before, 1'000, 20));
}

TEST(PollerTest, ADeletedStreamIsAskedForAgainAndAgainWithoutHarm) {
  ConsumerRun run({.events = R"({"at": "5s", "do": "DeleteStream", "stream": "s"})"});
  run.To(Minutes(20));
  EXPECT_TRUE(Near(run.View().processed, 50, 10));
  EXPECT_LT(run.engine.events(), 40'000);
}

TEST(PollerTest, TheIteratorAgeIsThatOfTheLastRecordWhenItWasProcessed) {
  ConsumerRun run({.producer = R"("arrivals": {"rate": 1}, "linger": "0s", "limit": 1)"});
  run.To(Seconds(3));
  // Put at 5 ms, read at 1 s, processed at 1010 ms.
  EXPECT_EQ(run.View().leases[0].iterator_age, Millis(1'005));
}

}  // namespace
}  // namespace weir
