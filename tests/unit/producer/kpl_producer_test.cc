// The library from end to end: driven by an engine, watched through its trace, its view and what
// lies in the log.
#include "core/producer/kpl_producer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "core/base/text.h"
#include "core/engine/engine.h"
#include "core/producer/kpl_aggregate.h"
#include "tests/support/builders.h"
#include "tests/support/near.h"

namespace weir {
namespace {

using test::kStart;
using test::Near;
using test::Recorder;
using test::ScenarioWith;

// One producer "p" on the library; a call takes 10 ms. Run for `length`.
struct KplRun {
  KplRun(std::string_view members, Duration length, int shards = 1, std::string_view rest = "")
      : engine(ScenarioWith(shards, StrCat({R"("duration": "30h", "producers": [{"name": "p", )",
                                            R"("kind": "kpl", "stream": "s", )",
                                            R"("latency": {"min": "10ms", "max": "10ms"}, )",
                                            members, "}]", rest}))) {
    engine.AdvanceTo(kStart + length, &recorder);
  }
  ProducerView View() const { return engine.View().producers[0]; }
  const ShardLog& Log(uint32_t shard) const {
    return engine.streams().stream({0}).shard({shard}).log();
  }
  std::vector<TraceEvent> Of(TraceKind kind) const {
    std::vector<TraceEvent> events;
    for (const TraceEvent& event : recorder.events) {
      if (event.kind == kind) events.push_back(event);
    }
    return events;
  }
  uint32_t UsersIn(uint32_t shard, uint64_t ordinal) const {
    return engine.streams().aggregates().UserRecordsOf({0}, Log(shard).Row(ordinal).number);
  }

  Recorder recorder;
  Engine engine;
};

// Nothing is ever lost track of.
void ExpectBalanced(const ProducerView& view) {
  EXPECT_EQ(view.intended, view.accepted + view.given_up + view.refused + view.waiting);
  EXPECT_GE(view.waiting, 0);
}

TEST(KplProducerTest, ARecordIsSentWithin100MsAnd20MsForItsCall) {
  // The shards are known after 10 ms: two records travel alone, but in one call; the others wait
  // for the first of them, created at 20 ms.
  const KplRun run(R"("arrivals": {"rate": 100}, "stop": "110ms")", Seconds(2));
  const std::vector<TraceEvent> puts = run.Of(TraceKind::kPutRecords);
  ASSERT_EQ(puts.size(), 2u);
  EXPECT_EQ(run.UsersIn(0, 0), 1u);
  EXPECT_EQ(puts[0].at, kStart + Millis(100 + 5));
  EXPECT_EQ(run.UsersIn(0, 1), 1u);
  EXPECT_EQ(run.UsersIn(0, 2), 9u);
  EXPECT_EQ(puts[1].at, kStart + Millis(20 + 100 + 20 + 5));
  EXPECT_EQ(run.View().accepted, 11);
  EXPECT_EQ(run.View().stream_records, 3);
  EXPECT_EQ(run.View().aggregated_records, 1);
  EXPECT_EQ(run.View().calls, 2);
  EXPECT_TRUE(run.View().done);
}

TEST(KplProducerTest, AFullAggregateLeavesAtOnce) {
  // 100 records of 1,000 bytes every 50 ms are two aggregates of 51,200 bytes.
  const KplRun run(R"("arrivals": {"rate": 2000}, "size": 1000, "keys": {"count": 1})", Seconds(2));
  EXPECT_GT(run.View().aggregated_records, 40);
  for (uint64_t i = 1; i < run.Log(0).end(); ++i) {
    if (run.UsersIn(0, i) == 1) continue;
    EXPECT_LE(run.Log(0).Row(i).billed_bytes, 51'200u + 1);
    EXPECT_EQ(run.UsersIn(0, i), 50u) << "50 records of 1,010 bytes fit, 51 do not";
  }
}

TEST(KplProducerTest, SmallRecordsPassTheLimitOf1000ASecond) {
  const KplRun run(R"("arrivals": {"rate": 10000}, "size": 60)", Seconds(10));
  EXPECT_EQ(run.View().throttled, 0);
  EXPECT_EQ(run.View().intended, 100'001);
  EXPECT_TRUE(Near(run.View().accepted, 99'000, 600));  // The rest is on its way.
  EXPECT_LT(run.View().stream_records, 500);
  ExpectBalanced(run.View());
}

TEST(KplProducerTest, WithoutAggregationItIsThrottledLikeAnyOther) {
  const KplRun run(R"("arrivals": {"rate": 2000}, "size": 60, "kpl": {"aggregation": false})",
                   Seconds(20));
  EXPECT_GT(run.View().throttled, 1'000);
  EXPECT_EQ(run.View().stream_records, run.View().accepted);
  EXPECT_EQ(run.View().aggregated_records, 0);
  EXPECT_TRUE(Near(run.View().accepted, 21'000, 500));
  EXPECT_TRUE(run.Of(TraceKind::kShardsListed).empty());
}

TEST(KplProducerTest, WhatIsThrottledGoesBackWithoutAWait) {
  // Three MiB at once, of which a shard takes one and the limiter lets one through a second.
  const KplRun run(R"("arrivals": {"shape": "burst", "rate": 0, "peak": 6000, "lasts": "100ms",
                      "every": "1h"}, "size": 5000, "kpl": {"rate_limit_percent": 1000000})",
                   Millis(400));
  const std::vector<TraceEvent> puts = run.Of(TraceKind::kPutRecords);
  const std::vector<TraceEvent> retries = run.Of(TraceKind::kRetryScheduled);
  ASSERT_FALSE(retries.empty());
  // In half of the 100 ms, 20 ms for its call, 5 ms on the way: again at the service.
  bool found = false;
  for (const TraceEvent& put : puts) found |= put.at == retries[0].at + Millis(50 + 20 + 5);
  EXPECT_TRUE(found);
  ExpectBalanced(run.View());
}

TEST(KplProducerTest, TheLimiterKeepsTo150Percent) {
  // 3 MiB/s for a shard of 1: with 150 %, half of what is sent is throttled a third of the time.
  const KplRun run(R"("arrivals": {"rate": 300}, "size": 10000)", Seconds(20));
  int64_t sent = 0;
  for (const TraceEvent& put : run.Of(TraceKind::kPutRecords)) {
    if (put.at > kStart + Seconds(5) && put.at <= kStart + Seconds(15)) sent += put.x + put.y;
  }
  // Aggregates of five records of 10,007 bytes: 1.5 MiB are 31.4 of them.
  EXPECT_TRUE(Near(sent, 314, 8));
}

TEST(KplProducerTest, RecordsThatOutliveTheirTtlAreGivenUp) {
  const KplRun run(
      R"("arrivals": {"rate": 300}, "size": 10000, "stop": "40s", "kpl": {"record_ttl": "5s"})",
      Seconds(60));
  EXPECT_GT(run.View().given_up, 0);
  EXPECT_TRUE(run.View().done);
  EXPECT_EQ(run.View().waiting, 0);
  ExpectBalanced(run.View());
  EXPECT_EQ(run.recorder.SumOf(TraceKind::kGaveUp), run.View().given_up);
  // 1 MiB a second for 45 s.
  EXPECT_TRUE(Near(run.View().accepted, 105 * 45, 150));
}

TEST(KplProducerTest, FailIfThrottledGivesUpAtOnce) {
  const KplRun run(
      R"("arrivals": {"rate": 300}, "size": 10000, "stop": "10s",
                       "kpl": {"fail_if_throttled": true, "rate_limit_percent": 1000000})",
      Seconds(30));
  EXPECT_GT(run.View().throttled, 0);
  EXPECT_EQ(run.View().given_up, run.View().throttled);
  EXPECT_EQ(run.View().retried, 0);
  ExpectBalanced(run.View());
}

TEST(KplProducerTest, OnlyMaxConnectionsCallsAreUnderWay) {
  // Calls of one record each, all 5 ms a new one; a connection has one every 10 ms.
  for (const auto& [connections, calls] : {std::pair{1, 100}, std::pair{2, 200}}) {
    const KplRun run(
        StrCat({R"("arrivals": {"rate": 400}, "size": 10, "kpl": {"aggregation": false,)",
                R"( "collection_max_count": 1, "max_connections": )", std::to_string(connections),
                "}"}),
        Seconds(1));
    EXPECT_TRUE(Near(run.View().calls, calls, 2)) << connections;
  }
}

TEST(KplProducerTest, ARecordLargerThanOneMebibyteIsRefused) {
  const KplRun run(R"("arrivals": {"rate": 1}, "size": 1048577, "stop": "3s")", Seconds(9), 4);
  EXPECT_EQ(run.View().refused, 3);
  EXPECT_EQ(run.View().accepted, 0);
  EXPECT_TRUE(run.View().done);
  const KplRun fits(R"("arrivals": {"rate": 1}, "size": 1048560, "stop": "3s")", Seconds(9), 4);
  EXPECT_EQ(fits.View().accepted, 3);
}

TEST(KplProducerTest, ASplitMisroutesWhatIsUnderWayAndSendsItAgain) {
  const KplRun run(R"("arrivals": {"rate": 5000}, "size": 60, "stop": "50s")", Seconds(60), 1,
                   R"(, "events": [{"at": "1s", "do": "SplitShard", "stream": "s", "shard": 0}])");
  const ProducerView view = run.View();
  EXPECT_GT(view.misrouted, 0);
  EXPECT_LT(view.misrouted, 20);  // Until the shards are listed again.
  EXPECT_EQ(view.accepted, 250'000);
  EXPECT_EQ(run.Of(TraceKind::kShardsListed).size(), 2u);
  ASSERT_FALSE(run.Of(TraceKind::kMisrouted).empty());
  EXPECT_EQ(run.Of(TraceKind::kMisrouted)[0].y > 0, true);
  // Every user record lies in the shard of its key at least once, and some lie in another too.
  std::vector<int> seen(250'000);
  int64_t outside = 0;
  for (uint32_t shard = 0; shard < 3; ++shard) {
    const HashKeyRange range = run.engine.streams().stream({0}).shard({shard}).range();
    for (uint64_t i = 0; i < run.Log(shard).end(); ++i) {
      run.engine.streams().aggregates().ForEach(
          {0}, run.Log(shard).Row(i).number, [&](const UserRecord& user) {
            const bool inside = range.Contains(HashKeyOf(run.engine.KeyOf({0}, user.key)));
            outside += inside ? 0 : 1;
            seen[user.number] += inside ? 1 : 0;
          });
    }
  }
  EXPECT_GT(outside, 0);
  EXPECT_EQ(std::count(seen.begin(), seen.end(), 0), 0);
}

TEST(KplProducerTest, TheBytesOfARecordAreThoseOfTheFormat) {
  const KplRun run(R"("arrivals": {"rate": 3000}, "size": {"min": 0, "max": 300},
                      "keys": {"count": 300}, "stop": "1s")",
                   Seconds(3));
  std::vector<int> seen(3'000);
  for (uint64_t i = 0; i < run.Log(0).end(); ++i) {
    const std::string data = run.engine.DataOf({0}, {0}, i);
    const std::string key = run.engine.PartitionKeyOf({0}, {0}, i);
    ASSERT_EQ(data.size() + key.size(), run.Log(0).Row(i).billed_bytes) << i;
    const auto users = DecodeKplAggregate(data);
    ASSERT_EQ(users.has_value(), run.UsersIn(0, i) > 1);
    if (!users) continue;
    EXPECT_EQ(key, "a");
    size_t place = 0;
    ASSERT_EQ(users->size(), run.UsersIn(0, i));
    run.engine.streams().aggregates().ForEach(
        {0}, run.Log(0).Row(i).number, [&](const UserRecord& user) {
          const KplUserRecord& read = (*users)[place++];
          EXPECT_EQ(read.partition_key, run.engine.KeyOf({0}, user.key));
          EXPECT_EQ(read.partition_key.size() + read.data.size(), user.bytes);
          ++seen[user.number];
        });
  }
  EXPECT_GT(std::count(seen.begin(), seen.end(), 1), 2'900);
}

TEST(KplProducerTest, MoreThanAnHourAfterRetentionAggregatesAreForgotten) {
  KplRun run(R"("arrivals": {"rate": 1}, "size": 60)", Hours(26));
  EXPECT_EQ(run.engine.streams().aggregates().UserRecordsOf({0}, 0), 0u);
  const ShardLog& log = run.Log(0);
  EXPECT_GT(run.UsersIn(0, log.trim_horizon()), 0u);
  EXPECT_GT(run.UsersIn(0, log.end() - 1), 0u);
}

TEST(KplProducerTest, AStreamThatIsGoneIsListedAgainWithGrowingWaits) {
  const KplRun run(R"("arrivals": {"rate": 10}, "start": "20s", "stop": "21s")", Seconds(70), 1,
                   R"(, "events": [{"at": "1s", "do": "DeleteStream", "stream": "s"}])");
  EXPECT_EQ(run.View().given_up, 10);
  EXPECT_TRUE(run.View().done);
  EXPECT_TRUE(run.Of(TraceKind::kShardsListed).empty());
}

TEST(KplProducerTest, ANewRateHoldsFromItsMomentOn) {
  const KplRun run(R"("arrivals": {"rate": 100})", Seconds(20), 1,
                   R"(, "events": [{"at": "10s", "do": "SetProducerRate", "producer": "p",
                                   "rate": 1000}])");
  EXPECT_TRUE(Near(run.View().intended, 1'000 + 10'000, 3));
  ExpectBalanced(run.View());
}

}  // namespace
}  // namespace weir
