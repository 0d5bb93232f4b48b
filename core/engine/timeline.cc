#include "core/engine/timeline.h"

#include <algorithm>
#include <utility>

#include "core/base/check.h"

namespace weir {
namespace {

// A replay of so much work takes some ten milliseconds: the pace of a hand on a scrub bar.
constexpr uint64_t kWorkBetweenCheckpoints = uint64_t{1} << 16;
constexpr size_t kCheckpointsMax = 128;

}  // namespace

Timeline::Timeline(std::shared_ptr<const Scenario> scenario) : Timeline(std::move(scenario), {}) {}

Timeline::Timeline(std::shared_ptr<const Scenario> scenario, std::vector<TimedCommand> commands)
    : engine_(std::move(scenario)),
      commands_(std::move(commands)),
      spacing_(kWorkBetweenCheckpoints) {
  SaveCheckpoint();
}

void Timeline::SaveCheckpoint() {
  checkpoints_.push_back({engine_, commands_done_});
  if (checkpoints_.size() <= kCheckpointsMax) return;
  // Every second one goes, the first stays, and the next ones lie twice as far apart.
  std::vector<Checkpoint> kept;
  for (size_t i = 0; i < checkpoints_.size(); i += 2) kept.push_back(std::move(checkpoints_[i]));
  checkpoints_ = std::move(kept);
  spacing_ *= 2;
}

void Timeline::AdvanceEngine(Instant moment, TraceSink* sink) {
  // Through the engine's own events, so that a checkpoint can be made on the way.
  while (engine_.NextEventAt() <= moment) {
    engine_.Step(sink);
    const Engine& last = checkpoints_.back().engine;
    if (engine_.now() > last.now() && engine_.work() >= last.work() + spacing_) SaveCheckpoint();
  }
  engine_.AdvanceTo(moment, sink);
}

void Timeline::RunTo(Instant moment, TraceSink* sink) {
  const Instant start = engine_.scenario().start;
  while (commands_done_ < commands_.size()) {
    const TimedCommand& next = commands_[commands_done_];
    if (start + next.at > moment) break;
    AdvanceEngine(start + next.at, sink);
    ++commands_done_;
    // It was accepted when it was journaled, and the run before it is the same.
    static_cast<void>(engine_.Apply(next.command, sink));
  }
  AdvanceEngine(moment, sink);
}

// The last one that is not after `moment`.
const Timeline::Checkpoint& Timeline::CheckpointBefore(Instant moment) const {
  size_t i = checkpoints_.size() - 1;
  while (i > 0 && checkpoints_[i].engine.now() > moment) --i;
  return checkpoints_[i];
}

void Timeline::Restore(const Checkpoint& checkpoint) {
  engine_ = checkpoint.engine;
  commands_done_ = checkpoint.commands_done;
}

void Timeline::SeekTo(Instant moment, TraceSink* sink) {
  moment = std::max(moment, engine_.scenario().start);
  const Checkpoint& nearest = CheckpointBefore(moment);
  // Going forwards, a checkpoint on the way saves the work that was done before.
  const bool skip = sink == nullptr && nearest.engine.now() > now();
  if (moment < now() || skip) Restore(nearest);
  RunTo(moment, sink);
}

bool Timeline::StepForward(TraceSink* sink) {
  Instant next = engine_.NextEventAt();
  if (commands_done_ < commands_.size()) {
    next = std::min(next, engine_.scenario().start + commands_[commands_done_].at);
  }
  if (next == kNever) return false;
  RunTo(next, sink);
  return true;
}

bool Timeline::StepBack(TraceSink* sink) {
  const Instant start = engine_.scenario().start;
  const Instant here = now();
  if (here <= start) return false;
  // Forwards once more from before, noting the instants on the way: the last one before `here`.
  const Instant before = here - Micros(1);
  Restore(CheckpointBefore(before));
  Instant last = engine_.now();
  for (;;) {
    Instant next = engine_.NextEventAt();
    if (commands_done_ < commands_.size()) {
      next = std::min(next, start + commands_[commands_done_].at);
    }
    if (next > before) break;
    RunTo(next, nullptr);
    last = next;
  }
  SeekTo(last, sink);
  return true;
}

Result<void> Timeline::Apply(const Command& command, TraceSink* sink) {
  // A refused command leaves no mark here, not even its line in the trace: the journal does not
  // have it, so a replay would not find it.
  const Engine before = engine_;
  Result<void> applied = engine_.Apply(command, sink);
  if (!applied.ok()) {
    engine_ = before;
    return applied;
  }
  commands_.resize(commands_done_);
  commands_.push_back({now() - engine_.scenario().start, command});
  ++commands_done_;
  while (checkpoints_.size() > 1 && checkpoints_.back().engine.now() >= now()) {
    checkpoints_.pop_back();
  }
  return applied;
}

}  // namespace weir
