// Which records each reader got and processed, as the trace tells it.
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "core/engine/scenario.h"
#include "tests/sim/observation.h"

namespace weir::swarm {

// Consecutive records of one shard that a reader got from one call, or processed at one time.
struct Stretch {
  ConsumerId consumer;
  StreamId stream;
  ShardIndex shard;
  Instant at;
  uint64_t first = 0;
  int64_t records = 0;
  bool pushed = false;  // By enhanced fan-out.
};

class ReadMirror {
 public:
  explicit ReadMirror(const Scenario& scenario) : scenario_(scenario) {}

  void Add(const Observation& seen);

  // Since the last observation, in order.
  const std::vector<Stretch>& reads() const { return reads_; }
  // By consumers of kind "sdk": the others have mirrors of their own.
  const std::vector<Stretch>& processed() const { return processed_; }

  // A reader's place in one shard.
  struct Place {
    uint64_t started_at = 0;  // Ordinal of the first record it was to read.
    uint64_t cursor = 0;      // The next record it is to read.
    uint64_t batch_first = 0;
    int64_t batch_records = 0;  // Read and not yet processed.
    int64_t processed = 0;
    int64_t lost = 0;
    bool ended = false;
  };
  // Null where the reader has no lease.
  const Place* Find(ConsumerId consumer, ShardIndex shard) const;

 private:
  void ReadOthers(const Observation& seen);
  void Start(const Observation& seen, const TraceEvent& event);
  void Follow(const TraceEvent& event, Place& place);
  Stretch StretchOf(const TraceEvent& event) const;

  const Scenario& scenario_;
  std::map<std::pair<uint32_t, uint32_t>, Place> places_;  // Consumer, shard.
  std::vector<Stretch> reads_;
  std::vector<Stretch> processed_;
};

}  // namespace weir::swarm
