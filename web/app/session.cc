#include "web/app/session.h"

#include <algorithm>
#include <utility>

#include "core/base/check.h"

namespace weir::app {

void Session::Load(std::shared_ptr<const Scenario> scenario, std::vector<TimedCommand> commands) {
  timeline_.emplace(std::move(scenario), std::move(commands));
  chronicle_.Clear();
  chronicle_.set_telling(true);
  playback_.set_playing(false);
  playback_.SetSpeed(ComfortableSpeed(this->scenario().duration));
  seek_target_.reset();
  micros_per_work_ = 0;
  ++revision_;
  ++epoch_;
}

const EngineView& Session::view() {
  if (view_revision_ != revision_) {
    view_ = engine().View();
    view_revision_ = revision_;
  }
  return view_;
}

void Session::SetSpeed(double speed) {
  playback_.SetSpeed(speed);
  ++revision_;
}

void Session::Play() {
  FinishSeek();
  if (ended()) SeekTo(Micros(0));
  playback_.set_playing(true);
  ++revision_;
}

void Session::Pause() {
  playback_.set_playing(false);
  ++revision_;
}

void Session::GoBackTo(Instant moment) {
  // The sink is left out: what it would hear again lies before `moment` and is known.
  timeline_->SeekTo(moment);
  chronicle_.ForgetAfter(moment);
  ++revision_;
  ++epoch_;
}

void Session::SeekTo(Duration elapsed) {
  seek_target_.reset();
  const Instant start = scenario().start;
  const Instant moment = std::clamp(start + elapsed, start, scenario().end());
  if (moment < timeline_->now()) {
    GoBackTo(moment);
    return;
  }
  chronicle_.set_telling(false);
  if (!RunTowards(moment, kWorkPerSeek)) seek_target_ = moment;
  chronicle_.set_telling(true);
  ++revision_;
}

void Session::FinishSeek() {
  if (!seek_target_) return;
  const Instant target = *std::exchange(seek_target_, std::nullopt);
  chronicle_.set_telling(false);
  RunTowards(target, UINT64_MAX);
  chronicle_.set_telling(true);
  ++revision_;
}

bool Session::Step() {
  FinishSeek();
  playback_.set_playing(false);
  ++revision_;
  if (ended()) return false;
  const bool moved = timeline_->StepForward(&chronicle_);
  if (!moved || timeline_->now() > scenario().end()) {
    // Nothing more within the run: its end is where stepping stops.
    if (timeline_->now() > scenario().end()) GoBackTo(scenario().end());
    RunTowards(scenario().end(), UINT64_MAX);
  }
  return true;
}

bool Session::StepBack() {
  FinishSeek();
  playback_.set_playing(false);
  const bool moved = timeline_->StepBack();
  chronicle_.ForgetAfter(timeline_->now());
  ++revision_;
  ++epoch_;
  return moved;
}

Result<void> Session::Apply(const Command& command) {
  FinishSeek();
  ++revision_;
  return timeline_->Apply(command, &chronicle_);
}

void Session::Advance(double dt_ms) {
  if (!loaded()) return;
  if (seek_target_) {
    chronicle_.set_telling(false);
    if (RunTowards(*seek_target_, kWorkPerFrame * 4)) seek_target_.reset();
    chronicle_.set_telling(true);
    ++revision_;
    return;
  }
  if (!playback_.playing()) return;
  const Instant target = timeline_->now() + playback_.Take(dt_ms);
  RunTowards(std::min(target, scenario().end()), kWorkPerFrame);
  ++revision_;
  if (!ended()) return;
  playback_.set_playing(false);
  Notice notice;
  notice.kind = NoticeKind::kEnd;
  notice.at = timeline_->now();
  chronicle_.Tell(std::move(notice));
}

bool Session::RunTowards(Instant target, uint64_t budget) {
  const uint64_t before = engine().work();
  while (timeline_->now() < target) {
    const uint64_t used = engine().work() - before;
    if (used >= budget) return false;
    const Duration slice = NextSlice(target - timeline_->now(), budget - used);
    timeline_->SeekTo(timeline_->now() + slice, &chronicle_);
    const uint64_t work = engine().work() - before - used;
    // A slice without work says nothing but that the next may be longer.
    micros_per_work_ = work == 0 ? micros_per_work_ * 2
                                 : static_cast<double>(slice.micros) / static_cast<double>(work);
  }
  return true;
}

Duration Session::NextSlice(Duration left, uint64_t budget) const {
  if (budget == UINT64_MAX) return left;
  // Half of what the budget should pay for, since load may rise within the slice.
  const double paid = micros_per_work_ * static_cast<double>(budget) / 2;
  const int64_t guess =
      micros_per_work_ > 0 ? static_cast<int64_t>(std::min(paid, 1e15)) : left.micros / 16;
  return std::min(left, Micros(std::max<int64_t>(guess, 1'000)));
}

}  // namespace weir::app
