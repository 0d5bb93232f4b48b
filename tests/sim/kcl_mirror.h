// What the workers of KCL applications have got done, as their hands on the shards tell it: each
// stretch of user records that one worker went through, first time or not.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "core/engine/scenario.h"
#include "tests/sim/observation.h"

namespace weir::swarm {

// One worker went from one place to another; `before` is how far anybody had come.
struct KclAdvance {
  ConsumerId consumer;
  StreamId stream;
  ShardIndex shard;
  RecordPlace from;
  RecordPlace to;
  RecordPlace before;
};

// A worker began with a lease.
struct Beginning {
  ConsumerId consumer;
  ShardIndex shard;
  RecordPlace at;
};

class KclMirror {
 public:
  struct Shard {
    std::optional<RecordPlace> reached;  // By anybody: the next user record.
    bool first = false;                  // It is no child of one that the application reads.
    bool ended = false;                  // SHARD_END was written.
    bool deleted = false;
  };

  explicit KclMirror(const Scenario& scenario)
      : scenario_(scenario), applications_(scenario.consumers.size()) {}

  void Add(const Observation& seen);

  // Since the last observation, in order.
  const std::vector<KclAdvance>& advances() const { return advances_; }
  const std::vector<Beginning>& beginnings() const { return beginnings_; }

  // Null where there is no lease.
  const Shard* Find(ConsumerId consumer, ShardIndex shard) const;
  // Whether everything is known. Not once a hand was passed on unseen or records expired: what a
  // worker still has in hand then, and what is lost, is not told by places alone.
  bool Exact(ConsumerId consumer) const { return applications_[consumer.index()].exact; }

 private:
  struct Application {
    bool exact = true;
    std::vector<HandView> hands;  // By slot, at the last observation.
    std::map<uint32_t, Shard> shards;
  };

  void AddHands(const Observation& seen, uint32_t consumer, bool persistent);
  void Follow(const Observation& seen, const TraceEvent& event);
  void Go(uint32_t consumer, const HandView& hand, RecordPlace from);

  const Scenario& scenario_;
  std::vector<Application> applications_;
  std::vector<KclAdvance> advances_;
  std::vector<Beginning> beginnings_;
};

}  // namespace weir::swarm
