// Advice, tried: the same scenario and seed with the change made, run to its end.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/engine/comparison.h"
#include "core/engine/explain.h"
#include "core/engine/scenario_json.h"

namespace weir {

struct Trial {
  // What a design is judged by, before and after; what is the same is left out.
  std::vector<ComparedMeasure> measures;
  std::string text;  // "throttled 498,371 -> 0, order violations 86,427 -> 0"
};

// `before`: the engine at the end of the scenario as it is. Error kScenario: the changed scenario
// is none (the advice does not fit what else it says).
Result<Trial> TryAdvice(const Engine& before, const Advice& advice, const ReadFile& read_file);

}  // namespace weir
