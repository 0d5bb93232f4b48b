// `weir sql eval FILE.csv`: constant expressions beside what they should give.
#include <map>

#include "core/base/text.h"
#include "native/commands.h"
#include "native/files.h"
#include "native/sql_eval.h"

namespace weir {
namespace {

constexpr int64_t kListBytesMax = 64LL << 20;

// The zones that sessions of such lists had, when nobody says which.
const std::vector<std::string>& UsualZones() {
  static const std::vector<std::string> zones = {"UTC", "Europe/Berlin", "Asia/Shanghai",
                                                 "Asia/Tokyo", "America/Los_Angeles"};
  return zones;
}

std::string LineOf(const SqlEvalOutcome& outcome, const Paint& paint) {
  if (outcome.passed) {
    if (outcome.zone.empty()) return {};
    return StrCat({paint.Good("pass"), "  ", outcome.id, "  ", outcome.expr,
                   "\n      in a session of ", outcome.zone, "\n"});
  }
  return StrCat({paint.Bad("FAIL"), "  ", outcome.id, outcome.tier.empty() ? "" : " (",
                 outcome.tier, outcome.tier.empty() ? "" : ")", "  ", outcome.expr,
                 "\n      expected ", outcome.expected, "\n      got      ", outcome.actual, "\n"});
}

}  // namespace

Result<void> CommandSqlEval(const SqlOptions& options, const Terminal& terminal) {
  if (options.words.size() != 2) {
    return Error{ErrorCode::kInput, "which list? `weir sql eval FILE.csv`"};
  }
  const Result<std::string> csv = ReadWholeFile(options.words[1], "list", kListBytesMax);
  if (!csv.ok()) return csv.error();
  SqlEvalOptions eval;
  eval.zones = options.zones.empty() ? UsualZones() : options.zones;
  eval.columns = options.columns;
  const Result<std::vector<SqlEvalOutcome>> outcomes = EvaluateSqlList(csv.value(), eval);
  if (!outcomes.ok()) return outcomes.error();

  const Paint paint(terminal.colour);
  std::map<std::string, std::pair<int64_t, int64_t>> tiers;  // Passed, all.
  std::string text;
  bool failed = false;
  for (const SqlEvalOutcome& outcome : outcomes.value()) {
    auto& [passed, all] = tiers[outcome.tier];
    ++all;
    if (outcome.passed) ++passed;
    failed = failed || !outcome.passed;
    text += LineOf(outcome, paint);
  }
  for (const auto& [tier, counts] : tiers) {
    text += StrCat({tier.empty() ? "expressions" : tier, ": ", std::to_string(counts.first), " of ",
                    std::to_string(counts.second), " pass\n"});
  }
  if (Result<void> printed = Print(text); !printed.ok()) return printed;
  if (failed) return Error{ErrorCode::kInternalFailure, ""};
  return {};
}

}  // namespace weir
