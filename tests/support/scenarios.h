// Every scenario that is part of Weir, as the parameters of a test.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/engine/scenario_json.h"

namespace weir::test {

inline std::vector<std::string> ScenarioNames() {
  std::vector<std::string> names;
  for (const ScenarioSummary& summary : BundledScenarios()) names.push_back(summary.name);
  return names;
}

// GoogleTest admits no dash in the name of a test.
inline std::string ScenarioTestName(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  for (char& c : name) c = c == '-' ? '_' : c;
  return name;
}

}  // namespace weir::test
