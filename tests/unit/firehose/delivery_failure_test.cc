// What becomes of records when a destination does not answer: rules of facts 1.7, 1.1 and 1.2.
#include <gtest/gtest.h>

#include "tests/support/firehose.h"

namespace weir {
namespace {

using test::AddsUp;
using test::FirehoseOf;
using test::FirehoseRun;
using test::Puts;

constexpr std::string_view kDown =
    R"(, "events": [{"at": "1s", "do": "SetDestination", "delivery_stream": "d"}])";

// S3 is tried for 24 hours from the arrival of each record; then it is lost.
TEST(DeliveryFailureTest, AfterADayRecordsAreLostAndCounted) {
  FirehoseRun run = FirehoseOf(R"("buffer": {"interval": "60s"})",
                               StrCat({Puts(1, 100, 40), kDown}), Hours(24) - Seconds(1));
  EXPECT_EQ(run.view().waiting, 40);
  EXPECT_EQ(run.view().expired, 0);
  EXPECT_GT(run.view().freshness, Hours(23));
  run.To(Hours(24) + Seconds(20));
  EXPECT_GT(run.view().expired, 0);
  EXPECT_TRUE(AddsUp(run.view()));
  run.To(Hours(24) + Minutes(10));
  EXPECT_EQ(run.view().expired, 40);
  EXPECT_EQ(run.view().waiting, 0);
  EXPECT_EQ(run.view().delivered, 0);
}

TEST(DeliveryFailureTest, WhatComesBackInTimeIsDelivered) {
  FirehoseRun run = FirehoseOf(
      R"("buffer": {"interval": "60s"})",
      StrCat({Puts(1, 100, 400),
              R"(, "events": [{"at": "1s", "do": "SetDestination", "delivery_stream": "d"},
                 {"at": "23h", "do": "SetDestination", "delivery_stream": "d", "down": false}])"}),
      Hours(23));
  EXPECT_EQ(run.view().delivered, 0);
  run.To(Hours(23) + kS3RetryWaitMax + Seconds(1));
  EXPECT_EQ(run.view().delivered, 400);
  EXPECT_EQ(run.view().waiting, 0);
}

// Modelled: S3's wait doubles from 1 s to 5 min.
TEST(DeliveryFailureTest, S3IsAskedLessAndLessOften) {
  const FirehoseRun run = FirehoseOf(R"("buffer": {"interval": "60s"},
      "latency": {"min": "2us", "max": "2us"})",
                                     StrCat({Puts(1, 100, 1), kDown}), Hours(2));
  const std::vector<Duration> failed = run.TimesOf(TraceKind::kDeliveryFailed);
  ASSERT_GT(failed.size(), 12);
  EXPECT_EQ((failed[1] - failed[0]).micros / 1'000, 1'000);
  EXPECT_EQ((failed[2] - failed[1]).micros / 1'000, 2'000);
  EXPECT_EQ((failed[12] - failed[11]).micros / 1'000'000, 300);
}

// OpenSearch: every five minutes within its retry duration, then to the error output.
TEST(DeliveryFailureTest, OpenSearchGivesUpAfterItsRetryDuration) {
  const FirehoseRun run = FirehoseOf(
      R"("destination": "opensearch", "retry_for": "900s", "buffer": {"interval": "60s"},
         "latency": {"min": "2us", "max": "2us"})",
      StrCat({Puts(1, 100, 1), kDown}), Hours(1));
  const std::vector<Duration> failed = run.TimesOf(TraceKind::kDeliveryFailed);
  ASSERT_EQ(failed.size(), 3);  // At 0, 5 and 10 minutes: a fourth would begin too late.
  EXPECT_EQ((failed[1] - failed[0]).micros / 1'000'000, 300);
  EXPECT_EQ(run.view().failed, 1);
  ASSERT_EQ(run.view().last.size(), 1);
  EXPECT_EQ(run.view().last[0].type, OutputType::kDeliveryFailed);
  EXPECT_TRUE(run.view().last[0].to_bucket);
}

// HTTP: 1 s that doubles, 15 % of jitter, at most 120 s; within the retry duration.
TEST(DeliveryFailureTest, AnHttpEndpointIsAskedWithBackOffAndJitter) {
  const FirehoseRun run = FirehoseOf(
      R"("destination": "http_endpoint", "retry_for": "7200s", "buffer": {"interval": "60s"},
         "latency": {"min": "2us", "max": "2us"})",
      StrCat({Puts(1, 100, 1), kDown}), Hours(3));
  const std::vector<Duration> failed = run.TimesOf(TraceKind::kDeliveryFailed);
  ASSERT_GT(failed.size(), 20);
  bool jitter = false;
  for (size_t i = 1; i < failed.size(); ++i) {
    const int64_t wait = (failed[i] - failed[i - 1]).micros;
    const int64_t plain =
        std::min<int64_t>(int64_t{1'000'000} << std::min<size_t>(i - 1, 10), 120'000'000);
    EXPECT_GE(wait, plain * 85 / 100) << i;
    EXPECT_LE(wait, plain * 115 / 100 + 10) << i;
    jitter |= wait > plain + 10 || wait < plain - 10;
  }
  EXPECT_TRUE(jitter);
  EXPECT_LE(failed.back() - failed.front(), kDeliveryRetryMax);
  EXPECT_EQ(run.view().failed, 1);
}

// A retry duration of 0: one attempt.
TEST(DeliveryFailureTest, WithoutARetryDurationOneAttemptIsAll) {
  const FirehoseRun run = FirehoseOf(R"("destination": "splunk", "retry_for": "0s")",
                                     StrCat({Puts(1, 100, 5), kDown}), Minutes(5));
  EXPECT_EQ(run.view().attempts_failed, 1);
  EXPECT_EQ(run.view().failed, 5);
}

// At least once: an attempt that was carried out and not answered is made again.
TEST(DeliveryFailureTest, ALostAnswerDeliversTwice) {
  const FirehoseRun run =
      FirehoseOf(R"("destination": "splunk", "lost_answers": 1000, "retry_for": "7200s")",
                 Puts(1, 100, 5), Minutes(10));
  EXPECT_GE(run.view().delivered_twice, 5);
  // Nobody has answered yet: as far as Firehose knows, nothing is delivered.
  EXPECT_EQ(run.view().delivered, 0);
  EXPECT_TRUE(AddsUp(run.view()));
  // The wait for Splunk's acknowledgement is what an attempt takes.
  EXPECT_GE(run.TimesOf(TraceKind::kDeliveryFailed)[0], Seconds(60) + kSplunkAckMin);
}

// While the bucket is down too, what is given up waits there; it is nowhere twice.
TEST(DeliveryFailureTest, TheErrorOutputMayBeDownToo) {
  FirehoseRun run = FirehoseOf(
      R"("destination": "http_endpoint", "retry_for": "60s")",
      StrCat({Puts(1, 100, 5),
              R"(, "events": [{"at": "0s", "do": "SetDestination", "delivery_stream": "d"},
                 {"at": "0s", "do": "SetDestination", "delivery_stream": "d", "which": "backup"},
                 {"at": "1h", "do": "SetDestination", "delivery_stream": "d", "which": "backup",
                  "down": false}])"}),
      Minutes(50));
  EXPECT_EQ(run.view().waiting, 5);
  EXPECT_EQ(run.view().failed, 0);
  run.To(Hours(2));
  EXPECT_EQ(run.view().failed, 5);
  EXPECT_TRUE(AddsUp(run.view()));
}

// A backup of all source records is a copy and counts nowhere else.
TEST(DeliveryFailureTest, ABackupOfAllIsACopy) {
  const FirehoseRun run =
      FirehoseOf(R"("buffer": {"interval": "60s"}, "backup": {"mode": "all", "interval": "120s"})",
                 Puts(1, 100, 100), Minutes(10));
  EXPECT_EQ(run.view().delivered, 100);
  EXPECT_EQ(run.view().backup_records, 100);
  EXPECT_EQ(run.view().backup_objects, 1);
  EXPECT_TRUE(AddsUp(run.view()));
}

// 1.1: pending data is discarded, not flushed; then the name is unknown.
TEST(DeliveryFailureTest, DeletionDiscards) {
  FirehoseRun run = FirehoseOf("",
                               StrCat({Puts(1, 100, 1'000),
                                       R"(, "events": [{"at": "10s", "do": "DeleteDeliveryStream",
                                   "delivery_stream": "d"}])"}),
                               Seconds(20));
  EXPECT_EQ(run.view().status, DeliveryStreamStatus::kDeleting);
  EXPECT_EQ(run.view().discarded, 10);
  EXPECT_EQ(run.view().objects, 0);
  EXPECT_EQ(run.engine.Apply(DeleteDeliveryStreamCommand{"d"}).error().code,
            ErrorCode::kResourceInUse);
  run.To(Minutes(10));
  EXPECT_EQ(run.view().status, DeliveryStreamStatus::kDeleted);
  EXPECT_EQ(run.view().records_in, 10);
  EXPECT_TRUE(AddsUp(run.view()));
  EXPECT_EQ(run.engine.Apply(DeleteDeliveryStreamCommand{"d"}).error().message,
            "Firehose d under account 111111111111 not found.");
}

// 1.3: the errors of UpdateDestination.
TEST(DeliveryFailureTest, AnUpdateNeedsTheVersionAndSomethingToUpdate) {
  FirehoseRun run = FirehoseOf("", Puts(1, 100, 1), Seconds(1));
  const auto update = [&](const UpdateDestinationCommand& command) {
    return run.engine.Apply(command);
  };
  const Result<void> stale = update({"d", 2, {}, Seconds(60)});
  ASSERT_FALSE(stale.ok());
  EXPECT_EQ(stale.error().code, ErrorCode::kConcurrentModification);
  EXPECT_NE(stale.error().message.find("1"), std::string::npos);
  EXPECT_NE(stale.error().message.find("2"), std::string::npos);
  EXPECT_EQ(update({"d", 1, {}, {}}).error().message,
            "At least one destination or source configuration update must be provided");
  EXPECT_EQ(update({"d", 1, 200 * kMebibyte, {}}).error().code, ErrorCode::kInvalidArgument);
  ASSERT_TRUE(update({"d", 1, {}, Seconds(60)}).ok());
  EXPECT_EQ(run.view().version, 2);
}

// 1.9: each record by itself is rounded up to 5 KB.
TEST(DeliveryFailureTest, EachRecordIsBilledAsFiveKilobytesAtLeast) {
  EXPECT_EQ(FirehoseOf("", Puts(10, 1'024, 2), Seconds(5)).view().kib_billed, 10);
  EXPECT_EQ(FirehoseOf("", Puts(10, 5'120, 2), Seconds(5)).view().kib_billed, 10);
  EXPECT_EQ(FirehoseOf("", Puts(10, 5'121, 2), Seconds(5)).view().kib_billed, 20);
}

// 1.8: DataFreshness is the age of the oldest record that is still inside.
TEST(DeliveryFailureTest, FreshnessIsTheAgeOfTheOldestInside) {
  FirehoseRun run = FirehoseOf(R"("buffer": {"interval": "60s"})", Puts(1, 100, 1), Seconds(31));
  EXPECT_EQ(run.view().freshness.micros / 1'000'000, 30);
  run.To(Seconds(70));
  EXPECT_EQ(run.view().freshness, Duration{});
}

}  // namespace
}  // namespace weir
