#include "core/base/text.h"
#include "native/commands.h"
#include "native/dataset_session.h"
#include "native/reported_run.h"
#include "native/session.h"

namespace weir {
namespace {

Error Usage(std::string_view problem) { return Error{ErrorCode::kInput, std::string(problem)}; }

Result<Session> LoadSession(const RunOptions& options) {
  ScenarioChoice choice = options.scenario;
  std::vector<TimedCommand> commands;
  if (!options.journal.empty()) {
    Result<Journal> journal = ReadJournal(options.journal);
    if (!journal.ok()) return journal.error();
    if (!choice.seed) choice.seed = journal.value().seed;
    commands = std::move(journal.value().commands);
  }
  Result<Session> session =
      options.input.file.empty() ? LoadScenario(choice) : LoadDataset(options.input, choice.seed);
  if (!session.ok()) return session;
  session.value().commands = std::move(commands);
  if (Result<void> added = AddCommands(options.commands, session.value()); !added.ok()) {
    return added.error();
  }
  return session;
}

}  // namespace

Result<void> CommandRun(const RunOptions& options, const Terminal& terminal) {
  const bool dataset = !options.input.file.empty();
  if (dataset && !options.scenario.name.empty()) {
    return Usage(StrCat({"either a scenario (", options.scenario.name, ") or --input ",
                         options.input.file, ", not both"}));
  }
  if (dataset && !options.report.journal_out.empty()) {
    return Usage("a journal names its scenario, and that of --input is in no file: use --out DIR");
  }
  Result<Session> session = LoadSession(options);
  if (!session.ok()) return session.error();
  ReportedRun run{{std::move(session).value(), Instant{}, false}, 0, nullptr};
  const Scenario& scenario = *run.plan.session.scenario;
  run.plan.until = scenario.start + options.until.value_or(scenario.duration);
  if (dataset) {
    run.plan.until_read = !options.until.has_value();
    run.rows = static_cast<int64_t>(scenario.producers[0].workload.replay.dataset->rows.size());
    run.scenario_text = [&options](const Engine& engine) {
      return DatasetScenarioText(options.input, engine);
    };
  }
  return RunAndReport(run, options.report, terminal);
}

}  // namespace weir
