#include <nlohmann/json.hpp>

#include "core/base/text.h"
#include "core/engine/scenario_json.h"
#include "native/check_report.h"
#include "native/checked_run.h"
#include "native/commands.h"
#include "native/files.h"
#include "native/session.h"

namespace weir {
namespace {

using Json = nlohmann::ordered_json;

// What several scenarios came to, in a line.
class Tally {
 public:
  void Add(const CheckedScenario& checked) {
    ++scenarios_;
    checks_ += static_cast<int64_t>(checked.run.outcomes.size());
    failed_ += static_cast<int64_t>(checked.run.failed().size());
    for (const CheckedVariant& wrong : checked.wrong) {
      ++wrong_;
      if (!wrong.as_expected()) ++unexpected_;
    }
  }

  bool passed() const { return failed_ + unexpected_ == 0; }
  int64_t scenarios() const { return scenarios_; }
  std::string Text() const {
    std::string text = StrCat({WithThousands(scenarios_), " scenarios, ", WithThousands(checks_),
                               " checks: ", Failures(failed_)});
    if (wrong_ > 0) {
      text += StrCat({"; ", WithThousands(wrong_), " wrong variants: ",
                      unexpected_ == 0 ? std::string("each fails as it should")
                                       : WithThousands(unexpected_) + " not as they should"});
    }
    return text + "\n";
  }

 private:
  static std::string Failures(int64_t failed) {
    return failed == 0 ? "none failed" : WithThousands(failed) + " FAILED";
  }

  int64_t scenarios_ = 0;
  int64_t checks_ = 0;
  int64_t failed_ = 0;
  int64_t wrong_ = 0;
  int64_t unexpected_ = 0;
};

Result<std::vector<std::string>> NamesOf(const CheckOptions& options) {
  std::vector<std::string> names = options.scenarios;
  if (options.all) {
    if (!names.empty()) return Error{ErrorCode::kInput, "either --all or names, not both"};
    for (const ScenarioSummary& scenario : BundledScenarios()) names.push_back(scenario.name);
  }
  if (names.empty()) return Error{ErrorCode::kInput, "which scenario? Give names, or --all"};
  return names;
}

}  // namespace

Result<void> CommandCheck(const CheckOptions& options, const Terminal& terminal) {
  if (options.list) return Print(options.json ? MeasureListJson() : MeasureListText(terminal));
  const Result<std::vector<std::string>> names = NamesOf(options);
  if (!names.ok()) return names.error();
  Tally tally;
  Json json = Json::array();
  for (const std::string& name : names.value()) {
    const Result<Session> session = LoadScenario({name, options.seed, {}});
    if (!session.ok()) return session.error();
    if (session.value().scenario->checks.empty()) {
      return Error{ErrorCode::kInput, StrCat({name, ": has no \"check\" to run"})};
    }
    const bool wrong = options.wrong || options.all;
    const Result<CheckedScenario> checked =
        RunChecked(session.value(), wrong, terminal, !options.no_progress);
    if (!checked.ok()) return checked.error();
    tally.Add(checked.value());
    if (options.json) {
      json.push_back(CheckJson(checked.value()));
      continue;
    }
    const std::string gap = tally.scenarios() > 1 ? "\n" : "";
    if (Result<void> printed = Print(gap + CheckText(checked.value(), terminal)); !printed.ok()) {
      return printed;
    }
  }
  std::string last;
  if (options.json) last = json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
  if (!options.json && tally.scenarios() > 1) last = "\n" + tally.Text();
  if (Result<void> printed = Print(last); !printed.ok()) return printed;
  if (!tally.passed()) return Error{ErrorCode::kInternalFailure, ""};
  return {};
}

}  // namespace weir
