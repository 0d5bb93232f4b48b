#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/text.h"
#include "core/engine/explain.h"
#include "core/engine/measure_watch.h"
#include "core/engine/trial.h"
#include "native/check_report.h"
#include "native/commands.h"
#include "native/files.h"
#include "native/interrupt.h"
#include "native/progress.h"
#include "native/session.h"
#include "native/table.h"

namespace weir {
namespace {

using Json = nlohmann::ordered_json;

struct TriedAdvice {
  Advice advice;
  std::optional<Trial> trial;
  std::string refused;  // Why it could not be tried.
};

struct Explained {
  std::vector<Finding> findings;
  std::vector<TriedAdvice> advice;
};

Result<Explained> RunAndExplain(const Session& session, bool tries, const Terminal& terminal,
                                bool shown) {
  const InterruptsWait interrupts_wait;
  const RunPlan plan{session, session.scenario->end(), false};
  Progress progress(terminal, shown, plan, 0);
  ExplainWatch watch(session.scenario);
  Engine engine(session.scenario);
  const Duration stretch = WatchStretch(session.scenario->duration);
  while (engine.now() < plan.until) {
    engine.AdvanceTo(std::min(engine.now() + stretch, plan.until), &watch);
    watch.Observe(engine.View());
    if (Result<void> drawn = progress.OnStep(engine); !drawn.ok()) return drawn.error();
    if (InterruptIsPending()) return Error{ErrorCode::kInternalFailure, "interrupted"};
  }
  Explanation explanation = Explain(watch, engine);
  Explained explained{std::move(explanation.findings), {}};
  for (Advice& advice : explanation.advice) {
    TriedAdvice tried{std::move(advice), std::nullopt, {}};
    if (tries && !tried.advice.patch.empty()) {
      Result<Trial> trial = TryAdvice(engine, tried.advice, ReaderOf(session));
      if (trial.ok()) {
        tried.trial = std::move(trial).value();
      } else {
        tried.refused = trial.error().message;
      }
    }
    explained.advice.push_back(std::move(tried));
    if (InterruptIsPending()) return Error{ErrorCode::kInternalFailure, "interrupted"};
  }
  return explained;
}

Json AdviceJson(const TriedAdvice& tried) {
  Json patch = Json::object();
  for (const auto& [place, value] : tried.advice.patch) patch[place] = Json::parse(value);
  Json json{{"id", tried.advice.id},
            {"about", tried.advice.about},
            {"text", tried.advice.text},
            {"patch", patch},
            {"tried", nullptr}};
  if (!tried.trial) return json;
  json["tried"] = Json::array();
  for (const ComparedMeasure& measure : tried.trial->measures) {
    json["tried"].push_back(Json{{"measure", measure.path},
                                 {"unit", UnitName(measure.values[0]->unit)},
                                 {"before", MeasureJson(measure.values[0])},
                                 {"after", MeasureJson(measure.values[1])}});
  }
  return json;
}

std::string ExplainedJson(const Session& session, const Explained& explained) {
  Json findings = Json::array();
  for (const Finding& finding : explained.findings) {
    Json facts = Json::object();
    for (const Fact& fact : finding.facts) {
      const bool duration = fact.unit == MeasureUnit::kDuration;
      facts[duration ? StrCat({fact.name, "_us"}) : fact.name] = fact.value;
    }
    findings.push_back(Json{{"id", finding.id},
                            {"about", finding.about},
                            {"trouble", finding.trouble},
                            {"text", finding.text},
                            {"facts", facts}});
  }
  Json advice = Json::array();
  for (const TriedAdvice& tried : explained.advice) advice.push_back(AdviceJson(tried));
  const Json json{{"scenario", session.source},
                  {"title", session.scenario->title},
                  {"seed", session.scenario->seed},
                  {"findings", findings},
                  {"advice", advice}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string ExplainedText(const Session& session, const Explained& explained,
                          const Terminal& terminal) {
  const Paint paint(terminal.colour);
  const auto columns = static_cast<size_t>(std::clamp(terminal.columns, 60, 100));
  std::string text =
      StrCat({paint.Bold(session.source), "  ", paint.Dim(session.scenario->title), "\n"});
  const auto paragraph = [&](std::string_view words) {
    text += StrCat({"  ", Wrapped(words, columns - 2, 2), "\n"});
  };
  for (const Finding& finding : explained.findings) {
    const std::string mark = finding.trouble ? paint.Bad("!") : paint.Good("ok");
    text += StrCat({"\n", mark, finding.trouble ? "  " : " ", paint.Bold(finding.id), "  ",
                    paint.Dim(finding.about), "\n"});
    paragraph(finding.text);
  }
  if (explained.advice.empty()) {
    const bool trouble = std::ranges::any_of(explained.findings, &Finding::trouble);
    text += trouble ? "" : "\nNothing limits this run: there is nothing to change.\n";
    return text;
  }
  text += StrCat({"\n", paint.Bold("What to change"), "\n"});
  for (const TriedAdvice& tried : explained.advice) {
    text +=
        StrCat({"\n   ", paint.Bold(tried.advice.id), "  ", paint.Dim(tried.advice.about), "\n"});
    paragraph(tried.advice.text);
    if (tried.trial) paragraph(StrCat({"Tried on the same seed: ", tried.trial->text, "."}));
    if (!tried.refused.empty()) paragraph(StrCat({"It cannot be tried: ", tried.refused, "."}));
  }
  return text;
}

}  // namespace

Result<void> CommandExplain(const ExplainOptions& options, const Terminal& terminal) {
  const Result<Session> session = LoadScenario(options.scenario);
  if (!session.ok()) return session.error();
  const Result<Explained> explained =
      RunAndExplain(session.value(), !options.no_trials, terminal, !options.no_progress);
  if (!explained.ok()) return explained.error();
  return Print(options.json ? ExplainedJson(session.value(), explained.value())
                            : ExplainedText(session.value(), explained.value(), terminal));
}

}  // namespace weir
