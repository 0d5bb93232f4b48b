#include "native/commands.h"
#include "native/reported_run.h"
#include "native/session.h"

namespace weir {

Result<void> CommandReplay(const ReplayOptions& options, const Terminal& terminal) {
  Result<Session> session = LoadJournal(options.journal);
  if (!session.ok()) return session.error();
  ReportedRun run{{std::move(session).value(), Instant{}, false}, 0, nullptr};
  const Scenario& scenario = *run.plan.session.scenario;
  run.plan.until = scenario.start + options.until.value_or(scenario.duration);
  return RunAndReport(run, options.report, terminal);
}

}  // namespace weir
