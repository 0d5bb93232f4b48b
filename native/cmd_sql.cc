// `weir sql`: queries over files, and the cases that the engine is judged by.
#include <map>

#include "core/base/text.h"
#include "native/commands.h"
#include "native/files.h"
#include "native/sql_case.h"
#include "native/sql_files_run.h"
#include "native/sql_text_case.h"
#include "native/sql_valve_case.h"

namespace weir {
namespace {

Error Input(std::string text) { return Error{ErrorCode::kInput, std::move(text)}; }

// One line a case; of those that fail, what is different.
Result<void> Cases(const std::vector<std::string>& directories, const Terminal& terminal) {
  if (directories.empty()) return Input("which folders? `weir sql case DIR...`");
  const Paint paint(terminal.colour);
  std::map<std::string, std::pair<int64_t, int64_t>> tiers;  // Passed, all.
  bool failed = false;
  std::vector<SqlCaseOutcome> outcomes;
  for (const std::string& directory : directories) {
    const std::string traces = StrCat({directory, "/valve.jsonl"});
    if (IsFile(traces) || IsFile(directory)) {
      Result<std::vector<SqlCaseOutcome>> several =
          IsFile(traces) ? RunValveTraces(traces) : RunSqlTextCases(directory);
      if (!several.ok()) return several.error();
      for (SqlCaseOutcome& one : several.value()) outcomes.push_back(std::move(one));
      continue;
    }
    Result<SqlCaseOutcome> outcome = RunSqlCase(directory);
    if (!outcome.ok()) return outcome.error();
    outcomes.push_back(std::move(outcome).value());
  }
  for (const SqlCaseOutcome& one : outcomes) {
    auto& [passed, all] = tiers[one.tier];
    ++all;
    if (one.passed) ++passed;
    failed = failed || !one.passed;
    const std::string verdict = one.passed ? paint.Good("pass") : paint.Bad("FAIL");
    const std::string line = StrCat({verdict, "  ", one.name, "\n", one.difference});
    if (Result<void> printed = Print(line); !printed.ok()) return printed;
  }
  std::string sums;
  for (const auto& [tier, counts] : tiers) {
    sums += StrCat({tier.empty() ? "cases" : tier, ": ", std::to_string(counts.first), " of ",
                    std::to_string(counts.second), " pass\n"});
  }
  if (Result<void> printed = Print(sums); !printed.ok()) return printed;
  if (failed) return Error{ErrorCode::kInternalFailure, ""};
  return {};
}

}  // namespace

Result<void> CommandSql(const SqlOptions& options, const Terminal& terminal) {
  if (options.words.empty()) return Input("which query? `weir help sql` shows some");
  if (options.words[0] == "case") {
    return Cases({options.words.begin() + 1, options.words.end()}, terminal);
  }
  if (options.words[0] == "eval") return CommandSqlEval(options, terminal);
  if (options.words.size() > 1) return Input("one query, in quotes: weir sql \"SELECT ...\"");
  return RunSqlOverFiles(options, terminal);
}

}  // namespace weir
