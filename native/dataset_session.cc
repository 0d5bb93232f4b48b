#include "native/dataset_session.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/text.h"
#include "core/engine/scenario_json.h"
#include "core/producer/dataset_reader.h"
#include "native/files.h"

namespace weir {
namespace {

using Json = nlohmann::ordered_json;

// "quakes" of "data/quakes.csv": what a stream may be called, at most 128 characters.
std::string StreamNameOf(const std::string& path) {
  std::string name = path == "-" ? "input" : std::filesystem::path(path).stem().string();
  for (char& c : name) {
    const bool fine = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '_' || c == '.' || c == '-';
    if (!fine) c = '-';
  }
  if (name.size() > 128) name.resize(128);
  return name.empty() ? "input" : name;
}

Json ScenarioJson(const DatasetChoice& choice, const std::string& file) {
  const std::string stream = StreamNameOf(choice.file);
  Json replay{{"file", file}, {"key", choice.key}, {"time", choice.time}};
  if (!choice.event_time.empty()) replay["event_time"] = choice.event_time;
  if (choice.format != "auto") replay["format"] = choice.format;
  if (choice.time_unit != "auto") replay["time_unit"] = choice.time_unit;
  if (choice.order != "time") replay["order"] = choice.order;
  replay["speed"] = choice.speed;
  Json producer{{"name", "replay"}, {"stream", stream}, {"replay", replay}};
  if (choice.in_order) producer["in_order"] = true;
  Json consumer{{"name", "reader"}, {"stream", stream}, {"workers", choice.workers}};
  consumer["records_per_second"] = choice.consumer_rate;
  return Json{{"weir", 1},
              {"name", stream},
              {"title", StrCat({choice.file == "-" ? "standard input" : choice.file, " keyed by ",
                                choice.key})},
              {"streams", Json::array({Json{{"name", stream},
                                            {"shards", choice.shards},
                                            {"max_record_size_kib", choice.max_record_size_kib},
                                            {"retention", FormatDuration(choice.retention)}}})},
              {"producers", Json::array({producer})},
              {"consumers", Json::array({consumer})}};
}

std::string Dump(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<void> CheckChoice(const DatasetChoice& choice) {
  if (choice.key.empty()) {
    return Error{ErrorCode::kInput,
                 "--input needs --key NAME: the column or member that is the partition key"};
  }
  if (choice.time.empty()) {
    return Error{ErrorCode::kInput,
                 "--input needs --time NAME: the column or member that says when a record is sent"};
  }
  return {};
}

// From the first row to the last one at the speed asked for, and then as long as a record lives:
// by then every one of them has been read or is gone. Until then the run ends as soon as all is
// read.
Duration LongestRun(const Scenario& scenario, const DatasetChoice& choice) {
  const Dataset& dataset = *scenario.producers[0].workload.replay.dataset;
  const Duration span = dataset.rows.back().time - dataset.rows.front().time;
  return std::min(span / choice.speed + choice.retention + Hours(1), kDurationMax);
}

// When the first row was sent, so that sequence numbers and time stamps carry the data's own dates;
// the default for data from before 1970.
Instant StartOf(const Scenario& scenario) {
  const Instant first = scenario.producers[0].workload.replay.dataset->rows.front().time;
  return first < Instant{} ? scenario.start : Instant{UnixSeconds(first) * 1'000'000};
}

}  // namespace

Result<Session> LoadDataset(const DatasetChoice& choice, std::optional<uint64_t> seed) {
  if (Result<void> checked = CheckChoice(choice); !checked.ok()) return checked.error();
  Result<std::string> text = ReadWholeFile(choice.file, "data set", kDatasetTextBytesMax);
  if (!text.ok()) return text.error();
  const std::string shown = choice.file == "-" ? "standard input" : choice.file;
  const std::string json = Dump(ScenarioJson(choice, shown), 2);
  const Result<std::shared_ptr<const Scenario>> parsed =
      ParseScenario(json, [&](std::string_view) { return std::move(text); });
  if (!parsed.ok()) return Error{ErrorCode::kInput, parsed.error().message};
  Scenario scenario = *parsed.value();
  scenario.start = StartOf(scenario);
  scenario.duration = LongestRun(scenario, choice);
  if (seed) scenario.seed = *seed;
  return Session{std::make_shared<const Scenario>(std::move(scenario)), "scenario.json", {}};
}

std::string DatasetScenarioText(const DatasetChoice& choice, const Engine& engine) {
  std::error_code failed;
  const std::filesystem::path path = std::filesystem::absolute(choice.file, failed);
  const bool on_disk = !failed && choice.file != "-";
  Json json = ScenarioJson(choice, on_disk ? path.string() : choice.file);
  json["seed"] = engine.scenario().seed;
  json["start"] = FormatTimestamp(engine.scenario().start);
  json["duration"] = FormatDuration(engine.now() - engine.scenario().start);
  return Dump(json, 2);
}

}  // namespace weir
