// The command line `weir`. Exit codes: 0 done; 1 a check failed, or an output could not be written;
// 2 wrong usage, or an input that is not what it should be.
#include "native/commands.h"
#include "native/files.h"
#include "native/options.h"
#include "native/terminal.h"

namespace weir {
namespace {

Result<void> RunCommand(const Options& options, const Terminal& terminal) {
  if (!options.answer.empty()) return Print(options.answer);
  if (options.command == "list") return CommandList(options.list_json, terminal);
  if (options.command == "run") return CommandRun(options.run, terminal);
  if (options.command == "replay") return CommandReplay(options.replay, terminal);
  if (options.command == "digest") return CommandDigest(options.digest);
  if (options.command == "trace") return CommandTrace(options.trace);
  if (options.command == "poster") return CommandPoster(options.poster);
  if (options.command == "metrics") return CommandMetrics(options.metrics, terminal);
  if (options.command == "cost") return CommandCost(options.cost, terminal);
  if (options.command == "check") return CommandCheck(options.check, terminal);
  if (options.command == "compare") return CommandCompare(options.compare, terminal);
  if (options.command == "explain") return CommandExplain(options.explain, terminal);
  if (options.command == "records") return CommandRecords(options.records);
  if (options.command == "sql") return CommandSql(options.sql, terminal);
  if (options.command == "firehose") return CommandFirehose(options.firehose, terminal);
  if (options.command == "scenario") return CommandScenario(options.scenario);
  if (options.command == "ui") return CommandUi(options.scenario);
  return CommandCompletions(options.shell);
}

int Main(int argc, char** argv) {
  const Result<Options> options = ParseOptions(argc, argv);
  const Result<void> done =
      options.ok() ? RunCommand(options.value(), HostTerminal()) : Result<void>(options.error());
  if (done.ok()) return 0;
  if (!done.error().message.empty()) Complain(done.error().message);
  // An output that cannot be written is nobody's wrong input; a check that failed has been told.
  return done.error().code == ErrorCode::kInternalFailure ? 1 : 2;
}

}  // namespace
}  // namespace weir

int main(int argc, char** argv) { return weir::Main(argc, argv); }
