// What limits a run, in words and numbers, and what to change.
//
//   ExplainWatch watch(scenario);
//   for each full second: engine.AdvanceTo(second, &watch), watch.Observe(engine.View())
//   Explanation explained = Explain(watch, engine);
//
// Every sentence is made from what the run was seen to do and what its producers meant to send;
// advice comes as a patch that can be tried (engine/trial.h), so that nothing has to be believed.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/time.h"
#include "core/engine/demand.h"
#include "core/engine/engine.h"
#include "core/engine/measures.h"
#include "core/engine/scenario.h"
#include "core/model/trace_event.h"
#include "core/sim/trace.h"
#include "core/view/engine_view.h"

namespace weir {

struct Fact {
  std::string name;
  MeasureUnit unit = MeasureUnit::kCount;
  int64_t value = 0;
};

struct Finding {
  std::string id;     // "throttled", "shared-reads", "order": the same from run to run.
  std::string about;  // "streams.scores.shards.3"
  bool trouble = false;
  std::string text;
  std::vector<Fact> facts;  // The numbers it stands on.
};

struct Advice {
  std::string id;  // "more-shards", "salt", ...
  std::string about;
  std::string text;
  // As in a wrong variant (engine/variant.h); empty: there is nothing to try.
  std::vector<std::pair<std::string, std::string>> patch;
};

struct Explanation {
  std::vector<Finding> findings;
  std::vector<Advice> advice;
};

// Looks on for what the end no longer shows.
class ExplainWatch final : public TraceSink {
 public:
  explicit ExplainWatch(std::shared_ptr<const Scenario> scenario);

  struct ShardRefusals {
    std::optional<Duration> first;
    bool first_by_bytes = false;
    int64_t seconds = 0;  // In which it refused anything.
    Instant last_second{-1};
  };
  struct ReaderHistory {
    std::optional<Duration> first_refused;
    std::optional<Duration> first_lost;
    Duration behind_max;
    Duration behind_max_at;
  };

  void OnEvent(const TraceEvent& event) override;
  // At every full second, and at the end.
  void Observe(const EngineView& view);

  const DemandScan& demand() const { return demand_; }
  const std::vector<std::vector<ShardRefusals>>& refusals() const { return refusals_; }
  const std::vector<ReaderHistory>& readers() const { return readers_; }

 private:
  std::shared_ptr<const Scenario> scenario_;
  DemandScan demand_;
  std::vector<std::vector<ShardRefusals>> refusals_;  // By stream, then shard.
  std::vector<ReaderHistory> readers_;                // By consumer.
};

// `engine` as it stands after what `watch` has seen.
Explanation Explain(const ExplainWatch& watch, const Engine& engine);

}  // namespace weir
