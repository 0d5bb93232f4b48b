// `weir sql`: queries over files, and the cases that the engine is judged by.
#include <algorithm>
#include <filesystem>
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

constexpr const char* kTraces = "valve.jsonl";

std::string Below(const std::string& folder, const char* name) {
  return (std::filesystem::path(folder) / name).string();
}

bool HoldsCases(const std::string& folder) {
  return IsFile(Below(folder, "meta.json")) || IsFile(Below(folder, kTraces));
}

// A folder of folders stands for those of them that are cases, by name.
std::vector<std::string> CasesOf(const std::string& place) {
  std::vector<std::string> found;
  if (IsDirectory(place) && !HoldsCases(place)) {
    std::error_code unread;  // What cannot be listed is told of by the case that is not there.
    for (const auto& entry : std::filesystem::directory_iterator(place, unread)) {
      if (HoldsCases(entry.path().string())) found.push_back(entry.path().string());
    }
    std::ranges::sort(found);
  }
  return found.empty() ? std::vector<std::string>{place} : found;
}

Result<std::vector<SqlCaseOutcome>> RunPlace(const std::string& place) {
  if (IsFile(Below(place, kTraces))) return RunValveTraces(Below(place, kTraces));
  if (IsFile(place)) return RunSqlTextCases(place);
  Result<SqlCaseOutcome> outcome = RunSqlCase(place);
  if (!outcome.ok()) return outcome.error();
  return std::vector<SqlCaseOutcome>{std::move(outcome).value()};
}

// One line a case; of those that fail, what is different.
Result<void> Cases(const std::vector<std::string>& places, const Terminal& terminal) {
  if (places.empty()) return Input("which folders? `weir sql case DIR...`");
  const Paint paint(terminal.colour);
  std::map<std::string, std::pair<int64_t, int64_t>> tiers;  // Passed, all.
  bool failed = false;
  std::vector<SqlCaseOutcome> outcomes;
  for (const std::string& place : places) {
    for (const std::string& one : CasesOf(place)) {
      Result<std::vector<SqlCaseOutcome>> several = RunPlace(one);
      if (!several.ok()) return several.error();
      for (SqlCaseOutcome& outcome : several.value()) outcomes.push_back(std::move(outcome));
    }
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
