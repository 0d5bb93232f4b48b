#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/text.h"
#include "core/engine/scenario_json.h"
#include "native/commands.h"
#include "native/files.h"
#include "native/table.h"

namespace weir {
namespace {

using Json = nlohmann::ordered_json;

std::string ListJson(const std::vector<ScenarioSummary>& scenarios) {
  Json json = Json::array();
  for (const ScenarioSummary& scenario : scenarios) {
    json.push_back(
        Json{{"name", scenario.name}, {"title", scenario.title}, {"about", scenario.about}});
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

// The title beside the name, what it is about below it.
std::string ListText(const std::vector<ScenarioSummary>& scenarios, const Terminal& terminal) {
  const Paint paint(terminal.colour);
  size_t at = 0;
  for (const ScenarioSummary& scenario : scenarios) {
    at = std::max(at, TextWidth(scenario.name) + 3);
  }
  const auto columns = static_cast<size_t>(std::clamp(terminal.columns, 60, 100));
  const std::string margin(at, ' ');
  std::string text;
  for (const ScenarioSummary& scenario : scenarios) {
    const std::string gap(at - TextWidth(scenario.name), ' ');
    text += StrCat({text.empty() ? "" : "\n", paint.Bold(scenario.name), gap,
                    Wrapped(scenario.title, columns - at, at), "\n", margin,
                    paint.Dim(Wrapped(scenario.about, columns - at, at)), "\n"});
  }
  return text;
}

}  // namespace

Result<void> CommandList(bool json, const Terminal& terminal) {
  const std::vector<ScenarioSummary> scenarios = BundledScenarios();
  return Print(json ? ListJson(scenarios) : ListText(scenarios, terminal));
}

}  // namespace weir
