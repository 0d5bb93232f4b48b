#include "tests/support/builders.h"

#include <cstdio>

#include "core/base/check.h"
#include "core/base/text.h"
#include "core/engine/scenario_json.h"

namespace weir::test {

SyntheticRecord RecordAt(uint64_t place, uint32_t number, uint32_t billed_bytes) {
  return SyntheticRecord{HashKey{place, 0}, 0, number, billed_bytes};
}

std::shared_ptr<const Scenario> ScenarioOf(std::string_view json) {
  Result<std::shared_ptr<const Scenario>> scenario = ParseScenario(json, ReadBundledFile);
  if (!scenario.ok()) std::fprintf(stderr, "%s\n", scenario.error().message.c_str());
  WEIR_CHECK(scenario.ok());
  return std::move(scenario).value();
}

std::shared_ptr<const Scenario> ScenarioWith(int shards, std::string_view more_members) {
  return ScenarioOf(
      StrCat({R"({"weir": 1, "name": "test", "streams": [{"name": "s", "shards": )",
              std::to_string(shards), "}]", more_members.empty() ? "" : ", ", more_members, "}"}));
}

std::string ScenarioError(std::string_view json) {
  const Result<std::shared_ptr<const Scenario>> scenario = ParseScenario(json, ReadBundledFile);
  return scenario.ok() ? "" : scenario.error().message;
}

int64_t Recorder::CountOf(TraceKind kind) const {
  int64_t count = 0;
  for (const TraceEvent& event : events) count += event.kind == kind ? 1 : 0;
  return count;
}

int64_t Recorder::SumOf(TraceKind kind) const {
  int64_t sum = 0;
  for (const TraceEvent& event : events) sum += event.kind == kind ? event.x : 0;
  return sum;
}

}  // namespace weir::test
