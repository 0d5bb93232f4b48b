// Transformation by a modelled function: rules of facts 1.4, 4 and 1.5.
#include <gtest/gtest.h>

#include "tests/support/firehose.h"

namespace weir {
namespace {

using test::AddsUp;
using test::FirehoseOf;
using test::FirehoseRun;
using test::Puts;

// 1.4, 4: two stages, and the second begins when transformed data comes.
TEST(TransformStageTest, RecordsWaitInTwoBuffers) {
  FirehoseRun run = FirehoseOf(
      R"("buffer": {"interval": "60s"}, "transform": {"duration": {"min": "1s", "max": "1s"}})",
      Puts(1, 100, 1), Seconds(115));
  EXPECT_EQ(run.view().transforms, 1);
  EXPECT_EQ(run.view().objects, 0);
  run.To(Seconds(125));
  EXPECT_EQ(run.view().objects, 1);
  EXPECT_EQ(run.TimesOf(TraceKind::kTransformed)[0].micros / 1'000'000, 61);
}

TEST(TransformStageTest, ABufferOfAMebibyteGoesAtOnce) {
  const FirehoseRun run = FirehoseOf(R"("transform": {})", Puts(100, 200'000, 6), Seconds(10));
  EXPECT_EQ(run.view().transforms, 1);
  EXPECT_EQ(run.heard.events.back().kind, TraceKind::kTransformed);
}

TEST(TransformStageTest, SplunkAndSnowflakeHaveSmallerOnes) {
  const FirehoseRun run =
      FirehoseOf(R"("destination": "splunk", "transform": {"buffer": {"interval": "10s"}})",
                 Puts(100, 100'000, 6), Seconds(5));
  EXPECT_EQ(run.view().transforms, 2);  // 256 KB: of three records each.
}

// 1.5: Ok replaces, Dropped leaves no trace, only what failed goes to the error output.
TEST(TransformStageTest, EachRecordHasItsOwnOutcome) {
  const FirehoseRun run = FirehoseOf(
      R"("buffer": {"interval": "60s"}, "backup": {"interval": "60s"},
         "transform": {"dropped": 300, "failed": 200, "size_percent": 50})",
      Puts(100, 1'000, 10'000), Minutes(6));
  const DeliveryStreamView view = run.view();
  EXPECT_EQ(view.waiting, 0);
  EXPECT_NEAR(static_cast<int>(view.dropped), 3'000, 200);
  EXPECT_NEAR(static_cast<int>(view.failed), 2'000, 200);
  EXPECT_EQ(view.delivered, 10'000 - view.dropped - view.failed);
  EXPECT_EQ(view.delivered_bytes, view.delivered * 500);
  EXPECT_TRUE(AddsUp(view));
}

// 1.5: a function that throws is called three times more, then the whole batch has failed.
TEST(TransformStageTest, AFunctionThatThrowsIsCalledFourTimes) {
  const FirehoseRun run = FirehoseOf(R"("transform": {"errors": 1000},
      "backup": {"interval": "60s"})",
                                     Puts(10, 100, 20), Minutes(5));
  EXPECT_EQ(run.view().transforms, 4);
  EXPECT_EQ(run.view().transforms_failed, 4);
  EXPECT_EQ(run.view().failed, 20);
  EXPECT_EQ(run.view().delivered, 0);
}

TEST(TransformStageTest, RetriesCanBeNone) {
  const FirehoseRun run =
      FirehoseOf(R"("transform": {"errors": 1000, "retries": 0})", Puts(10, 100, 20), Minutes(5));
  EXPECT_EQ(run.view().transforms, 1);
}

// A function that takes longer than it may is one that throws.
TEST(TransformStageTest, ATimeoutIsAFailure) {
  const FirehoseRun run = FirehoseOf(
      R"("transform": {"retries": 0, "timeout": "1s", "duration": {"min": "2s", "max": "2s"}})",
      Puts(10, 100, 20), Minutes(2));
  EXPECT_EQ(run.view().transforms_failed, 1);
}

// 1.2: five at once of one shard.
TEST(TransformStageTest, FiveInvocationsAtOnceAtMost) {
  const FirehoseRun run = FirehoseOf(R"("transform": {"duration": {"min": "30s", "max": "30s"}})",
                                     Puts(200, 600'000, 40), Seconds(20));
  EXPECT_EQ(run.view().transforms, 5);
  EXPECT_TRUE(AddsUp(run.view()));
}

// What is in the function counts as inside: its records are the oldest.
TEST(TransformStageTest, FreshnessCountsFromTheEntryIntoFirehose) {
  const FirehoseRun run = FirehoseOf(R"("buffer": {"interval": "60s"}, "transform": {})",
                                     Puts(1, 100, 1), Seconds(101));
  EXPECT_EQ(run.view().freshness.micros / 1'000'000, 100);
}

}  // namespace
}  // namespace weir
