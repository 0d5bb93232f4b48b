// A Lambda mapping in a run: batches, lanes, failures, windows. Watched through trace and view.
#include "core/consumer/lambda_mapping.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "core/base/text.h"
#include "core/engine/engine.h"
#include "core/model/limits.h"
#include "tests/support/builders.h"

namespace weir {
namespace {

using test::kStart;

struct Parts {
  std::string_view lambda = "";    // Members of "lambda".
  std::string_view consumer = "";  // Further members of the consumer, with a comma before each.
  std::string_view producer = R"("arrivals": {"rate": 10}, "linger": "0s")";
  std::string_view events = "";
  int shards = 1;
  std::string_view read = R"("latency": {"min": "10ms", "max": "10ms"})";
};

struct LambdaRun {
  explicit LambdaRun(const Parts& parts)
      : engine(test::ScenarioWith(
            parts.shards,
            StrCat({R"("duration": "60d", "producers": [{"name": "p", "stream": "s", "latency": )",
                    R"({"min": "10ms", "max": "10ms"}, )", parts.producer,
                    R"(}], "consumers": [{"name": "c", "stream": "s", "kind": "lambda", )",
                    parts.read, R"(, "lambda": {)", parts.lambda, "}", parts.consumer,
                    R"(}], "events": [)", parts.events, "]"}))) {}

  LambdaRun& To(Duration at) {
    engine.AdvanceTo(kStart + at, &recorder);
    return *this;
  }
  ConsumerView View() const { return engine.View().consumers[0]; }
  LambdaCounters Counters() const { return View().lambda->counters; }
  std::vector<TraceEvent> Of(TraceKind kind) const {
    std::vector<TraceEvent> events;
    for (const TraceEvent& event : recorder.events) {
      if (event.kind == kind) events.push_back(event);
    }
    return events;
  }
  std::vector<int64_t> Sizes(TraceKind kind) const {
    std::vector<int64_t> sizes;
    for (const TraceEvent& event : Of(kind)) sizes.push_back(event.x);
    return sizes;
  }
  int64_t CauseCount(OrderCause cause) const {
    return View().order_causes[static_cast<size_t>(cause)];
  }

  test::Recorder recorder;
  Engine engine;
};

constexpr std::string_view kTen = R"("arrivals": {"rate": 10}, "linger": "0s", "stop": "1s")";

TEST(LambdaMappingTest, PollsOnceASecondAndInvokesWithWhatItGot) {
  LambdaRun run({.lambda = R"("function": {"duration": "30ms"})"});
  run.To(Seconds(4));
  const std::vector<TraceEvent> reads = run.Of(TraceKind::kGetRecords);
  ASSERT_EQ(reads.size(), 5);
  for (size_t i = 0; i < reads.size(); ++i) {
    EXPECT_EQ(reads[i].at, kStart + Seconds(static_cast<int64_t>(i)));
  }
  const std::vector<TraceEvent> invoked = run.Of(TraceKind::kInvoked);
  ASSERT_EQ(invoked.size(), 3);
  EXPECT_EQ(invoked[0].at, kStart + Millis(1'010));  // Its answer takes 10 ms.
  EXPECT_EQ(invoked[1].x, 10);
  EXPECT_EQ(run.Of(TraceKind::kProcessed)[0].at, kStart + Millis(1'040));
}

TEST(LambdaMappingTest, GoesOnAtOnceWhileThereIsMore) {
  // 900 a second for 100 s, read from the 200th second on: more than one answer holds.
  LambdaRun run({.lambda = R"("batch_size": 10000)",
                 .consumer = R"(, "start_after": "200s")",
                 .producer = R"("arrivals": {"rate": 900}, "stop": "100s", "size": 1)"});
  run.To(Seconds(210));
  const std::vector<TraceEvent> reads = run.Of(TraceKind::kGetRecords);
  ASSERT_GT(reads.size(), 9);
  EXPECT_EQ(reads[0].x, 10'000);
  EXPECT_EQ(reads[1].at - reads[0].at, kLambdaReadGap);
  EXPECT_EQ(run.View().processed, 90'000);
}

TEST(LambdaMappingTest, BatchSizeCutsWhatWasRead) {
  LambdaRun run({.lambda = R"("batch_size": 4)", .producer = kTen});
  run.To(Seconds(10));
  EXPECT_EQ(run.Sizes(TraceKind::kInvoked), (std::vector<int64_t>{4, 4, 2}));
  EXPECT_EQ(run.Counters().in_flight_max, 1);
  EXPECT_EQ(run.View().processed, 10);
}

TEST(LambdaMappingTest, TheBatchingWindowGathers) {
  LambdaRun run({.lambda = R"("batch_size": 100, "maximum_batching_window": "5s")"});
  run.To(Seconds(30));
  // Ten a second are read; the first of them at 1 s, so a batch leaves 5 s after that.
  const std::vector<TraceEvent> invoked = run.Of(TraceKind::kInvoked);
  ASSERT_GE(invoked.size(), 3);
  EXPECT_EQ(invoked[0].at, kStart + Millis(1'010) + Seconds(5));
  EXPECT_EQ(invoked[0].x, 50);  // What was read at 1 to 5 s.
}

TEST(LambdaMappingTest, AFullBatchDoesNotWaitForTheWindow) {
  LambdaRun run({.lambda = R"("batch_size": 30, "maximum_batching_window": "300s")"});
  run.To(Seconds(30));
  const std::vector<TraceEvent> invoked = run.Of(TraceKind::kInvoked);
  ASSERT_GE(invoked.size(), 3);
  EXPECT_EQ(invoked[0].at, kStart + Millis(3'010));
  EXPECT_EQ(invoked[0].x, 30);
}

TEST(LambdaMappingTest, LanesWorkSideBySideAndKeepTheOrderOfKeys) {
  const Parts one{.lambda = R"("batch_size": 10, "function": {"duration": "1s"})",
                  .producer = R"("arrivals": {"rate": 50}, "keys": {"count": 40}, "stop": "60s")"};
  Parts four = one;
  four.lambda = R"("batch_size": 10, "parallelization_factor": 4, "function": {"duration": "1s"})";
  LambdaRun slow(one);
  LambdaRun fast(four);
  slow.To(Seconds(61));
  fast.To(Seconds(61));
  EXPECT_EQ(slow.Counters().in_flight_max, 1);
  EXPECT_EQ(fast.Counters().in_flight_max, 4);
  EXPECT_GT(fast.View().processed, 3 * slow.View().processed);
  EXPECT_EQ(fast.View().order_violations, 0);
  EXPECT_EQ(fast.View().lambda->lanes.size(), 4);
}

TEST(LambdaMappingTest, APoisonedRecordBlocksItsShardUntilItExpires) {
  LambdaRun run({.lambda = R"("batch_size": 10)",
                 .consumer = R"(, "poison": {"numbers": [25]})",
                 .producer = R"("arrivals": {"rate": 1}, "linger": "0s")"});
  run.To(Hours(20));
  const ConsumerView stuck = run.View();
  EXPECT_LT(stuck.processed, 26);
  EXPECT_GT(stuck.leases[0].behind, Hours(19));
  EXPECT_EQ(stuck.lambda->counters.discarded_records, 0);
  run.To(Hours(25));
  EXPECT_GT(run.View().lost_to_retention, 0);
  EXPECT_GT(run.View().processed, 80'000);
  EXPECT_LT(run.View().leases[0].behind, Minutes(1));
  EXPECT_EQ(run.View().order_violations, 0);
}

TEST(LambdaMappingTest, BisectingWithRetriesSetsOnlyThePoisonedRecordAside) {
  LambdaRun run({.lambda = R"("batch_size": 100, "bisect_batch_on_function_error": true,
                              "maximum_retry_attempts": 2, "on_failure": "aside")",
                 .consumer = R"(, "poison": {"numbers": [125]})",
                 .producer = R"("arrivals": {"rate": 100}, "stop": "10s")"});
  run.To(Minutes(5));
  const ConsumerView view = run.View();
  EXPECT_EQ(view.processed, 999);
  ASSERT_EQ(view.lambda->on_failure.size(), 1);
  const DiscardedBatch& aside = view.lambda->on_failure[0];
  EXPECT_EQ(aside.batch_size, 1);
  EXPECT_EQ(aside.start.ordinal, 125);
  EXPECT_EQ(aside.end.ordinal, 125);
  EXPECT_EQ(aside.condition, DiscardCondition::kRetryAttemptsExhausted);
  EXPECT_GT(view.lambda->counters.splits, 3);
  EXPECT_EQ(view.order_violations, 0);
  EXPECT_GT(view.duplicates, 0);
  EXPECT_EQ(run.CauseCount(OrderCause::kAgainAfterFailure), view.duplicates);
}

TEST(LambdaMappingTest, RetriesAloneDiscardTheWholeBatch) {
  LambdaRun run({.lambda = R"("batch_size": 5, "maximum_retry_attempts": 1,
                              "on_failure": "aside")",
                 .consumer = R"(, "poison": {"numbers": [2]})",
                 .producer = kTen});
  run.To(Minutes(5));
  const ConsumerView view = run.View();
  EXPECT_EQ(view.processed, 5);
  ASSERT_EQ(view.lambda->on_failure.size(), 1);
  EXPECT_EQ(view.lambda->on_failure[0].batch_size, 5);
  EXPECT_EQ(view.lambda->on_failure[0].approximate_invoke_count, 2);
  EXPECT_EQ(view.duplicates, 2);  // Records 0 and 1, with the second try.
  EXPECT_EQ(view.lambda->counters.retries, 1);
}

TEST(LambdaMappingTest, WithoutADestinationNobodyIsTold) {
  LambdaRun run({.lambda = R"("batch_size": 5, "maximum_retry_attempts": 0)",
                 .consumer = R"(, "poison": {"numbers": [2]})",
                 .producer = kTen});
  run.To(Minutes(1));
  EXPECT_EQ(run.Counters().discarded_records, 5);
  EXPECT_EQ(run.Counters().told, 0);
  EXPECT_TRUE(run.View().lambda->on_failure.empty());
}

TEST(LambdaMappingTest, AReportResumesAtTheFailedRecordWithoutDuplicates) {
  LambdaRun run({.lambda = R"("batch_size": 3, "maximum_retry_attempts": 3,
                              "report_batch_item_failures": true, "on_failure": "aside")",
                 .consumer = R"(, "poison": {"numbers": [5]})",
                 .producer = kTen});
  run.To(Minutes(5));
  const ConsumerView view = run.View();
  EXPECT_EQ(view.processed, 9);
  EXPECT_EQ(view.duplicates, 0);
  ASSERT_EQ(view.lambda->on_failure.size(), 1);
  // As recorded of the service: batches of three, three retries, one record told of after four.
  EXPECT_EQ(view.lambda->on_failure[0].batch_size, 1);
  EXPECT_EQ(view.lambda->on_failure[0].approximate_invoke_count, 4);
}

TEST(LambdaMappingTest, OldRecordsAreDiscardedBeforeTheyAreSent) {
  LambdaRun run({.lambda = R"("maximum_record_age": "60s", "on_failure": "aside")",
                 .consumer = R"(, "start_after": "65s")",
                 .producer = R"("arrivals": {"rate": 1}, "linger": "0s", "stop": "10s")"});
  run.To(Seconds(70));
  const ConsumerView view = run.View();
  ASSERT_EQ(view.lambda->on_failure.size(), 1);
  const DiscardedBatch& old = view.lambda->on_failure[0];
  EXPECT_EQ(old.condition, DiscardCondition::kRecordAgeExceeded);
  EXPECT_EQ(old.batch_size, 6);  // Created at 0 to 5 s; at 65.01 s those are more than 60 s old.
  EXPECT_EQ(old.approximate_invoke_count, 1);
  EXPECT_EQ(view.processed, 4);
}

TEST(LambdaMappingTest, ABatchThatKeepsFailingGetsTooOld) {
  LambdaRun run({.lambda = R"("batch_size": 1, "maximum_record_age": "60s",
                              "on_failure": "aside")",
                 .consumer = R"(, "poison": {"numbers": [0]})",
                 .producer = kTen});
  run.To(Minutes(5));
  const ConsumerView view = run.View();
  ASSERT_GE(view.lambda->on_failure.size(), 1);
  EXPECT_EQ(view.lambda->on_failure[0].condition, DiscardCondition::kRecordAgeExceeded);
  // As recorded of the service: eight invocations in the 60 seconds.
  EXPECT_EQ(view.lambda->on_failure[0].approximate_invoke_count, 8);
}

TEST(LambdaMappingTest, AFailureBlocksOneLaneOnly) {
  LambdaRun run({.lambda = R"("batch_size": 10, "parallelization_factor": 10)",
                 .consumer = R"(, "poison": {"numbers": [25]})",
                 .producer = R"("arrivals": {"rate": 100}, "keys": {"count": 100})"});
  run.To(Seconds(60));
  const ConsumerView view = run.View();
  EXPECT_GT(view.processed, 5'000);
  int stuck = 0;
  for (const LambdaLaneView& lane : view.lambda->lanes) stuck += lane.attempts > 2 ? 1 : 0;
  EXPECT_EQ(stuck, 1);
  EXPECT_EQ(view.order_violations, 0);
}

TEST(LambdaMappingTest, ReservedConcurrencyThrottlesAndThrottlesAreNoRetries) {
  LambdaRun run({.lambda = R"("maximum_retry_attempts": 0, "function":
                              {"duration": "2s", "reserved_concurrency": 2})",
                 .producer = R"("arrivals": {"rate": 100}, "stop": "60s")",
                 .shards = 6});
  run.To(Seconds(600));
  EXPECT_EQ(run.Counters().in_flight_max, 2);
  EXPECT_GT(run.Counters().throttles, 10);
  EXPECT_EQ(run.Counters().discarded_records, 0);
  EXPECT_EQ(run.View().processed, 6'000);
}

TEST(LambdaMappingTest, AFunctionThatTimesOutFailsWithWhatItHadDone) {
  LambdaRun run({.lambda = R"("batch_size": 10, "bisect_batch_on_function_error": true,
                              "function": {"duration": "100ms", "duration_per_record": "100ms",
                                           "timeout": "1s"})",
                 .producer = kTen});
  run.To(Seconds(60));
  // Ten records take 1.1 s: the batch is split, and its halves pass.
  EXPECT_EQ(run.Counters().splits, 1);
  EXPECT_EQ(run.View().processed, 10);
  EXPECT_EQ(run.View().duplicates, 9);
}

TEST(LambdaMappingTest, ATumblingWindowClosesWithAFinalInvocation) {
  LambdaRun run({.lambda = R"("tumbling_window": "10s", "batch_size": 25,
                              "function": {"state_bytes_per_record": 3})"});
  run.To(Seconds(35));
  const std::vector<TraceEvent> closed = run.Of(TraceKind::kWindowClosed);
  ASSERT_EQ(closed.size(), 3);
  // The first record arrives at 5 ms: 100 records a window, three bytes each.
  for (const TraceEvent& event : closed) EXPECT_EQ(event.x, 300);
  EXPECT_GE(closed[0].at, kStart + Seconds(10));
  EXPECT_LT(closed[0].at, kStart + Seconds(12));
  EXPECT_EQ(run.Counters().windows, 3);
  EXPECT_EQ(run.Counters().windows_terminated_early, 0);
}

TEST(LambdaMappingTest, AStateOfMoreThanAMegabyteEndsItsWindowEarly) {
  for (const int64_t bytes : {104'857, 104'858}) {  // Ten of them: below 1 MiB, and above.
    LambdaRun run({.lambda = StrCat({R"("tumbling_window": "900s", "function":)",
                                     R"({"state_bytes_per_record": )", std::to_string(bytes), "}"}),
                   .producer = kTen});
    run.To(Seconds(60));
    EXPECT_EQ(run.Counters().windows_terminated_early, bytes == 104'857 ? 0 : 1);
  }
}

TEST(LambdaMappingTest, TheEndOfAShardClosesItsWindowAndChildrenComeAfter) {
  LambdaRun run({.lambda = R"("tumbling_window": "900s")",
                 .events = R"({"at": "20s", "do": "SplitShard", "stream": "s", "shard": 0})"});
  run.To(Seconds(120));
  EXPECT_EQ(run.Counters().windows, 1);
  EXPECT_EQ(run.View().leases.size(), 3);
  EXPECT_EQ(run.View().leases[0].state, LeaseState::kShardEnd);
  EXPECT_GT(run.View().leases[1].processed, 0);
  EXPECT_EQ(run.View().order_violations, 0);
}

TEST(LambdaMappingTest, WithEnhancedFanOutRecordsArePushed) {
  LambdaRun run({.read = R"("read": "fan_out")"});
  run.To(Seconds(10));
  EXPECT_GT(run.Counters().invocations, 50);  // Not one a second.
  EXPECT_LT(run.View().leases[0].iterator_age, Millis(200));
  EXPECT_EQ(run.View().order_violations, 0);
}

TEST(LambdaMappingTest, LatestBeginsWithWhatComes) {
  LambdaRun run({.consumer = R"(, "start": "LATEST", "start_after": "5s")", .producer = kTen});
  run.To(Seconds(20));
  EXPECT_EQ(run.View().processed, 0);
  EXPECT_EQ(run.View().leases.size(), 1);
}

TEST(LambdaMappingTest, ADisabledMappingGoesOnWhereItStopped) {
  LambdaRun run({.events = R"({"at": "10s", "do": "PauseConsumer", "consumer": "c"},
                   {"at": "700s", "do": "PauseConsumer", "consumer": "c", "paused": false})"});
  run.To(Seconds(600));
  EXPECT_LE(run.View().processed, 100);
  run.To(Seconds(900));
  EXPECT_GT(run.View().processed, 8'900);
  EXPECT_EQ(run.View().order_violations, 0);
  EXPECT_EQ(run.View().duplicates, 0);
}

// 4 718 205 bytes, of which 3 are the key, are 6 290 940 as base64: with what is around them as
// much as an invocation holds. One byte more, and the base64 has four more.
TEST(LambdaMappingTest, ARecordThatNoPayloadHoldsIsDiscarded) {
  for (const int64_t size : {4'718'202, 4'718'203}) {
    Engine engine(test::ScenarioOf(StrCat(
        {R"({"weir": 1, "name": "large", "duration": "10m", "streams": [{"name": "s",)",
         R"("max_record_size_kib": 10240}], "producers": [{"name": "p", "stream": "s", "size": )",
         std::to_string(size), R"(, "keys": {"count": 1, "prefix": "k-"}, "limit": 1}],)",
         R"("consumers": [{"name": "c", "stream": "s", "kind": "lambda", "lambda": {)",
         R"("on_failure": "aside"}}]})"})));
    engine.AdvanceTo(kStart + Minutes(1));
    const bool fits = size == 4'718'202;
    EXPECT_EQ(engine.View().streams[0].shards[0].bytes_in, size + 3);
    const ConsumerView view = engine.View().consumers[0];
    EXPECT_EQ(view.processed, fits ? 1 : 0);
    ASSERT_EQ(view.lambda->on_failure.size(), fits ? 0 : 1);
    if (fits) continue;
    EXPECT_EQ(view.lambda->on_failure[0].condition, DiscardCondition::kPayloadTooLarge);
  }
}

TEST(LambdaMappingTest, ARecordOfACommandIsAgainAfterAFailureToo) {
  LambdaRun run({.lambda = R"("maximum_retry_attempts": 2,
                             "function": {"duration": "3s", "timeout": "1s"})",
                 .producer = R"("arrivals": {"rate": 1}, "start": "59d")",
                 .events = R"({"at": "2s", "do": "PutRecord", "stream": "s",
                             "partition_key": "k"})"});
  run.To(Minutes(2));
  EXPECT_EQ(run.Of(TraceKind::kInvocationFailed).size(), 3);
  EXPECT_EQ(run.View().duplicates, 0);  // It never got as far as the record.

  LambdaRun batch({.lambda = R"("maximum_batching_window": "5s", "maximum_retry_attempts": 2,
                               "function": {"duration_per_record": "800ms", "timeout": "1s"})",
                   .producer = R"("arrivals": {"rate": 1}, "start": "59d")",
                   .events = R"({"at": "2s", "do": "PutRecord", "stream": "s",
                               "partition_key": "k"},
                              {"at": "2s", "do": "PutRecord", "stream": "s",
                               "partition_key": "k"})"});
  batch.To(Minutes(2));
  EXPECT_EQ(batch.Of(TraceKind::kInvocationFailed).size(), 3);
  // The first of the two was processed three times.
  EXPECT_EQ(batch.CauseCount(OrderCause::kAgainAfterFailure), 2);
  EXPECT_EQ(batch.View().duplicates, 2);
}

}  // namespace
}  // namespace weir
