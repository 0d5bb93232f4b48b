// A run that can be scrubbed: an engine, the journal of a person's commands, and checkpoints.
//
//   checkpoints   *--------*--------*--------*          copies of the engine, spaced by work
//   commands           !        !      !                journal: applied at their instants
//   now                              ^                  anywhere; seeking back costs one stretch
//
// A command given in the past cuts off what came after it: undo is going back and going another
// way.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/engine/engine.h"
#include "core/engine/journal.h"

namespace weir {

class Timeline {
 public:
  explicit Timeline(std::shared_ptr<const Scenario> scenario);
  // A session again: the same scenario with the commands of a journal still to come.
  Timeline(std::shared_ptr<const Scenario> scenario, std::vector<TimedCommand> commands);

  const Engine& engine() const { return engine_; }
  Instant now() const { return engine_.now(); }

  // To any moment from the start of the scenario on, forwards or back. The sink hears the events
  // between the old moment and the new one when going forwards, and those of the last stretch (from
  // the checkpoint on) when going back.
  void SeekTo(Instant moment, TraceSink* sink = nullptr);
  // To the next instant at which something happens (an event or a journaled command); false at the
  // end of what is scheduled.
  bool StepForward(TraceSink* sink = nullptr);
  // To the last instant before now() at which something happened; false at the start.
  bool StepBack(TraceSink* sink = nullptr);

  // Carries out and journals a command at now(); forgets journaled commands after now(). A refused
  // command is not journaled.
  Result<void> Apply(const Command& command, TraceSink* sink = nullptr);

  // All commands, those after now() too.
  const std::vector<TimedCommand>& commands() const { return commands_; }
  // A branch that shares everything up to here: a copy. A/B and "what if".
  Timeline Fork() const { return *this; }

 private:
  struct Checkpoint {
    Engine engine;
    size_t commands_done = 0;
  };

  void RunTo(Instant moment, TraceSink* sink);
  void AdvanceEngine(Instant moment, TraceSink* sink);
  void SaveCheckpoint();
  const Checkpoint& CheckpointBefore(Instant moment) const;
  void Restore(const Checkpoint& checkpoint);

  Engine engine_;
  std::vector<TimedCommand> commands_;
  size_t commands_done_ = 0;
  std::vector<Checkpoint> checkpoints_;  // By time.
  uint64_t spacing_;                     // Work between checkpoints; doubles when there are many.
};

}  // namespace weir
