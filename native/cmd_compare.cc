#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/text.h"
#include "core/engine/comparison.h"
#include "core/engine/engine.h"
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
using Pair = std::array<Session, 2>;

Result<Pair> LoadPair(const CompareOptions& options) {
  const size_t given = options.scenarios.size();
  const bool changed = !options.changes.empty();
  const bool variant = !options.variant.empty();
  if (given == 0 || given > 2 || (given == 2) == (changed || variant) || (changed && variant)) {
    return Error{ErrorCode::kInput,
                 "compare what? Give two scenarios, or one with --set PLACE=VALUE or --variant"};
  }
  Result<Session> a = LoadScenario({options.scenarios[0], options.seed, {}});
  if (!a.ok()) return a.error();
  // One seed for both, so that only the design differs.
  const uint64_t seed = options.seed.value_or(a.value().scenario->seed);
  Result<Session> b = changed   ? LoadChanged(a.value(), options.changes)
                      : variant ? LoadVariant(a.value(), options.variant)
                                : LoadScenario({options.scenarios[1], seed, {}});
  if (!b.ok()) return b.error();
  return Pair{std::move(a).value(), std::move(b).value()};
}

struct Compared {
  Pair sessions;
  RunComparison comparison;
  std::vector<ComparedMeasure> measures;
};

Result<Compared> RunBoth(const Pair& sessions, const Terminal& terminal, bool shown) {
  const InterruptsWait interrupts_wait;
  RunComparison comparison({sessions[0].scenario, sessions[1].scenario});
  std::array<Engine, 2> engines{Engine(sessions[0].scenario), Engine(sessions[1].scenario)};
  const RunPlan plan{sessions[0], sessions[0].scenario->end(), false};
  Progress progress(terminal, shown, plan, 0);
  while (comparison.next()) {
    for (size_t i = 0; i < 2; ++i) {
      const Scenario& scenario = *sessions[i].scenario;
      engines[i].AdvanceTo(scenario.start + std::min(*comparison.next(), scenario.duration));
    }
    comparison.Observe(engines[0].View(), engines[1].View());
    if (Result<void> drawn = progress.OnStep(engines[0]); !drawn.ok()) return drawn.error();
    if (InterruptIsPending()) return Error{ErrorCode::kInternalFailure, "interrupted"};
  }
  std::vector<ComparedMeasure> measures = comparison.Measures(engines[0].View(), engines[1].View());
  return Compared{sessions, std::move(comparison), std::move(measures)};
}

Json PartingJson(const std::optional<Parting>& parting) {
  if (!parting) return nullptr;
  return Json{{"at_us", parting->at.micros},
              {"measure", parting->path},
              {"values", {parting->values[0].number, parting->values[1].number}}};
}

std::string ComparedJson(const Compared& compared) {
  Json json{{"scenarios", Json::array()}, {"measures", Json::array()}};
  for (const Session& session : compared.sessions) {
    json["scenarios"].push_back(Json{{"scenario", session.source},
                                     {"title", session.scenario->title},
                                     {"seed", session.scenario->seed}});
  }
  for (const ComparedMeasure& measure : compared.measures) {
    const std::optional<MeasureValue>& any =
        measure.values[0] ? measure.values[0] : measure.values[1];
    json["measures"].push_back(
        Json{{"measure", measure.path},
             {"unit", any ? Json(UnitName(any->unit)) : Json(nullptr)},
             {"values", {MeasureJson(measure.values[0]), MeasureJson(measure.values[1])}},
             {"differs", measure.differs()}});
  }
  json["first_difference"] = Json{{"throttling", PartingJson(compared.comparison.throttling())},
                                  {"lag", PartingJson(compared.comparison.lag())}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string DifferenceText(const ComparedMeasure& measure) {
  const auto& [a, b] = measure.values;
  if (!measure.differs()) return "";
  if (!a || !b || a->unit == MeasureUnit::kText) return "*";
  const MeasureValue delta{a->unit, b->number - a->number, {}};
  return StrCat({delta.number > 0 ? "+" : "", MeasureText(delta)});
}

// "streams.clicks.": everything before the measure itself.
std::string HeadOf(const ComparedMeasure& measure) {
  const size_t group = measure.path.find('.');
  if (measure.path.starts_with("run.")) return "run";
  for (const OverRow& over : OverRows()) {
    const std::string end = StrCat({".", over.suffix});
    if (!measure.path.ends_with(end)) continue;
    const std::string plain = measure.path.substr(0, measure.path.size() - end.size());
    return plain.substr(0, std::max(group, plain.rfind('.')));
  }
  return measure.path.substr(0, std::max(group, measure.path.rfind('.')));
}

std::string PartingText(const std::optional<Parting>& parting, std::string_view what) {
  if (!parting) return StrCat({"  both ", what, " alike\n"});
  return StrCat({"  ", what, " parts by ", FormatElapsed(parting->at), ": ", parting->path, " ",
                 MeasureText(parting->values[0]), " against ", MeasureText(parting->values[1]),
                 "\n"});
}

std::string ComparedText(const Compared& compared, bool all, const Terminal& terminal) {
  const Paint paint(terminal.colour);
  std::string text;
  for (size_t i = 0; i < 2; ++i) {
    const Session& session = compared.sessions[i];
    text += StrCat({i == 0 ? "A  " : "B  ", paint.Bold(session.source), "  ",
                    paint.Dim(session.scenario->title), "\n"});
  }
  text +=
      paint.Dim(StrCat({"   seed ", std::to_string(compared.sessions[0].scenario->seed), "\n"}));
  std::string head;
  std::optional<Table> table;
  const auto flush = [&] {
    if (table) text += StrCat({"\n", paint.Bold(head), "\n", table->Text(paint)});
    table.reset();
  };
  size_t shown = 0;
  for (const ComparedMeasure& measure : compared.measures) {
    if (!all && !measure.differs()) continue;
    if (!measure.values[0] && !measure.values[1]) continue;
    if (HeadOf(measure) != head) {
      flush();
      head = HeadOf(measure);
    }
    if (!table) table.emplace(std::vector<Column>{{"", Align::kLeft}, {"A"}, {"B"}, {"B - A"}});
    const auto cell = [](const std::optional<MeasureValue>& value) {
      return value ? Printable(MeasureText(*value), 24) : std::string("-");
    };
    table->AddRow({measure.path.substr(head.size() + 1), cell(measure.values[0]),
                   cell(measure.values[1]), DifferenceText(measure)});
    ++shown;
  }
  flush();
  if (shown == 0) text += "\nnot one measure differs\n";
  text += StrCat({"\n", paint.Bold("the first difference"), "\n",
                  PartingText(compared.comparison.throttling(), "throttling"),
                  PartingText(compared.comparison.lag(), "lag")});
  return text;
}

}  // namespace

Result<void> CommandCompare(const CompareOptions& options, const Terminal& terminal) {
  const Result<Pair> sessions = LoadPair(options);
  if (!sessions.ok()) return sessions.error();
  const Result<Compared> compared = RunBoth(sessions.value(), terminal, !options.no_progress);
  if (!compared.ok()) return compared.error();
  return Print(options.json ? ComparedJson(compared.value())
                            : ComparedText(compared.value(), options.all, terminal));
}

}  // namespace weir
