#include "tests/bench/cases.h"

#include <utility>

#include "core/engine/engine.h"
#include "core/engine/scenario_json.h"
#include "core/model/limits.h"

namespace weir::bench {
namespace {

struct NamedLoad {
  std::string_view name;
  LoadSpec spec;
};

// Half an hour of each: long enough for a steady state, short enough for several rounds.
const NamedLoad kLoads[] = {
    {"full-shard", {}},
    {"full-shard-poisson", {.records_per_second = 950, .spacing = ArrivalSpacing::kPoisson}},
    {"sixteen-shards",
     {.shards = 16, .records_per_second = 14'400, .duration = Minutes(10), .keys = 100'000}},
    {"hot-shard", {.records_per_second = 1'500, .duration = Minutes(20)}},
};

void Count(const Engine& engine, CaseResult& result) {
  for (const Stream& stream : engine.streams().streams()) {
    for (const Shard& shard : stream.shards()) {
      result.records += shard.counters().records_in;
      result.records_read += shard.counters().records_out;
    }
  }
}

}  // namespace

std::shared_ptr<const Scenario> LoadScenario(const LoadSpec& spec) {
  auto scenario = std::make_shared<Scenario>();
  scenario->name = "load";
  scenario->duration = spec.duration;
  scenario->streams.push_back({"load", spec.shards, Hours(24), kMaxRecordSizeKibDefault});
  ProducerSpec producer;
  producer.name = "producer";
  producer.workload.arrivals.spacing = spec.spacing;
  producer.workload.arrivals.rate = {spec.records_per_second, Seconds(1)};
  producer.workload.keys.count = spec.keys;
  producer.workload.size = {1'000, 1'000};
  producer.in_flight = 64;
  scenario->producers.push_back(producer);
  for (int64_t i = 0; i < spec.consumers; ++i) {
    ConsumerSpec consumer;
    consumer.name = "consumer-" + std::to_string(i);
    // Two readers share a shard's 2 MiB/s; more of them poll less often.
    consumer.poll = Seconds(spec.consumers);
    scenario->consumers.push_back(consumer);
  }
  return scenario;
}

CaseResult RunScenario(const std::shared_ptr<const Scenario>& scenario, int64_t repeats) {
  CaseResult result;
  Digest checksum;
  const Stopwatch watch;
  for (int64_t i = 0; i < repeats; ++i) {
    Engine engine(scenario);
    engine.AdvanceTo(scenario->end());
    const Digests digests = engine.digests();
    checksum = {};  // Every repeat is the same run.
    checksum.Add(digests.state);
    checksum.Add(digests.trace);
    checksum.Add(digests.unseed);
    Count(engine, result);
  }
  result.sample = {watch.Elapsed(), checksum.value()};
  return result;
}

std::shared_ptr<const Scenario> FindCase(std::string_view name) {
  for (const NamedLoad& load : kLoads) {
    if (load.name == name) return LoadScenario(load.spec);
  }
  Result<std::shared_ptr<const Scenario>> bundled = LoadBundledScenario(name);
  return bundled.ok() ? std::move(bundled).value() : nullptr;
}

std::vector<std::string> CaseNames() {
  std::vector<std::string> names;
  for (const NamedLoad& load : kLoads) names.emplace_back(load.name);
  for (const ScenarioSummary& bundled : BundledScenarios()) names.push_back(bundled.name);
  return names;
}

}  // namespace weir::bench
