// Scenarios as JSON, strictly: an unknown or ill-typed member is an error that names its path and
// says what would be right. site/docs/scenarios.md is the reference of the members.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/engine/scenario.h"

namespace weir {

// Gives the bytes of a data file that a scenario names, or an error that names the file.
using ReadFile = std::function<Result<std::string>(std::string_view name)>;

// `json` at most kScenarioBytesMax. Errors kScenario (the message starts with the path of the
// member, `producers[0].arrivals.rate: ...`, or with `line 7, column 12: ...` where it is no JSON)
// and kInput (a data file).
Result<std::shared_ptr<const Scenario>> ParseScenario(std::string_view json,
                                                      const ReadFile& read_file);

inline constexpr int64_t kScenarioBytesMax = int64_t{4} << 20;

// The scenarios that are part of Weir, sorted by name.
struct ScenarioSummary {
  std::string name;
  std::string title;
  std::string about;
};
std::vector<ScenarioSummary> BundledScenarios();

// `scenario` with its wrong variant `name` applied. Error kScenario: there is no such variant, or
// it is no scenario (the message starts with `wrong "NAME": `).
Result<std::shared_ptr<const Scenario>> ParseVariant(const Scenario& scenario,
                                                     std::string_view name,
                                                     const ReadFile& read_file);

// Bytes of a data set that is part of Weir ("earthquakes.csv"). It stands in a file of its own:
// who never names it is linked without the data.
Result<std::string> ReadBundledFile(std::string_view name);

// "trucks", or "trucks:random-key" for a wrong variant of it. Error kScenario: there is no such
// scenario; the message lists the names there are.
Result<std::shared_ptr<const Scenario>> LoadBundledScenario(
    std::string_view name, const ReadFile& read_file = ReadBundledFile);

}  // namespace weir
