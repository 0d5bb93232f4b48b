// Rules of facts 1.4: when a buffer is flushed. "Facts" is the collection of facts about Firehose
// with their sources; the numbers are its sections.
#include <gtest/gtest.h>

#include "tests/support/firehose.h"

namespace weir {
namespace {

using test::FirehoseOf;
using test::FirehoseRun;
using test::Puts;

constexpr std::string_view kMiB60s = R"("buffer": {"size_mib": 1, "interval": "60s"})";

// 1.4, 1: whichever is met first.
TEST(BufferingTest, TheSizeFlushesBeforeTheInterval) {
  const FirehoseRun run = FirehoseOf(kMiB60s, Puts(10, 131'072, 16), Seconds(30));
  EXPECT_EQ(run.view().objects, 2);
  EXPECT_EQ(run.view().flushed_by_size, 2);
  EXPECT_EQ(run.view().waiting, 0);
}

TEST(BufferingTest, TheIntervalFlushesBeforeTheSize) {
  FirehoseRun run = FirehoseOf(kMiB60s, Puts(10, 100, 16), Seconds(59));
  EXPECT_EQ(run.view().objects, 0);
  EXPECT_EQ(run.view().waiting, 16);
  run.To(Seconds(61));
  EXPECT_EQ(run.view().objects, 1);
  EXPECT_EQ(run.view().flushed_by_interval, 1);
}

// 1.4, 1: hints are hints: the record that reaches the size is inside, so an object is larger.
TEST(BufferingTest, AnObjectMayBeLargerThanItsHintByARecord) {
  const FirehoseRun run = FirehoseOf(kMiB60s, Puts(10, 700'000, 2), Seconds(30));
  ASSERT_EQ(run.view().objects, 1);
  EXPECT_EQ(run.view().last[0].bytes, 1'400'000);
}

// 1.4, 3: the interval counts from the first record in the buffer.
TEST(BufferingTest, TheIntervalBeginsWithTheFirstRecord) {
  const std::string later = StrCat({R"("producers": [{"name": "p", "delivery_stream": "d",
      "start": "40s", "limit": 1, "linger": "0s", "latency": {"min": "2us", "max": "2us"}}])"});
  const FirehoseRun run = FirehoseOf(kMiB60s, later, Minutes(5));
  ASSERT_EQ(run.TimesOf(TraceKind::kBufferFlushed).size(), 1);
  EXPECT_EQ(run.TimesOf(TraceKind::kBufferFlushed)[0].micros / 1'000'000, 100);
}

// 1.4, 7: "within a few seconds".
TEST(BufferingTest, ZeroBufferingDeliversWithinAFewSeconds) {
  const FirehoseRun run =
      FirehoseOf(R"("buffer": {"interval": "0s"})", Puts(10, 100, 1), Seconds(5));
  ASSERT_EQ(run.view().objects, 1);
  EXPECT_EQ(run.view().last[0].cause, FlushCause::kZeroBuffering);
}

// 1.4, 2: of Direct PUT one buffer, as long as nobody says otherwise (Modelled).
TEST(BufferingTest, DirectPutMayBeSpreadOverSeveralBuffers) {
  const FirehoseRun one = FirehoseOf(kMiB60s, Puts(10, 100, 30), Seconds(70));
  EXPECT_EQ(one.view().objects, 1);
  const FirehoseRun three = FirehoseOf(StrCat({kMiB60s, R"(, "direct_put": {"ingest_shards": 3})"}),
                                       Puts(10, 100, 30), Seconds(70));
  EXPECT_EQ(three.view().objects, 3);
}

// 1.4, 9: no early flush; what waits keeps the hints it came under, and the new version is in the
// name of what is delivered from then on.
TEST(BufferingTest, AnUpdateFlushesNothingEarly) {
  const FirehoseRun run = FirehoseOf(
      R"("buffer": {"size_mib": 1, "interval": "120s"})",
      StrCat({Puts(1, 100, 130),
              R"(, "events": [{"at": "10s", "do": "UpdateDestination", "delivery_stream": "d",
                              "buffer": {"interval": "60s"}}])"}),
      Seconds(250));
  ASSERT_EQ(run.view().objects, 2);
  EXPECT_EQ(run.view().last[0].records, 121);
  EXPECT_EQ(run.view().last[0].version, 2);
  const std::vector<Duration> flushes = run.TimesOf(TraceKind::kBufferFlushed);
  EXPECT_EQ(flushes[0].micros / 1'000'000, 120);
  EXPECT_EQ((flushes[1] - flushes[0]).micros / 1'000'000, 61);  // And the next record begins.
}

// 1.4, 8 (Modelled: by doubling).
TEST(BufferingTest, ABufferGrowsWhileDeliveryIsBehind) {
  FirehoseRun run = FirehoseOf(
      kMiB60s,
      StrCat({Puts(100, 50'000, 60'000),
              R"(, "events": [{"at": "1s", "do": "SetDestination", "delivery_stream": "d"},
              {"at": "3m", "do": "SetDestination", "delivery_stream": "d", "down": false}])"}),
      Seconds(50));
  EXPECT_EQ(run.view().buffer_bytes_max, kMebibyte);
  run.To(Minutes(3));
  EXPECT_EQ(run.view().buffer_bytes_max, 128 * kMebibyte);
  run.To(Minutes(10));
  EXPECT_GT(run.heard.CountOf(TraceKind::kBufferGrown), 6);
  // And is as small as before once nothing waits any more.
  ASSERT_FALSE(run.view().last.empty());
  EXPECT_LT(run.view().last.back().bytes, 2 * kMebibyte);
}

// 1.4, 6: a buffer a partition, for the whole stream.
TEST(BufferingTest, WithPartitionsThereIsABufferForEach) {
  const FirehoseRun run =
      FirehoseOf(R"("partition_by": "key", "buffer": {"interval": "60s"})",
                 R"("producers": [{"name": "p", "delivery_stream": "d", "arrivals": {"rate": 100},
          "limit": 1000, "keys": {"shape": "fleet", "count": 7}}])",
                 Minutes(2));
  EXPECT_EQ(run.view().objects, 7);
  EXPECT_EQ(run.view().active_partitions_max, 7);
  EXPECT_EQ(run.view().active_partitions, 0);  // One dies once it is delivered (1.6).
  EXPECT_FALSE(run.view().last[0].partition.empty());
}

// 1.2: 500 active partitions; what is beyond goes to the error output.
TEST(BufferingTest, TheFiveHundredAndFirstPartitionOverflows) {
  const FirehoseRun run = FirehoseOf(
      R"("partition_by": "key", "buffer": {"interval": "60s"},
         "backup": {"interval": "60s"})",
      R"("producers": [{"name": "p", "delivery_stream": "d", "arrivals": {"rate": 510},
          "limit": 510, "keys": {"shape": "fleet", "count": 510}}])",
      Minutes(3));
  EXPECT_EQ(run.view().active_partitions_max, kActivePartitionsMax);
  EXPECT_EQ(run.view().partition_overflow, 10);
  EXPECT_EQ(run.view().delivered, 500);
  EXPECT_EQ(run.view().failed, 10);
}

struct Refused {
  const char* members;
  const char* error;
};

std::ostream& operator<<(std::ostream& out, const Refused& refused) {
  return out << refused.members;
}

class HintsTest : public testing::TestWithParam<Refused> {};

// The table of 1.4, and what came when.
TEST_P(HintsTest, OutOfRangeIsRefused) {
  const std::string json =
      StrCat({R"({"weir": 1, "name": "t", "delivery_streams": [{"name": "d", )", GetParam().members,
              "}]}"});
  EXPECT_NE(test::ScenarioError(json).find(GetParam().error), std::string::npos)
      << test::ScenarioError(json);
}

constexpr Refused kRefused[] = {
    {R"("buffer": {"size_mib": 129})", "from 1 to 128, found 129"},
    {R"("buffer": {"interval": "901s"})", "interval"},
    {R"("rules": "2022", "buffer": {"interval": "59s"})", "expected 60 to 900 seconds"},
    {R"("rules": "2022", "destination": "iceberg")", "no destination iceberg in 2022"},
    {R"("destination": "opensearch", "buffer": {"size_mib": 101})", "expected 1 to 100 MiB"},
    {R"("destination": "splunk", "buffer": {"size_mib": 6})", "expected 1 to 5 MiB"},
    {R"("destination": "splunk", "buffer": {"interval": "61s"})", "expected 0 to 60 seconds"},
    {R"("destination": "http_endpoint", "buffer": {"size_mib": 65})", "expected 1 to 64 MiB"},
    {R"("partition_by": "key", "buffer": {"size_mib": 63})", "expected 64 to 128 MiB"},
    {R"("partition_by": "key", "buffer": {"interval": "0s"})", "expected 60 to 900 seconds"},
    {R"("backup": {"interval": "59s"})", "of a backup: expected 60 to 900 seconds"},
};
INSTANTIATE_TEST_SUITE_P(Table, HintsTest, testing::ValuesIn(kRefused));

TEST(HintsTest, ANameHasSixtyFourPlainCharacters) {
  EXPECT_NE(
      test::ScenarioError(R"({"weir": 1, "name": "t", "delivery_streams": [{"name": "a b"}]})")
          .find("1 to 64 of a-z"),
      std::string::npos);
}

struct Default {
  DestinationKind kind;
  int64_t mebibytes;
  int64_t seconds;
};

TEST(HintsTest, EveryDestinationHasItsDefaults) {
  constexpr Default kDefaults[] = {
      {DestinationKind::kS3, 5, 300},         {DestinationKind::kRedshift, 5, 300},
      {DestinationKind::kOpenSearch, 5, 300}, {DestinationKind::kOpenSearchServerless, 5, 300},
      {DestinationKind::kSplunk, 5, 60},      {DestinationKind::kHttpEndpoint, 5, 60},
      {DestinationKind::kSnowflake, 1, 0},    {DestinationKind::kIceberg, 5, 300},
  };
  for (const Default& each : kDefaults) {
    const BufferingHints hints = DefaultHints(each.kind, false);
    EXPECT_EQ(hints.bytes, each.mebibytes * kMebibyte) << RowOf(each.kind).word;
    EXPECT_EQ(hints.interval, Seconds(each.seconds)) << RowOf(each.kind).word;
    EXPECT_TRUE(ValidateHints(each.kind, Ruleset::kToday, false, hints).ok());
  }
  EXPECT_EQ(DefaultHints(DestinationKind::kS3, true).bytes, 128 * kMebibyte);
}

}  // namespace
}  // namespace weir
