// An engine with one stream "s", one producer "p" and one consumer "c", and what it did.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/text.h"
#include "core/engine/engine.h"
#include "tests/support/builders.h"

namespace weir::test {

// The members of each part without its name and stream; latencies of calls are 10 ms throughout.
struct Parts {
  int shards = 1;
  std::string_view producer = R"("arrivals": {"rate": 10}, "linger": "0s")";
  std::string_view consumer = R"("poll": "1s")";
  std::string_view events = "";
};

inline std::shared_ptr<const Scenario> ScenarioOfParts(const Parts& parts) {
  constexpr std::string_view kLatency = R"("latency": {"min": "10ms", "max": "10ms"}, )";
  return ScenarioWith(
      parts.shards,
      StrCat({R"("duration": "365d", "producers": [{"name": "p", "stream": "s", )", kLatency,
              parts.producer, R"(}], "consumers": [{"name": "c", "stream": "s", )", kLatency,
              parts.consumer, R"(}], "events": [)", parts.events, "]"}));
}

struct ConsumerRun {
  explicit ConsumerRun(const Parts& parts) : ConsumerRun(ScenarioOfParts(parts)) {}
  explicit ConsumerRun(std::shared_ptr<const Scenario> scenario) : engine(std::move(scenario)) {}

  void To(Duration at) { engine.AdvanceTo(kStart + at, &recorder); }
  ConsumerView View() const { return engine.View().consumers[0]; }
  // When the consumer did `kind` in `shard`, in order.
  std::vector<Duration> Times(TraceKind kind, uint32_t shard) const {
    std::vector<Duration> times;
    for (const TraceEvent& event : recorder.events) {
      if (event.kind == kind && event.object == shard) times.push_back(event.at - kStart);
    }
    return times;
  }

  Recorder recorder;
  Engine engine;
};

}  // namespace weir::test
