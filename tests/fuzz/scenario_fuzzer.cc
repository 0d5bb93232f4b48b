// Feeds arbitrary text to the reader of scenarios; what it accepts and can be run cheaply is run,
// in one go and in two with a copy between, which must come to the same.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "core/base/check.h"
#include "core/engine/check_watch.h"
#include "core/engine/engine.h"
#include "core/engine/explain.h"
#include "core/engine/scenario_json.h"

namespace weir {
namespace {

constexpr int64_t kRecordsMax = 20'000;

// A scenario may ask for hours of work; the fuzzer wants thousands of runs a second.
bool Cheap(const Scenario& scenario) {
  if (scenario.duration > Minutes(10) || scenario.events.size() > 20) return false;
  int64_t shards = 0;
  for (const StreamSettings& stream : scenario.streams) shards += stream.shard_count;
  if (shards > 64) return false;
  int64_t records = 0;
  for (const ProducerSpec& producer : scenario.producers) {
    const ArrivalSpec& arrivals = producer.workload.arrivals;
    if (producer.workload.keys.count > 1'000) return false;
    for (const Rate& rate : {arrivals.rate, arrivals.peak}) {
      if (rate.count > kRecordsMax) return false;
      records += rate.count * (scenario.duration.micros / rate.per.micros + 1);
    }
    if (arrivals.period < Millis(100)) return false;
  }
  for (const ConsumerSpec& consumer : scenario.consumers) {
    records += shards * (scenario.duration.micros / consumer.poll.micros);
  }
  return records <= kRecordsMax;
}

// Looking on changes nothing, whatever a scenario asks to be looked at; and what was seen can be
// told.
void Look(const std::shared_ptr<const Scenario>& scenario, const Digests& unseen) {
  Engine engine(scenario);
  CheckWatch checks(scenario);
  ExplainWatch explain(scenario);
  while (engine.now() < scenario->end()) {
    const Instant second = std::min(engine.now() + Seconds(1), scenario->end());
    engine.AdvanceTo(std::max(std::min(second, checks.next()), engine.now()), &explain);
    if (engine.now() == checks.next()) checks.Observe(engine.View());
    explain.Observe(engine.View());
  }
  WEIR_CHECK(engine.digests() == unseen);
  for (const CheckOutcome& outcome : checks.outcomes()) {
    WEIR_CHECK(outcome.verdict != CheckVerdict::kOpen);
  }
  for (const Finding& finding : Explain(explain, engine).findings) {
    WEIR_CHECK(!finding.text.empty());
  }
}

void Run(const std::shared_ptr<const Scenario>& scenario) {
  Engine straight(scenario);
  straight.AdvanceTo(scenario->end());
  Engine first(scenario);
  first.AdvanceTo(scenario->start + scenario->duration / 3);
  Engine second = first;
  second.AdvanceTo(scenario->end());
  WEIR_CHECK(second.digests() == straight.digests());
  Look(scenario, straight.digests());
  const EngineView view = straight.View();
  for (const ProducerView& producer : view.producers) {
    WEIR_CHECK(producer.waiting >= 0);
    WEIR_CHECK(producer.intended ==
               producer.accepted + producer.given_up + producer.refused + producer.waiting);
  }
}

}  // namespace
}  // namespace weir

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto scenario = weir::ParseScenario(text, weir::ReadBundledFile);
  if (!scenario.ok()) {
    WEIR_CHECK(!scenario.error().message.empty());
    return 0;
  }
  if (weir::Cheap(*scenario.value())) weir::Run(scenario.value());
  for (const weir::Variant& variant : scenario.value()->wrong) {
    const auto wrong = weir::ParseVariant(*scenario.value(), variant.name, weir::ReadBundledFile);
    WEIR_CHECK(wrong.ok() || !wrong.error().message.empty());
  }
  return 0;
}
