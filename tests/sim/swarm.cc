#include "tests/sim/swarm.h"

#include <utility>

#include "core/engine/scenario_json.h"
#include "tests/sim/generator.h"

namespace weir::swarm {

void Tally::Add(const Observation& last) {
  ++runs;
  events += last.view.events;
  for (const StreamView& stream : last.view.streams) {
    for (const ShardView& shard : stream.shards) {
      records += static_cast<uint64_t>(shard.records_in);
      throttled += static_cast<uint64_t>(shard.throttled_records + shard.throttled_bytes);
      expired += static_cast<uint64_t>(shard.records_expired);
      reshards += shard.parent ? 1 : 0;
    }
  }
  for (const ConsumerView& consumer : last.view.consumers) {
    processed += static_cast<uint64_t>(consumer.processed);
    violations_of_order += static_cast<uint64_t>(consumer.order_violations);
    reads_throttled += static_cast<uint64_t>(consumer.reads_throttled);
    replayed += static_cast<uint64_t>(consumer.replayed);
    given_up += static_cast<uint64_t>(consumer.skipped);
    if (!consumer.lambda) continue;
    invocations += static_cast<uint64_t>(consumer.lambda->counters.invocations);
    given_up += static_cast<uint64_t>(consumer.lambda->counters.discarded_records);
  }
  for (const DeliveryStreamView& each : last.view.delivery_streams) {
    objects += static_cast<uint64_t>(each.objects);
    delivered += static_cast<uint64_t>(each.delivered);
    undelivered +=
        static_cast<uint64_t>(each.failed + each.dropped + each.expired + each.discarded);
  }
  for (const ProducerView& producer : last.view.producers) {
    misrouted += static_cast<uint64_t>(producer.misrouted);
    given_up += static_cast<uint64_t>(producer.given_up);
  }
}

void Tally::Add(const Tally& other) {
  runs += other.runs;
  events += other.events;
  records += other.records;
  processed += other.processed;
  throttled += other.throttled;
  expired += other.expired;
  reshards += other.reshards;
  violations_of_order += other.violations_of_order;
  reads_throttled += other.reads_throttled;
  misrouted += other.misrouted;
  replayed += other.replayed;
  invocations += other.invocations;
  given_up += other.given_up;
  objects += other.objects;
  delivered += other.delivered;
  undelivered += other.undelivered;
}

std::vector<Violation> Watch(Observer& observer, const Scenario& scenario, Tally& tally,
                             const Tamper& tamper) {
  LogMirror log;
  ReadMirror reads(scenario);
  KclMirror kcl(scenario);
  LambdaMirror lambda(scenario);
  Report report;
  const std::vector<std::unique_ptr<Checker>> checkers = AllCheckers(scenario);
  while (std::optional<Observation> seen = observer.Next()) {
    if (tamper) tamper(*seen);
    log.Add(*seen);
    reads.Add(*seen);
    kcl.Add(*seen);
    lambda.Add(*seen, log);
    report.Look(seen->now);
    const Look look{*seen, log, reads, kcl, lambda};
    for (const std::unique_ptr<Checker>& checker : checkers) checker->Check(look, report);
    if (!tamper && !report.violations().empty()) break;
    if (observer.ended()) tally.Add(*seen);
  }
  return report.violations();
}

std::optional<Violation> RunScenario(std::shared_ptr<const Scenario> scenario, bool ways,
                                     Tally& tally) {
  Observer observer(scenario);
  const std::vector<Violation> violations = Watch(observer, *scenario, tally);
  if (!violations.empty()) return violations.front();
  if (!ways) return std::nullopt;
  return CompareWays(std::move(scenario), observer.engine().digests());
}

std::optional<Violation> RunText(const std::string& json, bool ways, Tally& tally) {
  try {
    const Result<std::shared_ptr<const Scenario>> scenario = ParseScenario(json, ReadBundledFile);
    if (!scenario.ok()) return Violation{"scenario", {}, scenario.error().message};
    return RunScenario(scenario.value(), ways, tally);
  } catch (const CheckFailed& failed) {
    return Violation{"check", {}, failed.what()};
  }
}

std::optional<Violation> RunSeed(uint64_t seed, Tally& tally) {
  return RunText(RandomScenario(seed).dump(), WaysOf(seed), tally);
}

}  // namespace weir::swarm
