#include "core/engine/scenario_json.h"

#include <algorithm>
#include <utility>

#include "core/base/text.h"
#include "core/engine/check_reader.h"
#include "core/engine/command_reader.h"
#include "core/engine/consumer_reader.h"
#include "core/engine/delivery_stream_reader.h"
#include "core/engine/json_reader.h"
#include "core/engine/part_reader.h"
#include "core/engine/producer_reader.h"
#include "core/model/limits.h"
#include "core/scenarios/embedded.h"

namespace weir {
namespace {

constexpr int64_t kEventsMax = 10'000;

// Reads a scenario; errors are noted in the reader of the object that is wrong.
class ScenarioReader {
 public:
  ScenarioReader(const ReadFile& read_file, Scenario& scenario)
      : read_file_(read_file), scenario_(scenario) {}

  void Read(JsonReader& in) {
    in.Int("weir", 1, 1);
    scenario_.name = in.String("name");
    scenario_.title = in.String("title", scenario_.name);
    scenario_.about = in.String("about", "");
    scenario_.seed = static_cast<uint64_t>(in.Int("seed", 0, INT64_MAX, 1));
    scenario_.start = ReadTimestamp(in, "start", scenario_.start);
    scenario_.duration = in.Span("duration", Millis(1), kDurationMax, Minutes(5));
    in.Array("streams", kStreamsMax, [&](JsonReader& stream, size_t) {
      scenario_.streams.push_back(ReadStreamSettings(stream, "name"));
      CheckUnique(stream, scenario_.streams,
                  [](const StreamSettings& settings) { return settings.name; });
    });
    if (scenario_.streams.empty() && !in.Has("delivery_streams")) {
      in.Fail("streams", "expected a list of at least one stream");
    }
    int64_t shards = 0;
    for (const StreamSettings& settings : scenario_.streams) shards += settings.shard_count;
    if (shards > kShardsPerAccountMax) {
      in.Fail("streams", StrCat({"have ", std::to_string(shards), " shards in all; at most ",
                                 std::to_string(kShardsPerAccountMax), " are allowed"}));
    }
    const auto on_demand = std::count_if(
        scenario_.streams.begin(), scenario_.streams.end(),
        [](const StreamSettings& settings) { return settings.mode == StreamMode::kOnDemand; });
    if (on_demand > kOnDemandStreamsMax) {
      in.Fail("streams", StrCat({"has ", std::to_string(on_demand), " on-demand streams; at most ",
                                 std::to_string(kOnDemandStreamsMax), " are allowed"}));
    }
    in.Array("delivery_streams", kDeliveryStreamsMax, [&](JsonReader& each, size_t) {
      scenario_.delivery_streams.push_back(ReadDeliveryStream(each, scenario_));
      CheckUnique(each, scenario_.delivery_streams,
                  [](const DeliveryStreamSpec& spec) { return spec.name; });
    });
    in.Array("producers", kProducersMax, [&](JsonReader& producer, size_t) {
      scenario_.producers.push_back(ReadProducer(producer, scenario_, read_file_));
      CheckUnique(producer, scenario_.producers,
                  [](const ProducerSpec& spec) { return spec.name; });
    });
    int64_t keys = 0;
    for (const ProducerSpec& producer : scenario_.producers) keys += producer.workload.keys.count;
    if (keys > kKeysMax) {
      in.Fail("producers", StrCat({"have ", std::to_string(keys), " keys in all; at most ",
                                   std::to_string(kKeysMax), " are allowed"}));
    }
    in.Array("consumers", kConsumersMax, [&](JsonReader& consumer, size_t) {
      scenario_.consumers.push_back(ReadConsumer(consumer, scenario_));
      CheckUnique(consumer, scenario_.consumers,
                  [](const ConsumerSpec& spec) { return spec.name; });
    });
    in.Array("events", kEventsMax, [&](JsonReader& event, size_t) {
      const Duration at = event.Span("at", Seconds(0), kDurationMax, Seconds(0));
      event.Require("at", "a duration such as \"60s\"");
      scenario_.events.push_back({at, ReadCommand(event)});
    });
    std::stable_sort(scenario_.events.begin(), scenario_.events.end(),
                     [](const TimedCommand& a, const TimedCommand& b) { return a.at < b.at; });
    ReadChecks(in, scenario_);
    ReadVariants(in, scenario_);
  }

 private:
  const ReadFile& read_file_;
  Scenario& scenario_;
};

constexpr std::string_view kJsonEnding = ".json";

// "trucks" of "trucks.json".
std::string_view ScenarioNameOf(const EmbeddedFile& file) {
  return file.name.substr(0, file.name.size() - kJsonEnding.size());
}

}  // namespace

Result<std::shared_ptr<const Scenario>> ParseScenario(std::string_view json,
                                                      const ReadFile& read_file) {
  if (static_cast<int64_t>(json.size()) > kScenarioBytesMax) {
    return Error{ErrorCode::kScenario, "a scenario has at most 4 MiB"};
  }
  const Result<Json> document = ParseJson(json);
  if (!document.ok()) return document.error();
  auto scenario = std::make_shared<Scenario>();
  JsonReader in(document.value(), "");
  if (!in.failed()) ScenarioReader(read_file, *scenario).Read(in);
  if (const Result<void> finished = in.Finish(); !finished.ok()) return finished.error();
  scenario->source = std::string(json);
  return std::shared_ptr<const Scenario>(std::move(scenario));
}

std::vector<ScenarioSummary> BundledScenarios() {
  std::vector<ScenarioSummary> summaries;
  for (const EmbeddedFile& file : EmbeddedScenarios()) {
    // Only the head is needed; the data set of a replay need not be read for a list.
    const Result<Json> document = ParseJson(file.bytes);
    WEIR_CHECK(document.ok());
    const auto text = [&](const char* member) {
      return document.value().value(member, std::string());
    };
    summaries.push_back({std::string(ScenarioNameOf(file)), text("title"), text("about")});
  }
  return summaries;
}

Result<std::shared_ptr<const Scenario>> ParseVariant(const Scenario& scenario,
                                                     std::string_view name,
                                                     const ReadFile& read_file) {
  std::string there;
  for (const Variant& variant : scenario.wrong) {
    if (variant.name != name) {
      there += StrCat({there.empty() ? "" : ", ", variant.name});
      continue;
    }
    const Result<std::string> text = VariantScenario(scenario.source, variant);
    Result<std::shared_ptr<const Scenario>> parsed =
        text.ok() ? ParseScenario(text.value(), read_file)
                  : Result<std::shared_ptr<const Scenario>>(text.error());
    if (parsed.ok()) return parsed;
    return Error{parsed.error().code, StrCat({"wrong \"", name, "\": ", parsed.error().message})};
  }
  return Error{ErrorCode::kScenario,
               StrCat({scenario.name, " has no variant \"", name, "\"; ",
                       there.empty() ? "it has none" : StrCat({"expected one of ", there})})};
}

Result<std::shared_ptr<const Scenario>> LoadBundledScenario(std::string_view name,
                                                            const ReadFile& read_file) {
  const size_t colon = name.find(':');
  if (colon != std::string_view::npos) {
    const auto scenario = LoadBundledScenario(name.substr(0, colon), read_file);
    if (!scenario.ok()) return scenario;
    return ParseVariant(*scenario.value(), name.substr(colon + 1), read_file);
  }
  std::string there;
  for (const EmbeddedFile& file : EmbeddedScenarios()) {
    const std::string_view scenario = ScenarioNameOf(file);
    if (scenario == name) return ParseScenario(file.bytes, read_file);
    there += StrCat({there.empty() ? "" : ", ", scenario});
  }
  return Error{ErrorCode::kScenario,
               StrCat({"there is no scenario \"", name, "\"; expected one of ", there})};
}

}  // namespace weir
