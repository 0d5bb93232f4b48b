#include "native/runner.h"

#include <algorithm>
#include <chrono>

#include "native/interrupt.h"

namespace weir {
namespace {

constexpr int64_t kStepsMax = 100'000;

bool EverythingIsRead(const Engine& engine) {
  const EngineView view = engine.View();
  for (const ProducerView& producer : view.producers) {
    if (!producer.done || producer.waiting > 0) return false;
  }
  for (const ConsumerView& consumer : view.consumers) {
    // A shard without a lease still waits for its turn behind a parent.
    const StreamView& stream = view.streams[consumer.stream.index()];
    if (consumer.leases.size() < stream.shards.size()) return false;
    for (const LeaseView& lease : consumer.leases) {
      if (lease.lag_records > 0) return false;
    }
  }
  return true;
}

class Runner {
 public:
  Runner(const RunPlan& plan, std::span<RunListener* const> listeners)
      : plan_(plan), listeners_(listeners), engine_(plan.session.scenario) {}

  Result<RunOutcome> Run() {
    const auto began = std::chrono::steady_clock::now();
    const Duration step = plan_.step();
    while (engine_.now() < plan_.until) {
      AdvanceTo(std::min(engine_.now() + step, plan_.until));
      for (RunListener* listener : listeners_) {
        if (Result<void> heard = listener->OnStep(engine_); !heard.ok()) return heard.error();
      }
      if (InterruptIsPending()) return Error{ErrorCode::kInternalFailure, "interrupted"};
      if (plan_.until_read && EverythingIsRead(engine_)) break;
    }
    const auto wall = std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now() - began);
    return RunOutcome{std::move(engine_), std::move(refused_), Duration{wall.count()}};
  }

 private:
  // Through the commands that are due on the way.
  void AdvanceTo(Instant moment) {
    const std::vector<TimedCommand>& commands = plan_.session.commands;
    const Instant start = plan_.session.scenario->start;
    for (; next_ < commands.size() && start + commands[next_].at <= moment; ++next_) {
      engine_.AdvanceTo(start + commands[next_].at);
      const Result<void> applied = engine_.Apply(commands[next_].command);
      if (!applied.ok()) refused_.push_back({commands[next_].at, applied.error().message});
    }
    engine_.AdvanceTo(moment);
  }

  const RunPlan& plan_;
  std::span<RunListener* const> listeners_;
  Engine engine_;
  size_t next_ = 0;
  std::vector<RefusedCommand> refused_;
};

}  // namespace

Duration RunPlan::step() const {
  const int64_t seconds = (until - session.scenario->start).micros / 1'000'000;
  return Seconds(seconds / kStepsMax + 1);
}

Result<RunOutcome> Run(const RunPlan& plan, std::span<RunListener* const> listeners) {
  return Runner(plan, listeners).Run();
}

}  // namespace weir
