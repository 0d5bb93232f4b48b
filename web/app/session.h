// One run as a person watches it: a timeline under a virtual clock. No drawing, no input, no JSON.
//
// A frame may do a bounded amount of work. Where a scenario is too heavy for its speed, virtual
// time runs slower than asked; the page never freezes. A far seek goes on over several frames
// likewise.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/base/result.h"
#include "core/engine/scenario.h"
#include "core/engine/timeline.h"
#include "web/app/chronicle.h"
#include "web/app/playback.h"

namespace weir::app {

// In Engine::work() units, about 100 ns each on the page: 6 ms of a frame, half a second of a seek.
inline constexpr uint64_t kWorkPerFrame = 60'000;
inline constexpr uint64_t kWorkPerSeek = 5'000'000;

class Session {
 public:
  // Paused at the start. `commands` are a journal's, still to come.
  void Load(std::shared_ptr<const Scenario> scenario, std::vector<TimedCommand> commands = {});
  bool loaded() const { return timeline_.has_value(); }

  // All of these need a loaded scenario.
  const Timeline& timeline() const { return *timeline_; }
  const Engine& engine() const { return timeline_->engine(); }
  const Scenario& scenario() const { return engine().scenario(); }
  Duration elapsed() const { return timeline_->now() - scenario().start; }
  bool ended() const { return timeline_->now() >= scenario().end(); }
  // What is shown now; made anew when something changed.
  const EngineView& view();

  const Playback& playback() const { return playback_; }
  void SetSpeed(double speed);
  void Play();  // At the end it starts again from the beginning.
  void Pause();
  // Held within the run. Goes on in later frames when it is far; see seeking().
  void SeekTo(Duration elapsed);
  bool seeking() const { return seek_target_.has_value(); }
  void FinishSeek();
  // To the next or last instant at which something happens; false when there is none in the run.
  bool Step();
  bool StepBack();
  Result<void> Apply(const Command& command);

  // One frame of real time.
  void Advance(double dt_ms);
  // Whether the next frame will show something else than this one.
  bool moving() const { return playback_.playing() || seeking(); }

  Chronicle& chronicle() { return chronicle_; }
  const Chronicle& chronicle() const { return chronicle_; }
  // Grows with every change of what there is to see.
  uint64_t revision() const { return revision_; }
  // Grows when the past became another one (a load, a way back): whoever only appends starts again.
  uint64_t epoch() const { return epoch_; }

 private:
  // Runs forwards until `target` or until `budget` is used up; true when it got there.
  bool RunTowards(Instant target, uint64_t budget);
  Duration NextSlice(Duration left, uint64_t budget) const;
  void GoBackTo(Instant moment);

  std::optional<Timeline> timeline_;
  Playback playback_;
  Chronicle chronicle_;
  EngineView view_;
  uint64_t view_revision_ = 0;
  uint64_t revision_ = 1;
  uint64_t epoch_ = 0;
  std::optional<Instant> seek_target_;
  double micros_per_work_ = 0;  // Of the last slice: how far the budget will reach.
};

}  // namespace weir::app
