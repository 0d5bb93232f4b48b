// The metrics of whole runs against what shards and readers count themselves, and the same metrics
// however a moment was reached.
#include "core/metrics/metrics.h"

#include "core/base/prng.h"
#include "core/engine/engine.h"
#include "core/engine/scenario_json.h"
#include "core/engine/timeline.h"
#include "tests/support/scenarios.h"

namespace weir {
namespace {

std::shared_ptr<const Scenario> Load(const std::string& name) {
  const auto scenario = LoadBundledScenario(name);
  EXPECT_TRUE(scenario.ok()) << scenario.error().message;
  return scenario.value();
}

// The sum over a series' points, by minutes and, where all of them are kept, by seconds.
int64_t Sum(const Engine& engine, const MetricKey& key) {
  int64_t minutes = 0;
  for (const LogPoint& point : engine.metrics().MinutePoints(key)) minutes += point.set.sum;
  if (engine.metrics().log().seconds_kept_from() == 0) {
    int64_t seconds = 0;
    for (const LogPoint& point : engine.metrics().SecondPoints(key)) seconds += point.set.sum;
    EXPECT_EQ(seconds, minutes) << InfoOf(key.metric).name;
  }
  return minutes;
}

uint64_t DigestOf(const Engine& engine) {
  Digest digest;
  engine.metrics().AddTo(digest);
  return digest.value();
}

class MetricsOfRunTest : public testing::TestWithParam<std::string> {};

TEST_P(MetricsOfRunTest, SumToWhatShardsCount) {
  Engine engine(Load(GetParam()));
  // To full seconds: what shards count is looked at then.
  for (const int64_t part : {3, 1}) {
    const Duration until = engine.scenario().duration / part;
    engine.AdvanceTo(engine.scenario().start + Seconds(until.micros / 1'000'000));
    for (uint32_t s = 0; s < engine.streams().streams().size(); ++s) {
      const StreamId stream{s};
      ShardCounters all;
      const std::vector<Shard>& shards = engine.streams().stream(stream).shards();
      for (uint32_t i = 0; i < shards.size(); ++i) {
        const ShardCounters& of = shards[i].counters();
        const int64_t throttled = of.throttled_records + of.throttled_bytes;
        const auto sum = [&](Metric metric) { return Sum(engine, {metric, stream, {i}, 0}); };
        EXPECT_EQ(sum(Metric::kShardIncomingRecords), of.records_in) << i;
        EXPECT_EQ(sum(Metric::kShardIncomingBytes), of.bytes_in) << i;
        EXPECT_EQ(sum(Metric::kShardWriteThroughputExceeded), throttled) << i;
        EXPECT_EQ(sum(Metric::kShardOutgoingRecords), of.records_out) << i;
        EXPECT_EQ(sum(Metric::kShardOutgoingBytes), of.bytes_out) << i;
        EXPECT_EQ(sum(Metric::kShardReadThroughputExceeded), of.reads_throttled) << i;
        all.records_in += of.records_in;
        all.bytes_in += of.bytes_in;
        all.throttled_records += throttled;
        all.records_out += of.records_out;
        all.reads_throttled += of.reads_throttled;
      }
      const auto sum = [&](Metric metric) { return Sum(engine, {metric, stream, {}, 0}); };
      EXPECT_EQ(sum(Metric::kIncomingRecords), all.records_in);
      EXPECT_EQ(sum(Metric::kIncomingBytes), all.bytes_in);
      EXPECT_EQ(sum(Metric::kWriteThroughputExceeded), all.throttled_records);
      EXPECT_EQ(sum(Metric::kReadThroughputExceeded), all.reads_throttled);
      int64_t out = sum(Metric::kGetRecordsRecords);
      const size_t consumers = engine.streams().stream(stream).fan_out().size();
      for (uint32_t c = 0; c < consumers; ++c) {
        out += Sum(engine, {Metric::kEventRecords, stream, {}, c});
      }
      EXPECT_EQ(out, all.records_out);
    }
  }
}

TEST_P(MetricsOfRunTest, AreTheSameByAnyWay) {
  const auto scenario = Load(GetParam());
  Engine straight(scenario);
  straight.AdvanceTo(scenario->start + scenario->duration / 2);
  Engine copy = straight;
  const uint64_t half = DigestOf(straight);
  straight.AdvanceTo(scenario->end());
  EXPECT_EQ(DigestOf(copy), half) << "what one copy records no other sees";
  copy.AdvanceTo(scenario->end());
  EXPECT_EQ(DigestOf(copy), DigestOf(straight));

  Timeline timeline(scenario);
  Prng prng(21);
  for (int i = 0; i < 30; ++i) {
    timeline.SeekTo(scenario->start + Micros(prng.Between(0, scenario->duration.micros)));
  }
  timeline.SeekTo(scenario->end());
  EXPECT_EQ(DigestOf(timeline.engine()), DigestOf(straight));

  Engine steps(scenario);
  for (int64_t i = 1; i <= 97; ++i) {
    steps.AdvanceTo(scenario->start + scenario->duration / 97 * i);
  }
  steps.AdvanceTo(scenario->end());
  EXPECT_EQ(DigestOf(steps), DigestOf(straight));
}

INSTANTIATE_TEST_SUITE_P(Scenarios, MetricsOfRunTest, testing::ValuesIn(test::ScenarioNames()),
                         test::ScenarioTestName);

}  // namespace
}  // namespace weir
