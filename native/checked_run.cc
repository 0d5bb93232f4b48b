#include "native/checked_run.h"

#include <algorithm>

#include "core/engine/engine.h"
#include "native/interrupt.h"
#include "native/progress.h"

namespace weir {
namespace {

Result<CheckedRun> RunOne(const Session& session, const Terminal& terminal, bool shown) {
  const RunPlan plan{session, session.scenario->end(), false};
  Progress progress(terminal, shown, plan, 0);
  const Duration step = plan.step();
  CheckWatch watch(session.scenario);
  Engine engine(session.scenario);
  while (watch.next() != kNever) {
    engine.AdvanceTo(std::min(engine.now() + step, watch.next()));
    if (engine.now() == watch.next()) watch.Observe(engine.View());
    if (Result<void> drawn = progress.OnStep(engine); !drawn.ok()) return drawn.error();
    if (InterruptIsPending()) return Error{ErrorCode::kInternalFailure, "interrupted"};
  }
  return CheckedRun{session, watch.outcomes()};
}

}  // namespace

bool CheckedRun::passed() const { return failed().empty(); }

std::vector<std::string> CheckedRun::failed() const {
  std::vector<std::string> ids;
  for (size_t i = 0; i < outcomes.size(); ++i) {
    if (outcomes[i].verdict == CheckVerdict::kPassed) continue;
    ids.push_back(session.scenario->checks[i].id);
  }
  return ids;
}

bool CheckedVariant::as_expected() const {
  std::vector<std::string> expected = variant.fails;
  std::vector<std::string> failed = run.failed();
  std::ranges::sort(expected);
  std::ranges::sort(failed);
  return expected == failed;
}

bool CheckedScenario::passed() const {
  return run.passed() && std::ranges::all_of(wrong, &CheckedVariant::as_expected);
}

Result<CheckedScenario> RunChecked(const Session& session, bool wrong, const Terminal& terminal,
                                   bool shown) {
  const InterruptsWait interrupts_wait;
  Result<CheckedRun> run = RunOne(session, terminal, shown);
  if (!run.ok()) return run.error();
  CheckedScenario checked{std::move(run).value(), {}};
  if (!wrong) return checked;
  for (const Variant& variant : session.scenario->wrong) {
    const Result<Session> changed = LoadVariant(session, variant.name);
    if (!changed.ok()) return changed.error();
    Result<CheckedRun> varied = RunOne(changed.value(), terminal, shown);
    if (!varied.ok()) return varied.error();
    checked.wrong.push_back({variant, std::move(varied).value()});
  }
  return checked;
}

}  // namespace weir
