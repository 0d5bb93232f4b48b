// What the functions of Lambda mappings were given and got through, invocation by invocation.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "core/engine/scenario.h"
#include "tests/sim/observation.h"

namespace weir::swarm {

// An invocation that ended at this instant.
struct Finished {
  ConsumerId consumer;
  InvocationView invocation;
  uint32_t processed = 0;  // Of its first records.
  uint32_t through = 0;    // Those will not come again.
};

class LambdaMirror {
 public:
  struct Shard {
    uint64_t started_at = 0;  // Ordinal of the first record it was to read.
    int64_t read = 0;
    std::set<uint64_t> through;  // By ordinal.
    int64_t discarded = 0;
    int64_t lost = 0;
    bool ended = false;
  };

  explicit LambdaMirror(const Scenario& scenario)
      : scenario_(scenario), mappings_(scenario.consumers.size()) {}

  void Add(const Observation& seen, const LogMirror& log);

  // Since the last observation, in order.
  const std::vector<Finished>& finished() const { return finished_; }
  // Of the events that tell of an end, those that no invocation accounts for.
  const std::vector<TraceEvent>& stray() const { return stray_; }

  // Those under way, by number.
  const std::map<uint64_t, InvocationView>& Open(ConsumerId consumer) const {
    return mappings_[consumer.index()].open;
  }
  // Null where the shard is not read (yet).
  const Shard* Find(ConsumerId consumer, ShardIndex shard) const;

 private:
  struct Mapping {
    std::map<uint64_t, InvocationView> open;
    std::map<uint32_t, Shard> shards;
  };
  // By consumer and shard: what ended at this instant, by number.
  using Ended = std::map<std::pair<uint32_t, uint32_t>, std::deque<InvocationView>>;

  void Start(const Observation& seen, const TraceEvent& event);
  void Follow(const Observation& seen, const LogMirror& log, size_t& place, Ended& ended);
  bool Finish(const Observation& seen, const LogMirror& log, size_t& place, Ended& ended);
  // The function named the record it failed on, and so the event that follows is about what came
  // before it.
  bool Reported(const Observation& seen, const LogMirror& log, size_t place,
                const InvocationView& invocation) const;

  const Scenario& scenario_;
  std::vector<Mapping> mappings_;
  std::vector<Finished> finished_;
  std::vector<TraceEvent> stray_;
};

// By the words of the documentation, and nothing of the engine's.
bool Poisoned(const PoisonSpec& poison, const SeenUser& user);

}  // namespace weir::swarm
