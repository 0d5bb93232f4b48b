#include "web/app/own_data.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "core/base/text.h"
#include "core/engine/json_document.h"
#include "core/engine/scenario_json.h"
#include "core/model/dataset.h"

namespace weir::app {
namespace {

// The first line that is not blank, without its end.
std::string_view FirstLine(std::string_view text) {
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.find_first_not_of(" \t") != std::string_view::npos) return line;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return {};
}

std::vector<std::string> HeaderOf(std::string_view line) {
  // The delimiter is the most frequent one, as the reader of the core decides too.
  char delimiter = ',';
  for (const char candidate : {';', '\t'}) {
    if (std::ranges::count(line, candidate) > std::ranges::count(line, delimiter)) {
      delimiter = candidate;
    }
  }
  std::vector<std::string> columns;
  std::string column;
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == delimiter && !quoted) {
      columns.push_back(std::exchange(column, {}));
    } else {
      column += c;
    }
  }
  columns.push_back(column);
  return columns;
}

// "id", "properties.mag": the paths of members that are no objects or arrays themselves.
void AppendMembers(const Json& object, const std::string& prefix, int depth,
                   std::vector<std::string>& columns) {
  for (const auto& [name, value] : object.items()) {
    if (value.is_object() && depth > 0)
      AppendMembers(value, prefix + name + ".", depth - 1, columns);
    if (!value.is_structured()) columns.push_back(prefix + name);
  }
}

// The first object of NDJSON, a JSON array or GeoJSON.
Result<std::vector<std::string>> MembersOf(std::string_view text) {
  Json first = Json::parse(FirstLine(text), nullptr, false);
  if (!first.is_object()) first = Json::parse(text, nullptr, false);
  if (first.is_object() && first.contains("features")) first = Json(first["features"]);
  if (first.is_array() && !first.empty()) first = Json(first[0]);
  std::vector<std::string> columns;
  if (first.is_object()) AppendMembers(first, "", 2, columns);
  if (columns.empty()) return Error{ErrorCode::kInput, "no JSON object with members was found"};
  return columns;
}

// Time for the last rows to be read, after the last one was put.
constexpr Duration kAfterwards = Seconds(10);

}  // namespace

Result<std::vector<std::string>> ColumnsOf(const OwnData& data) {
  const std::string_view line = FirstLine(data.text);
  if (line.empty()) return Error{ErrorCode::kInput, StrCat({data.name, ": the file is empty"})};
  const char first = line[line.find_first_not_of(" \t")];
  if (first != '{' && first != '[') return HeaderOf(line);
  Result<std::vector<std::string>> members = MembersOf(data.text);
  if (!members.ok()) {
    return Error{ErrorCode::kInput, StrCat({data.name, ": ", members.error().message})};
  }
  return members;
}

Result<std::shared_ptr<const Scenario>> ScenarioOf(const OwnData& data) {
  Json replay = {
      {"file", data.name}, {"key", data.key}, {"time", data.time}, {"speed", data.speed}};
  if (!data.event_time.empty()) replay["event_time"] = data.event_time;
  const Json scenario = {
      {"weir", 1},
      {"name", "own-data"},
      {"title", data.name},
      {"about", StrCat({"The rows of ", data.name, ", by ", data.key, " as the partition key."})},
      {"duration", FormatDuration(kDurationMax)},
      {"streams", Json::array({{{"name", "data"}, {"shards", data.shards}}})},
      {"producers", Json::array({{{"name", "file"}, {"stream", "data"}, {"replay", replay}}})},
      {"consumers", Json::array({{{"name", "reader"}, {"stream", "data"}, {"poll", "1s"}}})},
  };
  const std::string text = scenario.dump(2, ' ', false, Json::error_handler_t::replace);
  Result<std::shared_ptr<const Scenario>> parsed =
      ParseScenario(text, [&data](std::string_view) -> Result<std::string> { return data.text; });
  if (!parsed.ok()) return parsed;
  auto fitted = std::make_shared<Scenario>(*parsed.value());
  const ReplaySpec& spec = fitted->producers.front().workload.replay;
  const Dataset& rows = *spec.dataset;
  const Duration span = rows.rows.back().time - rows.rows.front().time;
  fitted->duration = Duration{span.micros / spec.speed} + kAfterwards;
  fitted->start = rows.rows.front().time;
  return std::shared_ptr<const Scenario>(std::move(fitted));
}

}  // namespace weir::app
