// What the swarm sees of a run: what changed since the last look, copied out of the engine.
//
// Checkers know nothing but observations, so a test can tamper with one and see who notices.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/engine/engine.h"
#include "core/engine/scenario.h"
#include "core/model/trace_event.h"
#include "core/sim/trace.h"
#include "core/view/engine_view.h"

namespace weir::swarm {

// Records that a shard took since the last observation.
struct Appended {
  StreamId stream;
  ShardIndex shard;
  std::vector<RecordView> records;
};

struct Observation {
  Instant now;
  EngineView view;
  std::vector<StreamSettings> settings;  // By stream.
  std::vector<TraceEvent> events;        // In their order.
  std::vector<Appended> appended;
};

// Runs an engine instant by instant and looks at it after each.
class Observer final : public TraceSink {
 public:
  explicit Observer(std::shared_ptr<const Scenario> scenario);

  // The next observation; none when the scenario has ended.
  std::optional<Observation> Next();
  bool ended() const { return ended_; }
  const Engine& engine() const { return engine_; }

  void OnEvent(const TraceEvent& event) override { events_.push_back(event); }

 private:
  void CopyAppended(Observation& seen);

  std::shared_ptr<const Scenario> scenario_;
  Engine engine_;
  bool ended_ = false;
  std::vector<TraceEvent> events_;
  std::vector<std::vector<uint64_t>> ends_;  // By stream and shard: what was copied so far.
};

// Every record there ever was, by stream and shard, as the observations told it.
class LogMirror {
 public:
  using Shard = std::vector<RecordView>;

  void Add(const Observation& seen);
  const Shard& shard(StreamId stream, ShardIndex shard) const;

 private:
  std::vector<std::vector<Shard>> streams_;
  Shard none_;
};

}  // namespace weir::swarm
