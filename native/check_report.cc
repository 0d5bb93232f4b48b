#include "native/check_report.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/text.h"
#include "core/engine/measure_watch.h"
#include "core/engine/measures.h"
#include "native/table.h"
#include "native/units.h"

namespace weir {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kIndent = 10;

class Writer {
 public:
  explicit Writer(const Terminal& terminal)
      : paint_(terminal.colour),
        columns_(static_cast<size_t>(std::clamp(terminal.columns, 60, 100))) {}

  void Title(const Session& session) {
    text_ += StrCat({paint_.Bold(session.source), "  ", paint_.Dim(session.scenario->title), "\n"});
  }

  void Checks(const CheckedRun& run) {
    for (size_t i = 0; i < run.outcomes.size(); ++i) {
      OneCheck(run.session, run.session.scenario->checks[i], run.outcomes[i]);
    }
  }

  void Wrong(const CheckedVariant& wrong) {
    const bool expected = wrong.as_expected();
    Verdict(expected, StrCat({"wrong variant ", wrong.variant.name}));
    Line(wrong.variant.about);
    std::string fails = ListOf(wrong.variant.fails);
    if (expected) {
      Line(StrCat({"fails ", fails, ", as it should:"}));
    } else {
      Line(StrCat({"should fail ", fails, "; failed ", ListOf(wrong.run.failed()), ":"}));
    }
    const Scenario& scenario = *wrong.run.session.scenario;
    for (size_t i = 0; i < scenario.checks.size(); ++i) {
      if (wrong.run.outcomes[i].verdict == CheckVerdict::kPassed && expected) continue;
      const Check& check = scenario.checks[i];
      Line(StrCat({check.id, ": ", Found(wrong.run.session, check, wrong.run.outcomes[i])}));
    }
  }

  std::string Take() { return std::move(text_); }

 private:
  static std::string ListOf(const std::vector<std::string>& ids) {
    std::string list;
    for (const std::string& id : ids) list += (list.empty() ? "" : ", ") + id;
    return list.empty() ? "nothing" : list;
  }

  void Verdict(bool good, std::string_view what) {
    const std::string word = good ? paint_.Good("ok") : paint_.Bad("FAILED");
    text_ += StrCat({"  ", word, std::string(kIndent - 2 - (good ? 2 : 6), ' '), what, "\n"});
  }

  void Line(std::string_view text) {
    text_ += std::string(kIndent, ' ') + Wrapped(text, columns_ - kIndent, kIndent) + "\n";
  }

  static bool IsConstant(const CheckSum& sum) {
    return std::ranges::none_of(sum.terms,
                                [](const CheckTerm& term) { return term.measured.has_value(); });
  }

  // "always: 5 after 00:00:12" and the like.
  static std::string Found(const Session& session, const Check& check,
                           const CheckOutcome& outcome) {
    const std::string found = outcome.found ? MeasureText(*outcome.found) : "nothing";
    std::string text = StrCat({"found ", found});
    if (!IsConstant(check.right)) {
      text += StrCat({" against ", outcome.expected ? MeasureText(*outcome.expected) : "nothing"});
    }
    const bool decided =
        (check.when == CheckWhen::kAlways) != (outcome.verdict == CheckVerdict::kPassed);
    const bool spans = check.when == CheckWhen::kAlways || check.when == CheckWhen::kEver;
    if (spans && decided && outcome.found) {
      text += StrCat({" after ", FormatElapsed(outcome.at - session.scenario->start)});
    }
    return text;
  }

  void OneCheck(const Session& session, const Check& check, const CheckOutcome& outcome) {
    Verdict(outcome.verdict == CheckVerdict::kPassed, check.id);
    Line(StrCat(
        {check.that, " ", check.is, ", ", ShownWhen(check), ": ", Found(session, check, outcome)}));
    Line(check.why);
  }

  Paint paint_;
  size_t columns_;
  std::string text_;
};

Json RunJson(const CheckedRun& run) {
  Json checks = Json::array();
  const Scenario& scenario = *run.session.scenario;
  for (size_t i = 0; i < run.outcomes.size(); ++i) {
    const Check& check = scenario.checks[i];
    const CheckOutcome& outcome = run.outcomes[i];
    checks.push_back(
        Json{{"id", check.id},
             {"verdict", outcome.verdict == CheckVerdict::kPassed ? "passed" : "failed"},
             {"that", check.that},
             {"is", check.is},
             {"when", ShownWhen(check)},
             {"why", check.why},
             {"at_us", (outcome.at - scenario.start).micros},
             {"unit", UnitName(check.left.unit)},
             {"found", MeasureJson(outcome.found)},
             {"expected", MeasureJson(outcome.expected)}});
  }
  return checks;
}

}  // namespace

std::string MeasureText(const MeasureValue& value) {
  if (value.unit == MeasureUnit::kText) return value.text;
  if (value.unit == MeasureUnit::kDuration) {
    return value.number < 0 ? "-" + SpanText(Micros(-value.number))
                            : SpanText(Micros(value.number));
  }
  return WithThousands(value.number) + (value.unit == MeasureUnit::kPercent ? " %" : "");
}

Json MeasureJson(const std::optional<MeasureValue>& value) {
  if (!value) return nullptr;
  if (value->unit == MeasureUnit::kText) return value->text;
  return value->number;
}

std::string CheckText(const CheckedScenario& checked, const Terminal& terminal) {
  Writer writer(terminal);
  writer.Title(checked.run.session);
  writer.Checks(checked.run);
  for (const CheckedVariant& wrong : checked.wrong) writer.Wrong(wrong);
  return writer.Take();
}

Json CheckJson(const CheckedScenario& checked) {
  const Session& session = checked.run.session;
  Json wrong = Json::array();
  for (const CheckedVariant& each : checked.wrong) {
    wrong.push_back(Json{{"name", each.variant.name},
                         {"about", each.variant.about},
                         {"as_expected", each.as_expected()},
                         {"fails", each.variant.fails},
                         {"failed", each.run.failed()},
                         {"checks", RunJson(each.run)}});
  }
  return Json{{"scenario", session.source},     {"title", session.scenario->title},
              {"seed", session.scenario->seed}, {"passed", checked.passed()},
              {"checks", RunJson(checked.run)}, {"wrong", wrong}};
}

std::string MeasureListText(const Terminal& terminal) {
  const Paint paint(terminal.colour);
  std::string text;
  std::string_view prefix;
  Table table({{"", Align::kLeft}, {"", Align::kLeft}, {"", Align::kLeft}});
  const auto flush = [&] {
    if (table.rows() > 0) text += table.Text(paint);
    table = Table({{"", Align::kLeft}, {"", Align::kLeft}, {"", Align::kLeft}});
  };
  for (const MeasureRow& row : MeasureRows()) {
    if (ScopePrefix(row.scope) != prefix) {
      flush();
      prefix = ScopePrefix(row.scope);
      text += StrCat({text.empty() ? "" : "\n", paint.Bold(prefix), "\n"});
    }
    table.AddRow({std::string(row.name), UnitName(row.unit), std::string(row.meaning)});
  }
  flush();
  text += StrCat({"\n", paint.Bold("over time, behind any of them and a dot"), "\n"});
  for (const OverRow& row : OverRows()) {
    table.AddRow({std::string(row.suffix), "", std::string(row.meaning)});
  }
  flush();
  return text;
}

std::string MeasureListJson() {
  Json json = Json::array();
  for (const MeasureRow& row : MeasureRows()) {
    json.push_back(Json{{"measure", StrCat({ScopePrefix(row.scope), row.name})},
                        {"unit", UnitName(row.unit)},
                        {"meaning", row.meaning}});
  }
  return json.dump(2) + "\n";
}

}  // namespace weir
