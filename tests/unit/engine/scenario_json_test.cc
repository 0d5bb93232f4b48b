// Scenarios as text: every member is read, and every wrong one is refused with its path.
#include "core/engine/scenario_json.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/base/text.h"
#include "core/engine/json_document.h"
#include "tests/support/builders.h"

namespace weir {
namespace {

using test::ScenarioError;
using test::ScenarioOf;

// Every member, none of them at its default.
constexpr std::string_view kFull = R"({
  "weir": 1, "name": "full", "title": "A title", "about": "About it.", "seed": 9,
  "start": "2026-02-03T04:05:06Z", "duration": "7m",
  "streams": [
    {"name": "a", "shards": 3, "retention": "48h", "max_record_size_kib": 2048},
    {"name": "b", "mode": "on_demand", "shards": 5}],
  "producers": [
    {"name": "p", "stream": "b",
     "arrivals": {"shape": "burst", "spacing": "poisson", "rate": "30/m", "peak": 50,
                  "every": "2m", "lasts": "3s"},
     "keys": {"shape": "hot", "count": 12, "prefix": "k", "hot_percent": 33,
              "partition_by": "salted", "salts": 6},
     "size": {"min": 10, "max": 20}, "limit": 1000, "start": "5s", "stop": "65s", "batch": 100,
     "linger": "50ms", "in_flight": 2, "latency": {"min": "1ms", "max": "2ms"},
     "retry": {"attempts": 7, "base": "20ms", "max": "9s"}, "in_order": true},
    {"name": "q", "stream": "a",
     "replay": {"file": "earthquakes.csv", "format": "csv", "key": "net", "time": "updated",
                "event_time": "time", "time_unit": "auto", "order": "time", "speed": 1000}}],
  "consumers": [
    {"name": "c", "stream": "a", "start": "AT_TIMESTAMP", "timestamp": "2026-02-03T04:05:10Z",
     "start_after": "9s", "workers": 4, "poll": "2s", "limit": 77, "records_per_second": 88,
     "latency": {"min": "3ms", "max": "4ms"}, "children": "at_once", "read": "poll"}],
  "events": [
    {"at": "20s", "do": "SplitShard", "stream": "a", "shard": 1, "new_starting_hash_key": "5"},
    {"at": "10s", "do": "DeleteStream", "stream": "b"}]
})";

TEST(ScenarioJsonTest, EveryMemberOfTheScenarioAndItsStreamsIsRead) {
  const auto scenario = ScenarioOf(kFull);
  EXPECT_EQ(scenario->name, "full");
  EXPECT_EQ(scenario->title, "A title");
  EXPECT_EQ(scenario->about, "About it.");
  EXPECT_EQ(scenario->seed, 9);
  EXPECT_EQ(FormatTimestamp(scenario->start), "2026-02-03T04:05:06.000000Z");
  EXPECT_EQ(scenario->duration, Minutes(7));
  EXPECT_EQ(scenario->source, kFull);
  ASSERT_EQ(scenario->streams.size(), 2);
  EXPECT_EQ(scenario->streams[0].name, "a");
  EXPECT_EQ(scenario->streams[0].shard_count, 3);
  EXPECT_EQ(scenario->streams[0].retention, Hours(48));
  EXPECT_EQ(scenario->streams[0].max_record_size_kib, 2'048);
  EXPECT_EQ(scenario->streams[0].mode, StreamMode::kProvisioned);
  EXPECT_EQ(scenario->streams[1].mode, StreamMode::kOnDemand);
  EXPECT_EQ(scenario->streams[1].shard_count, 5);
}

TEST(ScenarioJsonTest, EveryMemberOfAProducerIsRead) {
  const auto scenario = ScenarioOf(kFull);
  const ProducerSpec& p = scenario->producers[0];
  EXPECT_EQ(p.name, "p");
  EXPECT_EQ(p.stream, StreamId{1});
  EXPECT_EQ(p.start, Seconds(5));
  EXPECT_EQ(p.stop, Seconds(65));
  EXPECT_EQ(p.batch, 100);
  EXPECT_EQ(p.linger, Millis(50));
  EXPECT_EQ(p.in_flight, 2);
  EXPECT_EQ(p.latency_min, Millis(1));
  EXPECT_EQ(p.latency_max, Millis(2));
  EXPECT_EQ(p.retry.attempts, 7);
  EXPECT_EQ(p.retry.base, Millis(20));
  EXPECT_EQ(p.retry.max, Seconds(9));
  EXPECT_TRUE(p.in_order);
  EXPECT_EQ(p.workload.limit, 1'000);
  EXPECT_EQ(p.workload.size.min_bytes, 10);
  EXPECT_EQ(p.workload.size.max_bytes, 20);
}

TEST(ScenarioJsonTest, EveryMemberOfAWorkloadIsRead) {
  const auto scenario = ScenarioOf(kFull);
  const ArrivalSpec& arrivals = scenario->producers[0].workload.arrivals;
  EXPECT_EQ(arrivals.shape, ArrivalShape::kBurst);
  EXPECT_EQ(arrivals.spacing, ArrivalSpacing::kPoisson);
  EXPECT_EQ(arrivals.rate.count, 30);
  EXPECT_EQ(arrivals.rate.per, Minutes(1));
  EXPECT_EQ(arrivals.peak.count, 50);
  EXPECT_EQ(arrivals.peak.per, Seconds(1));
  EXPECT_EQ(arrivals.period, Minutes(2));
  EXPECT_EQ(arrivals.lasts, Seconds(3));
  const KeySpec& keys = scenario->producers[0].workload.keys;
  EXPECT_EQ(keys.shape, KeyShape::kHot);
  EXPECT_EQ(keys.count, 12);
  EXPECT_EQ(keys.prefix, "k");
  EXPECT_EQ(keys.hot_percent, 33);
  EXPECT_EQ(keys.partition_by, PartitionBy::kSalted);
  EXPECT_EQ(keys.salts, 6);
  const ReplaySpec& replay = scenario->producers[1].workload.replay;
  EXPECT_EQ(replay.name, "earthquakes.csv");
  EXPECT_EQ(replay.speed, 1'000);
  EXPECT_EQ(replay.dataset->rows.size(), 1'707);
}

TEST(ScenarioJsonTest, EveryMemberOfAConsumerIsRead) {
  const auto scenario = ScenarioOf(kFull);
  const ConsumerSpec& c = scenario->consumers[0];
  EXPECT_EQ(c.stream, StreamId{0});
  EXPECT_EQ(c.start, ShardIteratorType::kAtTimestamp);
  EXPECT_EQ(c.start_timestamp, scenario->start + Seconds(4));
  EXPECT_EQ(c.start_after, Seconds(9));
  EXPECT_EQ(c.workers, 4);
  EXPECT_EQ(c.poll, Seconds(2));
  EXPECT_EQ(c.limit, 77);
  EXPECT_EQ(c.records_per_second, 88);
  EXPECT_EQ(c.latency_min, Millis(3));
  EXPECT_EQ(c.latency_max, Millis(4));
  EXPECT_EQ(c.children, ChildPolicy::kAtOnce);
  EXPECT_EQ(c.read, ReadMode::kPoll);
}

TEST(ScenarioJsonTest, EventsAreSortedByTimeAndKeepTheOrderOfTheFileWithinIt) {
  const auto scenario = ScenarioOf(kFull);
  ASSERT_EQ(scenario->events.size(), 2);
  EXPECT_EQ(scenario->events[0].at, Seconds(10));
  EXPECT_EQ(std::get<DeleteStreamCommand>(scenario->events[0].command).stream, "b");
  const auto& split = std::get<SplitShardCommand>(scenario->events[1].command);
  EXPECT_EQ(split.new_starting, (HashKey{0, 5}));
  const auto same = test::ScenarioWith(1, R"("events": [
      {"at": "1s", "do": "DeleteStream", "stream": "x"}, {"at": "0s", "do": "DeleteStream",
       "stream": "w"}, {"at": "1s", "do": "DeleteStream", "stream": "y"}])");
  std::string order;
  for (const TimedCommand& event : same->events) {
    order += std::get<DeleteStreamCommand>(event.command).stream;
  }
  EXPECT_EQ(order, "wxy");
}

TEST(ScenarioJsonTest, TheLeastScenarioHasTheDefaults) {
  const auto scenario = ScenarioOf(
      R"({"weir": 1, "name": "n", "streams": [{"name": "s"}],
          "producers": [{"name": "p", "stream": "s"}], "consumers": [{"name": "c", "stream": "s"}]})");
  EXPECT_EQ(scenario->title, "n");
  EXPECT_EQ(scenario->seed, 1);
  EXPECT_EQ(scenario->duration, Minutes(5));
  EXPECT_EQ(FormatTimestamp(scenario->start), "2026-01-01T00:00:00.000000Z");
  EXPECT_EQ(scenario->streams[0].shard_count, 1);
  EXPECT_EQ(scenario->streams[0].retention, Hours(24));
  EXPECT_EQ(scenario->streams[0].max_record_size_kib, 1'024);
  EXPECT_EQ(scenario->producers[0].workload.arrivals.rate.count, 100);
  EXPECT_EQ(scenario->producers[0].workload.keys.count, 100);
  EXPECT_EQ(scenario->producers[0].batch, 500);
  EXPECT_EQ(scenario->consumers[0].poll, Seconds(1));
  EXPECT_EQ(scenario->consumers[0].limit, 10'000);
}

TEST(ScenarioJsonTest, TheShapesOfArrivalsHaveTheirOwnMembersAndDefaults) {
  const auto arrivals = [](std::string_view members) {
    return test::ScenarioWith(1, StrCat({R"("producers": [{"name": "p", "stream": "s",
        "arrivals": {)",
                                         members, "}}]"}))
        ->producers[0]
        .workload.arrivals;
  };
  EXPECT_EQ(arrivals(R"("shape": "poisson")").spacing, ArrivalSpacing::kPoisson);
  EXPECT_EQ(arrivals(R"("shape": "poisson")").shape, ArrivalShape::kConstant);
  EXPECT_EQ(arrivals(R"("shape": "steady")").spacing, ArrivalSpacing::kEven);
  EXPECT_EQ(arrivals(R"("shape": "diurnal")").period, Hours(24));
  EXPECT_EQ(arrivals(R"("shape": "burst")").period, Minutes(1));
  EXPECT_EQ(arrivals(R"("shape": "spike", "at": "3s")").at, Seconds(3));
  EXPECT_EQ(arrivals(R"("rate": "12/h")").rate.per, Hours(1));
  EXPECT_EQ(arrivals(R"("rate": "5/d")").rate.per, Hours(24));
  EXPECT_EQ(arrivals(R"("rate": 0)").rate.count, 0);
}

TEST(ScenarioJsonTest, ASizeMayBeOneNumber) {
  const auto scenario =
      test::ScenarioWith(1, R"("producers": [{"name": "p", "stream": "s", "size": 7}])");
  EXPECT_EQ(scenario->producers[0].workload.size.min_bytes, 7);
  EXPECT_EQ(scenario->producers[0].workload.size.max_bytes, 7);
}

TEST(ScenarioJsonTest, NamesAreUniqueAndStreamsAreThere) {
  EXPECT_EQ(ScenarioError(R"({"weir": 1, "name": "n", "streams": [{"name": "s"}, {"name": "s"}]})"),
            "streams[1].name: \"s\" stands twice; names are unique");
  EXPECT_EQ(ScenarioError(R"({"weir": 1, "name": "n", "streams": [{"name": "s"}, {"name": "t"}],
                              "producers": [{"name": "p", "stream": "u"}]})"),
            "producers[0].stream: there is no stream \"u\"; expected one of s, t");
  EXPECT_EQ(ScenarioError(R"({"weir": 1, "name": "n", "streams": []})"),
            "streams: expected a list of at least one stream");
  EXPECT_EQ(ScenarioError(R"({"weir": 1, "name": "n"})"),
            "streams: expected a list of at least one stream");
}

TEST(ScenarioJsonTest, AllStreamsAndAllKeysTogetherAreBounded) {
  EXPECT_EQ(ScenarioError(R"({"weir": 1, "name": "n", "streams": [
                {"name": "s", "shards": 20000}, {"name": "t"}]})"),
            "streams: have 20001 shards in all; at most 20000 are allowed");
  EXPECT_EQ(ScenarioError(R"({"weir": 1, "name": "n", "streams": [{"name": "s"}], "producers": [
                {"name": "p", "stream": "s", "keys": {"count": 9999999}},
                {"name": "q", "stream": "s", "keys": {"count": 2}}]})"),
            "producers: have 10000001 keys in all; at most 10000000 are allowed");
}

TEST(ScenarioJsonTest, AScenarioOfMoreThanFourMiBIsRefused) {
  const std::string text(static_cast<size_t>(kScenarioBytesMax) + 1, ' ');
  EXPECT_EQ(ScenarioError(text), "a scenario has at most 4 MiB");
}

TEST(ScenarioJsonTest, ADataFileThatIsNotThereOrWrongIsNamed) {
  const auto replay = [](std::string_view members) {
    return ScenarioError(StrCat({R"({"weir": 1, "name": "n", "streams": [{"name": "s"}],
        "producers": [{"name": "p", "stream": "s", "replay": {)",
                                 members, "}}]}"}));
  };
  EXPECT_EQ(replay(R"("file": "no.csv", "key": "k", "time": "t")"),
            "producers[0].replay.file: there is no data file \"no.csv\" in Weir itself");
  EXPECT_EQ(replay(R"("file": "earthquakes.csv", "key": "k", "time": "t")").find("earthquakes.csv"),
            0);
}

TEST(BundledScenarioTest, EveryOneIsListedByNameAndLoads) {
  const std::vector<ScenarioSummary> summaries = BundledScenarios();
  EXPECT_GE(summaries.size(), 7);
  for (size_t i = 0; i < summaries.size(); ++i) {
    EXPECT_TRUE(i == 0 || summaries[i - 1].name < summaries[i].name);
    EXPECT_FALSE(summaries[i].title.empty());
    EXPECT_FALSE(summaries[i].about.empty());
    const auto scenario = LoadBundledScenario(summaries[i].name);
    ASSERT_TRUE(scenario.ok()) << scenario.error().message;
    EXPECT_EQ(scenario.value()->name, summaries[i].name);
  }
}

TEST(BundledScenarioTest, AnUnknownNameListsTheNamesThereAre) {
  const auto scenario = LoadBundledScenario("truks");
  ASSERT_FALSE(scenario.ok());
  EXPECT_NE(scenario.error().message.find("there is no scenario \"truks\""), std::string::npos);
  EXPECT_NE(scenario.error().message.find("trucks"), std::string::npos);
  EXPECT_FALSE(ReadBundledFile("../trucks.json").ok());
}

}  // namespace
}  // namespace weir
