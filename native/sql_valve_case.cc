#include "native/sql_valve_case.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/text.h"
#include "core/sql/run/watermark_valve.h"
#include "native/files.h"

namespace weir {
namespace {

using Json = nlohmann::ordered_json;
constexpr size_t kShardsMax = 10'000;

Json ToldAsJson(const sql::WatermarkValve::Told& told) {
  Json out = Json::array();
  if (told.watermark.has_value()) out.push_back(Json::array({"wm", *told.watermark}));
  if (told.idle.has_value()) out.push_back(Json::array({*told.idle ? "idle" : "active"}));
  return out;
}

SqlCaseOutcome RunTrace(const Json& trace) {
  SqlCaseOutcome outcome;
  outcome.name = trace.value("name", "");
  outcome.tier = "watermark";
  outcome.passed = true;
  sql::WatermarkValve valve(trace.value("channels", size_t{1}));
  for (const Json& step : trace["steps"]) {
    const Json& in = step["in"];
    const auto shard = in[1].get<size_t>();
    const std::string what = in[0].get<std::string>();
    const Json out = ToldAsJson(what == "wm"     ? valve.Watermark(shard, in[2].get<int64_t>())
                                : what == "idle" ? valve.Idle(shard)
                                                 : valve.Active(shard));
    if (out == step["out"]) continue;
    outcome.passed = false;
    outcome.difference += StrCat(
        {"  after ", in.dump(), ": expected ", step["out"].dump(), ", found ", out.dump(), "\n"});
  }
  return outcome;
}

bool IsTrace(const Json& trace) {
  if (!trace.is_object() || !trace.contains("steps") || !trace["steps"].is_array()) return false;
  const size_t channels = trace.value("channels", size_t{1});
  if (channels == 0 || channels > kShardsMax) return false;
  return std::all_of(trace["steps"].begin(), trace["steps"].end(), [&](const Json& step) {
    if (!step.is_object() || !step.contains("in") || !step.contains("out")) return false;
    const Json& in = step["in"];
    const bool shaped =
        in.is_array() && in.size() >= 2 && in[0].is_string() && in[1].is_number_unsigned();
    return shaped && in[1].get<size_t>() < channels &&
           (in[0] != "wm" || (in.size() == 3 && in[2].is_number_integer()));
  });
}

}  // namespace

Result<std::vector<SqlCaseOutcome>> RunValveTraces(const std::string& file) {
  Result<std::string> text = ReadWholeFile(file, "watermark traces", 64'000'000);
  if (!text.ok()) return text.error();
  std::vector<SqlCaseOutcome> outcomes;
  std::string_view rest = text.value();
  size_t line = 0;
  while (!rest.empty()) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    ++line;
    const std::string_view one = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (one.empty()) continue;
    const Json trace = Json::parse(one, nullptr, false);
    if (!IsTrace(trace)) {
      return Error{ErrorCode::kInput,
                   StrCat({file, ": line ", std::to_string(line), " is no trace"})};
    }
    outcomes.push_back(RunTrace(trace));
  }
  return outcomes;
}

}  // namespace weir
