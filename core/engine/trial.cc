#include "core/engine/trial.h"

#include <utility>

#include "core/base/text.h"
#include "core/base/units.h"

namespace weir {
namespace {

// In the order of the text.
constexpr std::pair<std::string_view, std::string_view> kJudgedBy[] = {
    {"run.throttled", "refusals"},
    {"run.given_up", "records given up"},
    {"run.waiting", "records waiting"},
    {"run.reads_throttled", "reads refused"},
    {"run.behind", "behind"},
    {"run.lost_to_retention", "lost to retention"},
    {"run.order_violations", "order violations"},
};

std::string Shown(const MeasureValue& value) {
  return value.unit == MeasureUnit::kDuration ? SpanText(Micros(value.number))
                                              : WithThousands(value.number);
}

}  // namespace

Result<Trial> TryAdvice(const Engine& before, const Advice& advice, const ReadFile& read_file) {
  const Scenario& scenario = before.scenario();
  const Result<std::string> text = PatchedScenario(scenario.source, advice.patch);
  if (!text.ok()) return text.error();
  Result<std::shared_ptr<const Scenario>> patched = ParseScenario(text.value(), read_file);
  if (!patched.ok()) return patched.error();
  Scenario seeded = *patched.value();
  seeded.seed = scenario.seed;
  Engine after(std::make_shared<const Scenario>(std::move(seeded)));
  after.AdvanceTo(after.scenario().end());
  const std::array<EngineView, 2> views{before.View(), after.View()};
  Trial trial;
  for (const auto& [path, words] : kJudgedBy) {
    const Result<Measure> measure = Measure::Parse(path, {});
    ComparedMeasure compared{std::string(path), {}};
    for (size_t i = 0; i < 2; ++i) compared.values[i] = measure.value().At(views[i]);
    if (!compared.differs()) continue;
    trial.text += StrCat({trial.text.empty() ? "" : ", ", words, " ", Shown(*compared.values[0]),
                          " -> ", Shown(*compared.values[1])});
    trial.measures.push_back(std::move(compared));
  }
  if (trial.measures.empty()) trial.text = "it makes no difference";
  return trial;
}

}  // namespace weir
