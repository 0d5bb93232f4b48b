// A producer on the SDK: batches by count and linger, calls in flight, retries and giving up,
// order. Driven by an engine, watched through its trace and its view.
#include "core/producer/sdk_producer.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/base/text.h"
#include "core/engine/engine.h"
#include "core/model/limits.h"
#include "tests/support/builders.h"
#include "tests/support/near.h"

namespace weir {
namespace {

using test::kStart;
using test::Near;
using test::Recorder;
using test::ScenarioWith;

// One producer "p" of these members on stream "s" of `shards` shards; run for `length`.
struct ProducerRun {
  ProducerRun(std::string_view members, Duration length, int shards = 1, std::string_view rest = "")
      : engine(ScenarioWith(shards, StrCat({R"("duration": "1h", "producers": [{"name": "p", )",
                                            R"("stream": "s", "latency": {"min": "10ms", )",
                                            R"("max": "10ms"}, )", members, "}]", rest}))) {
    engine.AdvanceTo(kStart + length, &recorder);
  }
  ProducerView View() const { return engine.View().producers[0]; }
  std::vector<TraceEvent> Of(TraceKind kind) const {
    std::vector<TraceEvent> events;
    for (const TraceEvent& event : recorder.events) {
      if (event.kind == kind) events.push_back(event);
    }
    return events;
  }

  Recorder recorder;
  Engine engine;
};

TEST(SdkProducerTest, ABatchLeavesWhenItsFirstRecordHasLingered) {
  // A record every 100 ms, 250 ms of linger: three to a call, half of the latency under way.
  const ProducerRun run(R"("arrivals": {"rate": 10}, "linger": "250ms", "stop": "900ms")",
                        Seconds(2));
  const std::vector<TraceEvent> puts = run.Of(TraceKind::kPutRecords);
  ASSERT_EQ(puts.size(), 3);
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(puts[i].at, kStart + Millis(static_cast<int64_t>(i) * 300 + 250 + 5)) << i;
    EXPECT_EQ(puts[i].x, 3);
  }
}

TEST(SdkProducerTest, AFullBatchLeavesAtOnce) {
  const ProducerRun run(R"("arrivals": {"rate": 10}, "linger": "1h", "batch": 4, "stop": "1200ms")",
                        Seconds(2));
  const std::vector<TraceEvent> puts = run.Of(TraceKind::kPutRecords);
  ASSERT_EQ(puts.size(), 3);
  EXPECT_EQ(puts[0].at, kStart + Millis(305));  // The fourth record is created at 300 ms.
  EXPECT_EQ(puts[1].at, kStart + Millis(705));
  EXPECT_EQ(puts[0].x, 4);
}

TEST(SdkProducerTest, AnAnswerThatIsLostIsMissedAfterSixSeconds) {
  const ProducerRun run(R"("arrivals": {"rate": 1}, "linger": "0s", "stop": "1s",
                          "lost_answers": 1000, "retry": {"base": "1ms", "max": "1ms"})",
                        Seconds(7));
  const std::vector<TraceEvent> retries = run.Of(TraceKind::kRetryScheduled);
  ASSERT_EQ(retries.size(), 1);
  EXPECT_EQ(retries[0].at, kStart + kRequestTimeoutDefault);  // From its sending on.
  EXPECT_EQ(kRequestTimeoutDefault, Seconds(6));
}

TEST(SdkProducerTest, WithoutLingerEveryRecordIsACall) {
  const ProducerRun run(R"("arrivals": {"rate": 10}, "linger": "0s", "stop": "1s")", Seconds(2));
  EXPECT_EQ(run.View().calls, 10);
  EXPECT_EQ(run.View().accepted, 10);
}

TEST(SdkProducerTest, ACallTakesTenMiBAtTheMost) {
  // 20 records of 1 MiB less their keys: not more than ten of them in a call.
  const ProducerRun run(
      R"("arrivals": {"rate": 20}, "linger": "2s", "stop": "1s", "size": 1048569,
                           "retry": {"attempts": 0})",
      Seconds(10), 100);
  EXPECT_EQ(run.View().calls, 2);
  const std::vector<TraceEvent> puts = run.Of(TraceKind::kPutRecords);
  EXPECT_EQ(puts[0].x + puts[0].y, 10);
  EXPECT_EQ(puts[1].x + puts[1].y, 10);
}

TEST(SdkProducerTest, NoMoreCallsAreUnderWayThanAreAllowed) {
  // Each call takes 10 ms; 1000 a second would need ten at once.
  const ProducerRun two(R"("arrivals": {"rate": 1000}, "batch": 1, "linger": "0s", "in_flight": 2)",
                        Seconds(1));
  EXPECT_TRUE(Near(two.View().calls, 200, 2));
  const ProducerRun twenty(
      R"("arrivals": {"rate": 1000}, "batch": 1, "linger": "0s", "in_flight": 20)", Seconds(1));
  EXPECT_TRUE(Near(twenty.View().calls, 1'000, 1));
}

// One shard takes 1000 a second; a burst of 4000 at the start of a minute is mostly refused.
constexpr const char* kBurst =
    R"("arrivals": {"shape": "burst", "rate": 0, "peak": 4000, "every": "1m", "lasts": "1s"},
       "stop": "2s", "batch": 500, "linger": "100ms")";

TEST(SdkProducerTest, ThrottledRecordsAreSentAgainUntilTheyAreAccepted) {
  const ProducerRun run(
      StrCat({kBurst, R"(, "retry": {"attempts": 100, "base": "50ms", "max": "1s"})"}),
      Seconds(30));
  EXPECT_EQ(run.View().accepted, 4'000);
  EXPECT_EQ(run.View().given_up, 0);
  EXPECT_EQ(run.View().throttled, run.View().retried);
  EXPECT_GT(run.View().retried, 0);
  EXPECT_EQ(run.View().waiting, 0);
  EXPECT_TRUE(run.View().done);
}

TEST(SdkProducerTest, WithoutAttemptsAThrottledRecordIsGivenUpAtOnce) {
  const ProducerRun run(StrCat({kBurst, R"(, "retry": {"attempts": 0})"}), Seconds(30));
  EXPECT_EQ(run.View().retried, 0);
  EXPECT_GT(run.View().given_up, 0);
  EXPECT_EQ(run.View().accepted + run.View().given_up, 4'000);
  EXPECT_EQ(run.View().given_up, run.View().throttled);
  EXPECT_EQ(run.recorder.SumOf(TraceKind::kGaveUp), run.View().given_up);
}

TEST(SdkProducerTest, ARecordIsSentOnceAndAsOftenAgainAsAttemptsAllow) {
  // Records of 1 MiB in a shard of 1 MiB/s: of those of one moment only one ever fits.
  const ProducerRun run(
      R"("arrivals": {"rate": 8}, "stop": "1s", "linger": "1s", "size": 1048569,
         "retry": {"attempts": 3, "base": "1ms", "max": "1ms"})",
      Seconds(30));
  // One is accepted, seven are refused four times each, within a few milliseconds.
  EXPECT_EQ(run.View().accepted, 1);
  EXPECT_EQ(run.View().throttled, 7 * 4);
  EXPECT_EQ(run.View().retried, 7 * 3);
  EXPECT_EQ(run.View().given_up, 7);
}

TEST(SdkProducerTest, TheWaitDoublesIsCappedAndDrawnFromItsUpperHalf) {
  const ProducerRun run(
      R"("arrivals": {"rate": 8}, "stop": "1s", "linger": "1s", "size": 1048569, "in_flight": 1,
         "retry": {"attempts": 5, "base": "4ms", "max": "20ms"})",
      Seconds(30));
  const std::vector<TraceEvent> puts = run.Of(TraceKind::kPutRecords);
  ASSERT_EQ(puts.size(), 6);
  // Between two arrivals at the service: half a call back, the wait, half a call there.
  const int64_t waits_ms[] = {4, 8, 16, 20, 20};
  for (size_t i = 0; i < 5; ++i) {
    const int64_t wait = (puts[i + 1].at - puts[i].at).micros - 10'000;
    EXPECT_GE(wait, waits_ms[i] * 500) << i;
    EXPECT_LE(wait, waits_ms[i] * 1'000) << i;
  }
}

int64_t NumbersOutOfOrder(const Engine& engine) {
  std::vector<RecordView> records;
  engine.CopyRecords({0}, {0}, 0, 1'000'000, records);
  EXPECT_EQ(records.size(), 4'000);
  int64_t out_of_order = 0;
  for (size_t i = 0; i + 1 < records.size(); ++i) {
    out_of_order += records[i].number > records[i + 1].number ? 1 : 0;
  }
  return out_of_order;
}

TEST(SdkProducerTest, RetriesAreOvertakenUnlessTheProducerGoesInOrder) {
  const std::string retry = R"(, "retry": {"attempts": 100, "base": "50ms", "max": "1s"})";
  const ProducerRun loose(StrCat({kBurst, retry}), Seconds(30));
  EXPECT_GT(NumbersOutOfOrder(loose.engine), 0);
  const ProducerRun strict(StrCat({kBurst, retry, R"(, "in_order": true)"}), Seconds(60));
  EXPECT_EQ(strict.View().accepted, 4'000);
  EXPECT_EQ(NumbersOutOfOrder(strict.engine), 0);
}

TEST(SdkProducerTest, ARequestRefusedAsAWholeIsNotSentAgain) {
  const ProducerRun run(R"("arrivals": {"rate": 10}, "size": 1048577, "stop": "1s")", Seconds(5));
  EXPECT_EQ(run.View().refused, 10);
  EXPECT_EQ(run.View().accepted, 0);
  EXPECT_EQ(run.View().waiting, 0);
  EXPECT_EQ(run.Of(TraceKind::kPutRefused)[0].y, static_cast<int64_t>(ErrorCode::kInvalidArgument));
}

TEST(SdkProducerTest, ItIsDoneWhenItsLastRecordIsAnsweredAndSaysSoOnce) {
  const ProducerRun run(R"("arrivals": {"rate": 10}, "linger": "0s", "limit": 5)", Seconds(5));
  const std::vector<TraceEvent> done = run.Of(TraceKind::kProducerDone);
  ASSERT_EQ(done.size(), 1);
  EXPECT_EQ(done[0].at, kStart + Millis(410));
  EXPECT_EQ(done[0].x, 5);
  EXPECT_TRUE(run.View().done);
}

TEST(SdkProducerTest, OnlyWhatIsCreatedByNowIsCounted) {
  // The batch of the future is prepared, but it is not there yet.
  const ProducerRun run(R"("arrivals": {"rate": 10}, "linger": "1h", "batch": 100)", Millis(450));
  EXPECT_EQ(run.View().intended, 5);
  EXPECT_EQ(run.View().waiting, 5);
}

TEST(SdkProducerTest, ANewRateReplacesWhatIsNotCreatedYet) {
  const ProducerRun run(R"("arrivals": {"rate": 10}, "linger": "0s")", Seconds(10), 1,
                        R"(, "events": [
                  {"at": "2s", "do": "SetProducerRate", "producer": "p", "rate": 0},
                  {"at": "5s", "do": "SetProducerRate", "producer": "p", "rate": 100}])");
  // 21 records until 2 s (the first at 0), none until 5 s, then one every 10 ms.
  EXPECT_EQ(run.View().intended, 21 + 500);
  EXPECT_FALSE(run.View().done);
}

TEST(SdkProducerTest, AProducerSetToSilenceIsDoneAndAfterANewRateNoMore) {
  const char* silence = R"(, "events": [
      {"at": "2s", "do": "SetProducerRate", "producer": "p", "rate": 0}])";
  const ProducerRun run(R"("arrivals": {"rate": 10}, "linger": "0s")", Seconds(10), 1, silence);
  EXPECT_TRUE(run.View().done);
  EXPECT_EQ(run.View().intended, 21);
}

TEST(SdkProducerTest, ADeletedStreamRefusesTheCallsUnderWay) {
  const ProducerRun run(R"("arrivals": {"rate": 10}, "linger": "0s")", Seconds(3), 1,
                        R"(, "events": [{"at": "1s", "do": "DeleteStream", "stream": "s"}])");
  EXPECT_EQ(run.View().accepted, 10);  // Those that arrived before.
  EXPECT_EQ(run.View().refused, 20);
}

}  // namespace
}  // namespace weir
