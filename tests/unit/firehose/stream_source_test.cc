// A Data Stream as the source: rules of facts 1.4, 2 and 10, and 1.3.
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "tests/support/firehose.h"

namespace weir {
namespace {

using test::AddsUp;
using test::FirehoseOf;
using test::FirehoseRun;

constexpr std::string_view kFromStream =
    R"("stream": "s", "buffer": {"size_mib": 5, "interval": "60s"})";

std::string Into(std::string_view stream_members, std::string_view producer_members) {
  return StrCat({R"("streams": [{"name": "s", )", stream_members,
                 R"(}], "producers": [{"name": "p", "stream": "s", )", producer_members, "}]"});
}

// 1.4, 2: five shards and one interval give five objects.
TEST(StreamSourceTest, HintsHoldForEveryShard) {
  const FirehoseRun run =
      FirehoseOf(kFromStream, Into(R"("shards": 5)", R"("arrivals": {"rate": 100}, "limit": 3000)"),
                 Seconds(70));
  EXPECT_EQ(run.view().objects, 5);
  EXPECT_EQ(run.view().delivered, 3'000);
  EXPECT_TRUE(AddsUp(run.view()));
}

// 1.4, 10: it starts at LATEST: what was there before is not delivered.
TEST(StreamSourceTest, ItBeginsAtTheEndOfItsStream) {
  StreamService streams;
  Scheduler scheduler;
  Trace trace;
  Metrics metrics;
  SimContext sim{streams, scheduler, trace, metrics};
  const Instant now = test::kStart;
  StreamSettings settings;
  settings.name = "s";
  ASSERT_TRUE(streams.AddStream(now - Hours(1), settings).ok());
  streams.stream({0}).AdvanceStatus(now);
  const auto put = [&](Instant at, std::string_view data) {
    const std::array<PutRecordsEntry, 1> entries{{{"k", data, {}}}};
    std::array<PutRecordsResultEntry, 1> results;
    ASSERT_TRUE(streams.stream({0}).PutRecords(at, entries, results).ok());
  };
  put(now, "before");
  StreamSource source({0}, {0}, 0, 26);
  source.Start(now + Seconds(1), sim);
  put(now + Seconds(2), "after");
  const test::NoRecords none;
  std::vector<std::string> read;
  source.OnRead(now + Seconds(1) + kSourceReadEvery, 0, sim, none,
                [&](const SourceRecord& record) { read.emplace_back(record.literal); });
  EXPECT_EQ(read, std::vector<std::string>{"after"});
}

// 1.4, 10: one GetRecords a second and shard, of the five that all readers share.
TEST(StreamSourceTest, ItReadsOnceASecond) {
  const FirehoseRun run =
      FirehoseOf(kFromStream, Into(R"("shards": 2)", R"("arrivals": {"rate": 1000})"), Seconds(10));
  const std::vector<Duration> reads = run.TimesOf(TraceKind::kSourceRead);
  ASSERT_EQ(reads.size(), 20);  // The record of the very start has arrived by the first second.
  EXPECT_EQ(reads[0], Seconds(1));
  EXPECT_EQ(reads[2] - reads[0], Seconds(1));
}

TEST(StreamSourceTest, ItsReadsCountAgainstTheLimitOfTheShard) {
  const FirehoseRun run =
      FirehoseOf(kFromStream,
                 StrCat({Into(R"("shards": 1)", R"("arrivals": {"rate": 10})"),
                         R"(, "consumers": [{"name": "a", "stream": "s", "poll": "50ms"},
                                 {"name": "b", "stream": "s", "poll": "50ms"},
                                 {"name": "c", "stream": "s", "poll": "70ms"}])"}),
                 Minutes(2));
  EXPECT_GT(run.view().reads_throttled, 0);
  EXPECT_TRUE(AddsUp(run.view()));
}

// 1.4, 10: it opens what the KPL has aggregated.
TEST(StreamSourceTest, AggregatedRecordsAreOpened) {
  const FirehoseRun run = FirehoseOf(
      kFromStream,
      Into(R"("shards": 1)", R"("kind": "kpl", "arrivals": {"rate": 1000}, "limit": 2000)"),
      Minutes(3));
  EXPECT_LT(run.engine.View().streams[0].shards[0].records_in, 1'000);
  EXPECT_EQ(run.view().records_in, 2'000);
  EXPECT_EQ(run.view().delivered, 2'000);
  EXPECT_EQ(run.view().bytes_in, 2'000 * 100);  // Of data: there is no partition key in Firehose.
}

// Children are read after their parents, from their beginning.
TEST(StreamSourceTest, NothingIsLostOverASplitAndAMerge) {
  const FirehoseRun run = FirehoseOf(
      kFromStream,
      StrCat({Into(R"("shards": 2)", R"("arrivals": {"rate": 100}, "limit": 20000)"),
              R"(, "events": [{"at": "20s", "do": "SplitShard", "stream": "s", "shard": 0},
                              {"at": "100s", "do": "MergeShards", "stream": "s", "shard": 2,
                               "adjacent": 3}])"}),
      Minutes(6));
  EXPECT_EQ(run.view().delivered, 20'000);
  EXPECT_EQ(run.engine.View().streams[0].shards.size(), 5);
}

// 1.3 and 0: the service's words.
TEST(StreamSourceTest, NobodyMayPutToIt) {
  const FirehoseRun run = FirehoseOf(kFromStream,
                                     R"("streams": [{"name": "s"}],
         "producers": [{"name": "a", "delivery_stream": "d", "kind": "agent", "limit": 10},
                       {"name": "b", "delivery_stream": "d", "limit": 10}])",
                                     Minutes(2));
  EXPECT_EQ(run.view().records_in, 0);
  EXPECT_GT(run.heard.CountOf(TraceKind::kDirectPutRefused), 1);
  EXPECT_EQ(run.engine.View().producers[1].refused, 10);
  EXPECT_EQ(run.engine.View().producers[0].accepted, 0);
  DirectPut put(test::kStart, "d", true, kDirectPutQuotaLarge, true);
  std::vector<ThrottledEntry> throttled;
  const Result<void> refused = put.PutRecordBatch(test::kStart, {}, throttled);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(refused.error().message,
            "This operation is not permitted on KinesisStreamAsSource delivery stream type.");
}

// 1.2: kept as long as the stream keeps it.
TEST(StreamSourceTest, UndeliveredRecordsAreKeptForTheRetentionOfTheStream) {
  FirehoseRun run = FirehoseOf(
      kFromStream,
      StrCat({Into(R"("shards": 1, "retention": "26h")", R"("limit": 100)"),
              R"(, "events": [{"at": "0s", "do": "SetDestination", "delivery_stream": "d"}])"}),
      Hours(25));
  EXPECT_EQ(run.view().waiting, 100);
  run.To(Hours(27));
  EXPECT_EQ(run.view().expired, 100);
}

// A record put by hand is delivered with its own bytes.
TEST(StreamSourceTest, ARecordWithBytesIsDeliveredAsItIs) {
  const FirehoseRun run = FirehoseOf(
      kFromStream,
      R"("streams": [{"name": "s"}], "events": [{"at": "5s", "do": "PutRecord", "stream": "s",
          "partition_key": "k", "data": "hello"}])",
      Minutes(2));
  ASSERT_EQ(run.view().delivered, 1);
  const DeliveryBatch* batch = run.stream().RecordsOf(0);
  ASSERT_NE(batch, nullptr);
  EXPECT_EQ(run.engine.DeliveredBytesOf({0}, batch->records[0]), "hello");
  EXPECT_EQ(run.view().bytes_in, 5);
}

}  // namespace
}  // namespace weir
