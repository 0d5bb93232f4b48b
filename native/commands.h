// The subcommands, one cmd_*.cc each. Every one of them writes to standard output and returns an
// error for main() to print; see exit_code.h for what the caller then sees.
#pragma once

#include "core/base/result.h"
#include "native/options.h"
#include "native/terminal.h"

namespace weir {

Result<void> CommandList(bool json, const Terminal& terminal);
Result<void> CommandRun(const RunOptions& options, const Terminal& terminal);
Result<void> CommandReplay(const ReplayOptions& options, const Terminal& terminal);
Result<void> CommandDigest(const DigestOptions& options);
Result<void> CommandTrace(const TraceOptions& options);
Result<void> CommandPoster(const PosterOptions& options);
Result<void> CommandMetrics(const MetricsOptions& options, const Terminal& terminal);
Result<void> CommandCost(const CostOptions& options, const Terminal& terminal);
// Error kInternalFailure without a message: a check failed, which has been printed.
Result<void> CommandCheck(const CheckOptions& options, const Terminal& terminal);
Result<void> CommandExplain(const ExplainOptions& options, const Terminal& terminal);
Result<void> CommandCompare(const CompareOptions& options, const Terminal& terminal);
Result<void> CommandRecords(const RecordsOptions& options);
// Error kInternalFailure without a message: a case failed, which has been printed.
Result<void> CommandSql(const SqlOptions& options, const Terminal& terminal);
Result<void> CommandSqlEval(const SqlOptions& options, const Terminal& terminal);
Result<void> CommandFirehose(const FirehoseOptions& options, const Terminal& terminal);
Result<void> CommandScenario(const std::string& name);
// Does not return when the window program was started in place of this one.
Result<void> CommandUi(const std::string& scenario);
Result<void> CommandCompletions(const std::string& shell);

}  // namespace weir
