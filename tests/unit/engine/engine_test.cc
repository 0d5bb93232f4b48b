// The engine: any number of steps to a moment is one, copies are checkpoints, commands are applied
// or refused, seconds are sampled.
#include "core/engine/engine.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/base/prng.h"
#include "core/model/limits.h"
#include "tests/support/consumer_run.h"
#include "tests/support/streams.h"

namespace weir {
namespace {

using test::ConsumerRun;
using test::kStart;
using test::NameOf;
using test::Parts;
using test::Recorder;
using test::ScenarioOfParts;

constexpr Parts kBusy{.shards = 2,
                      .producer = R"("arrivals": {"shape": "poisson", "rate": 2500})",
                      .consumer = R"("poll": "300ms")",
                      .events = R"({"at": "3s", "do": "UpdateShardCount", "stream": "s",
                                    "target": 3})"};

TEST(EngineTest, HowManyStepsLeadToAMomentIsNotSeen) {
  const auto scenario = ScenarioOfParts(kBusy);
  Engine once(scenario);
  once.AdvanceTo(kStart + Seconds(20));
  Engine random(scenario);
  Prng prng(1);
  while (random.now() < kStart + Seconds(20)) {
    const Instant next = random.now() + Micros(prng.Between(0, 400'000));
    random.AdvanceTo(std::min(next, kStart + Seconds(20)));
  }
  EXPECT_EQ(once.digests(), random.digests());
  Engine steps(scenario);
  while (steps.NextEventAt() <= kStart + Seconds(20)) steps.Step();
  steps.AdvanceTo(kStart + Seconds(20));
  EXPECT_EQ(once.digests(), steps.digests());
  EXPECT_EQ(once.series({0}).size(), steps.series({0}).size());
}

TEST(EngineTest, AListenerChangesNothing) {
  const auto scenario = ScenarioOfParts(kBusy);
  Engine silent(scenario);
  silent.AdvanceTo(kStart + Seconds(5));
  Engine heard(scenario);
  Recorder recorder;
  heard.AdvanceTo(kStart + Seconds(5), &recorder);
  EXPECT_GT(recorder.events.size(), 50);
  EXPECT_EQ(silent.digests(), heard.digests());
}

TEST(EngineTest, EventsAreHeardInTheOrderOfTime) {
  Engine engine(ScenarioOfParts(kBusy));
  Recorder recorder;
  engine.AdvanceTo(kStart + Seconds(60), &recorder);
  for (size_t i = 1; i < recorder.events.size(); ++i) {
    ASSERT_LE(recorder.events[i - 1].at, recorder.events[i].at);
  }
}

TEST(EngineTest, ACopyIsACheckpoint) {
  Engine engine(ScenarioOfParts(kBusy));
  engine.AdvanceTo(kStart + Seconds(4));
  const Engine checkpoint = engine;
  const Digests then = checkpoint.digests();
  engine.AdvanceTo(kStart + Seconds(50));
  EXPECT_EQ(checkpoint.digests(), then);
  Engine again = checkpoint;
  again.AdvanceTo(kStart + Seconds(50));
  EXPECT_EQ(again.digests(), engine.digests());
  EXPECT_EQ(checkpoint.digests(), then);
}

TEST(EngineTest, TheSeedDecidesTheRun) {
  const auto digests = [](int seed) {
    Engine engine(
        test::ScenarioWith(1, StrCat({R"("seed": )", std::to_string(seed),
                                      R"(, "producers": [{"name": "p", "stream": "s"}])"})));
    engine.AdvanceTo(kStart + Seconds(5));
    return engine.digests();
  };
  EXPECT_EQ(digests(7), digests(7));
  EXPECT_NE(digests(7).state, digests(8).state);
  EXPECT_NE(digests(7).trace, digests(8).trace);
  EXPECT_NE(digests(7).unseed, digests(8).unseed);
}

TEST(EngineTest, StreamsOfAScenarioAreActiveFromItsFirstInstant) {
  const Engine engine(ScenarioOfParts({}));
  EXPECT_EQ(engine.View().streams[0].status, StreamStatus::kActive);
  EXPECT_EQ(engine.now(), kStart);
}

TEST(EngineTest, WithoutEventsThereIsNoNextOne) {
  Engine engine(test::ScenarioWith(1, ""));
  EXPECT_EQ(engine.NextEventAt(), kNever);
  EXPECT_FALSE(engine.Step());
  engine.AdvanceTo(kStart + Hours(1));
  EXPECT_EQ(engine.series({0}).size(), 3'600);
}

TEST(EngineTest, EveryCommandForSomethingThatIsNotThereIsRefusedByItsName) {
  Engine engine(ScenarioOfParts({}));
  const std::vector<Command> commands{DeleteStreamCommand{"x"},
                                      SplitShardCommand{"x", {0}, {}},
                                      MergeShardsCommand{"x", {0}, {1}},
                                      UpdateShardCountCommand{"x", 2},
                                      SetRetentionCommand{"x", Hours(48)},
                                      UpdateStreamModeCommand{"x", StreamMode::kOnDemand},
                                      PutRecordCommand{"x", "k", "d", {}},
                                      SetProducerRateCommand{"x", {}},
                                      SetProducerKeysCommand{"x", {}},
                                      SetConsumerRateCommand{"x", 1},
                                      PauseConsumerCommand{"x", true}};
  for (const Command& command : commands) {
    EXPECT_EQ(NameOf(engine.Apply(command)), "ResourceNotFoundException") << command.index();
  }
  const Result<void> producer = engine.Apply(SetProducerRateCommand{"x", {}});
  EXPECT_EQ(producer.error().message, "there is no producer \"x\"; there is p");
}

TEST(EngineTest, ARefusedCommandLeavesOnlyItsLineInTheTrace) {
  Engine engine(ScenarioOfParts({}));
  engine.AdvanceTo(kStart + Seconds(1));
  Engine copy = engine;
  Recorder recorder;
  EXPECT_FALSE(engine.Apply(DeleteStreamCommand{"x"}, &recorder).ok());
  ASSERT_EQ(recorder.events.size(), 1);
  EXPECT_EQ(recorder.events[0].kind, TraceKind::kCommandRefused);
  engine.AdvanceTo(kStart + Seconds(20));
  copy.AdvanceTo(kStart + Seconds(20));
  EXPECT_EQ(engine.View().producers[0].accepted, copy.View().producers[0].accepted);
  EXPECT_EQ(engine.digests().unseed, copy.digests().unseed);
}

TEST(EngineTest, AStreamCreatedByCommandGoesThroughItsStates) {
  Engine engine(test::ScenarioWith(1, ""));
  engine.AdvanceTo(kStart + Millis(1'500));
  Recorder recorder;
  ASSERT_TRUE(engine.Apply(CreateStreamCommand{{"t", 2}}, &recorder).ok());
  EXPECT_EQ(recorder.CountOf(TraceKind::kShardOpened), 2);
  EXPECT_EQ(engine.View().streams[1].status, StreamStatus::kCreating);
  EXPECT_EQ(NameOf(engine.Apply(PutRecordCommand{"t", "k", "d", {}})), "ResourceNotFoundException");
  engine.AdvanceTo(kStart + Millis(1'500) + kCreateStreamDelay);
  EXPECT_EQ(engine.View().streams[1].status, StreamStatus::kActive);
  EXPECT_TRUE(engine.Apply(PutRecordCommand{"t", "k", "d", {}}).ok());
  engine.AdvanceTo(kStart + Seconds(20));
  EXPECT_EQ(engine.series({1}).size(), 19);  // Its first second is the one it was made in.
  int64_t in = 0;
  for (size_t i = 0; i < engine.series({1}).size(); ++i) in += engine.series({1})[i].records_in;
  EXPECT_EQ(in, 1);
}

TEST(EngineTest, ARecordPutByCommandHasItsRealBytes) {
  Engine engine(test::ScenarioWith(2, ""));
  ASSERT_TRUE(engine.Apply(PutRecordCommand{"s", "a", "hello", {}}).ok());
  ASSERT_TRUE(engine.Apply(PutRecordCommand{"s", "a", "there", kHashKeyMax}).ok());
  const uint32_t shard = static_cast<uint32_t>(HashKeyOf("a").hi >> 63);
  EXPECT_EQ(engine.PartitionKeyOf({0}, {shard}, 0), "a");
  EXPECT_EQ(engine.DataOf({0}, {shard}, 0), "hello");
  EXPECT_EQ(engine.DataOf({0}, {1}, shard == 1 ? 1 : 0), "there");
  std::vector<RecordView> records;
  engine.CopyRecords({0}, {shard}, 0, 1, records);
  ASSERT_EQ(records.size(), 1);
  EXPECT_EQ(records[0].producer.value, UINT32_MAX);
  EXPECT_EQ(records[0].billed_bytes, 6);
  EXPECT_EQ(records[0].hash_place, PlaceInSpace(HashKeyOf("a")));
}

TEST(EngineTest, AThrottledPutIsRefusedAsTheServiceDoes) {
  Engine engine(test::ScenarioWith(1, ""));
  for (int64_t i = 0; i < kShardWriteRecordsPerSecond; ++i) {
    ASSERT_TRUE(engine.Apply(PutRecordCommand{"s", "k", "", {}}).ok());
  }
  EXPECT_EQ(NameOf(engine.Apply(PutRecordCommand{"s", "k", "", {}})),
            "ProvisionedThroughputExceededException");
}

TEST(EngineTest, ASimulatedRecordIsSpelledWhenSomeoneLooks) {
  ConsumerRun run({.producer = R"("arrivals": {"rate": 10}, "linger": "0s", "size": 60,
                                  "keys": {"shape": "fleet", "count": 3, "prefix": "car-"})"});
  run.To(Seconds(1));
  EXPECT_EQ(run.engine.PartitionKeyOf({0}, {0}, 4), "car-2");
  EXPECT_EQ(run.engine.KeyOf({0}, 1), "car-2");
  const std::string data = run.engine.DataOf({0}, {0}, 4);
  EXPECT_EQ(data.size(), 60);
  EXPECT_EQ(data.find("{\"key\":\"car-2\",\"number\":4,"), 0);
  std::vector<RecordView> records;
  run.engine.CopyRecords({0}, {0}, 3, 2, records);
  ASSERT_EQ(records.size(), 2);
  EXPECT_EQ(records[1].number, 4);
  EXPECT_EQ(records[1].arrived_at, kStart + Millis(405));
  EXPECT_EQ(records[1].hash_place, PlaceInSpace(HashKeyOf("car-2")));
}

TEST(EngineTest, ASequenceNumberNamesShardAndSecond) {
  ConsumerRun run({.shards = 3});
  run.To(Seconds(5));
  for (uint32_t shard = 0; shard < 3; ++shard) {
    const Result<SequenceNumberFields> fields =
        ParseSequenceNumber(run.engine.SequenceNumberOf({0}, {shard}, 2));
    ASSERT_TRUE(fields.ok());
    EXPECT_EQ(fields.value().shard_index, shard);
    EXPECT_EQ(fields.value().sequence_index, 3);
    EXPECT_EQ(fields.value().shard_created_s, UnixSeconds(kStart) - 10);
    EXPECT_GE(fields.value().record_s, UnixSeconds(kStart));
  }
}

TEST(EngineTest, KeysChangedInTheMiddleLeaveOldRecordsAsTheyWere) {
  ConsumerRun run({.producer = R"("arrivals": {"rate": 100}, "linger": "0s",
                                  "keys": {"count": 9, "prefix": "k"})",
                   .events = R"({"at": "1s", "do": "SetProducerKeys", "producer": "p",
                                 "keys": {"count": 5000, "partition_by": "salted", "salts": 3}},
                                {"at": "1s", "do": "SetProducerRate", "producer": "p",
                                 "rate": 50}, {"at": "2s", "do": "SetProducerKeys",
                                 "producer": "p", "keys": {"count": 2}})"});
  run.To(Seconds(3));
  std::vector<RecordView> records;
  run.engine.CopyRecords({0}, {0}, 0, 1'000, records);
  ASSERT_GT(records.size(), 190);
  for (const RecordView& record : records) {
    const std::string name = run.engine.PartitionKeyOf({0}, {0}, record.ordinal);
    ASSERT_EQ(record.hash_place, PlaceInSpace(HashKeyOf(name)));
    ASSERT_EQ(run.engine.DataOf({0}, {0}, record.ordinal).size() + name.size(),
              record.billed_bytes);
    ASSERT_EQ(name.find(run.engine.KeyOf({0}, record.key)), 0);
  }
}

TEST(EngineTest, SecondsAddUpToTheTotals) {
  ConsumerRun run(kBusy);
  run.To(Seconds(45));
  const Series& series = run.engine.series({0});
  SeriesPoint sum;
  for (size_t i = 0; i < series.size(); ++i) {
    sum.records_in += series[i].records_in;
    sum.bytes_in += series[i].bytes_in;
    sum.throttled += series[i].throttled;
    sum.records_out += series[i].records_out;
    sum.bytes_out += series[i].bytes_out;
  }
  SeriesPoint totals;
  for (const ShardView& shard : run.engine.View().streams[0].shards) {
    totals.records_in += shard.records_in;
    totals.bytes_in += shard.bytes_in;
    totals.throttled += shard.throttled_records + shard.throttled_bytes;
    totals.records_out += shard.records_out;
    totals.bytes_out += shard.bytes_out;
  }
  EXPECT_EQ(series.size(), 45);
  EXPECT_EQ(sum.records_in, totals.records_in);
  EXPECT_EQ(sum.bytes_in, totals.bytes_in);
  EXPECT_EQ(sum.throttled, totals.throttled);
  EXPECT_EQ(sum.records_out, totals.records_out);
  EXPECT_EQ(sum.bytes_out, totals.bytes_out);
  EXPECT_GT(sum.throttled, 0);
}

TEST(EngineTest, WhatHappensAtAFullSecondBelongsToTheSecondThatItEnds) {
  ConsumerRun run({.producer = R"("arrivals": {"rate": 1}, "linger": "0s", "start": "995ms",
                                  "limit": 1)"});
  run.To(Seconds(3));  // The record arrives at 995 ms + 5 ms.
  EXPECT_EQ(run.engine.series({0})[0].records_in, 1);
  EXPECT_EQ(run.engine.series({0})[1].records_in, 0);
}

TEST(EngineTest, ARecordLeavesWithinASecondOfItsTime) {
  ConsumerRun run({.producer = R"("arrivals": {"rate": 1}, "linger": "0s", "start": "300ms",
                                  "limit": 2)"});
  run.To(Hours(24) + Millis(305));
  EXPECT_EQ(run.engine.View().streams[0].shards[0].records_expired, 0);
  run.To(Hours(24) + Seconds(1));
  EXPECT_EQ(run.engine.View().streams[0].shards[0].records_expired, 1);
  run.To(Hours(24) + Seconds(2));
  EXPECT_EQ(run.engine.View().streams[0].shards[0].records_expired, 2);
  EXPECT_EQ(run.recorder.SumOf(TraceKind::kRecordsExpired), 2);
}

TEST(EngineTest, AShorterPeriodByCommandTakesUnreadRecordsAway) {
  const auto scenario = test::ScenarioOf(R"({"weir": 1, "name": "n", "duration": "100h",
      "streams": [{"name": "s", "retention": "72h"}],
      "producers": [{"name": "p", "stream": "s", "arrivals": {"rate": "60/h"}}],
      "consumers": [{"name": "c", "stream": "s", "records_per_second": 1, "limit": 1,
                     "poll": "24h"}],
      "events": [{"at": "60h", "do": "SetRetention", "stream": "s", "retention": "24h"},
                 {"at": "61h", "do": "SetRetention", "stream": "s", "retention": "8760h"}]})");
  Engine engine(scenario);
  engine.AdvanceTo(kStart + Hours(60));
  const EngineView view = engine.View();
  EXPECT_EQ(view.streams[0].shards[0].records_expired, 36 * 60);
  EXPECT_EQ(view.consumers[0].lost_to_retention + view.consumers[0].processed, 36 * 60);
  engine.AdvanceTo(kStart + Hours(100));
  EXPECT_EQ(engine.View().streams[0].shards[0].records_expired, 37 * 60);
}

TEST(EngineTest, TheViewsTotalsAgree) {
  ConsumerRun run(kBusy);
  run.To(Seconds(50));
  const EngineView view = run.engine.View();
  int64_t in = 0;
  int64_t throttled = 0;
  for (const ShardView& shard : view.streams[0].shards) {
    in += shard.records_in;
    throttled += shard.throttled_records + shard.throttled_bytes;
    EXPECT_EQ(shard.records_in,
              static_cast<int64_t>(shard.end - shard.trim_horizon) + shard.records_expired);
  }
  EXPECT_EQ(in, view.producers[0].accepted);
  EXPECT_EQ(throttled, view.producers[0].throttled);
  const ProducerView& p = view.producers[0];
  EXPECT_EQ(p.intended, p.accepted + p.given_up + p.refused + p.waiting);
  EXPECT_EQ(view.now, kStart + Seconds(50));
  EXPECT_EQ(view.events, run.engine.events());
}

TEST(EngineTest, TwentyThousandShardsAreNoTrouble) {
  Engine engine(test::ScenarioWith(20'000, R"("duration": "1m", "producers": [
      {"name": "p", "stream": "s", "arrivals": {"rate": 2000}}], "consumers": [
      {"name": "c", "stream": "s", "poll": "10s", "workers": 1000}])"));
  engine.AdvanceTo(kStart + Seconds(20));
  EXPECT_EQ(engine.View().producers[0].throttled, 0);
  EXPECT_GT(engine.View().consumers[0].processed, 15'000);
}

TEST(EngineDeathTest, TimeDoesNotGoBack) {
  Engine engine(test::ScenarioWith(1, ""));
  engine.AdvanceTo(kStart + Seconds(5));
  EXPECT_DEATH(engine.AdvanceTo(kStart + Seconds(4)), "check failed");
}

}  // namespace
}  // namespace weir
