#include "core/engine/scenario_json.h"

#include <algorithm>
#include <utility>

#include "core/base/text.h"
#include "core/engine/command_reader.h"
#include "core/engine/json_reader.h"
#include "core/model/limits.h"
#include "core/model/names.h"
#include "core/producer/dataset_reader.h"
#include "core/producer/timestamp.h"
#include "core/scenarios/embedded.h"

namespace weir {
namespace {

constexpr int64_t kEventsMax = 10'000;
constexpr int64_t kReplaySpeedMax = 1'000'000'000;

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
    if (scenario_.streams.empty()) in.Fail("streams", "expected a list of at least one stream");
    int64_t shards = 0;
    for (const StreamSettings& settings : scenario_.streams) shards += settings.shard_count;
    if (shards > kShardsPerAccountMax) {
      in.Fail("streams", StrCat({"have ", std::to_string(shards), " shards in all; at most ",
                                 std::to_string(kShardsPerAccountMax), " are allowed"}));
    }
    in.Array("producers", kProducersMax,
             [&](JsonReader& producer, size_t) { ReadProducer(producer); });
    int64_t keys = 0;
    for (const ProducerSpec& producer : scenario_.producers) keys += producer.workload.keys.count;
    if (keys > kKeysMax) {
      in.Fail("producers", StrCat({"have ", std::to_string(keys), " keys in all; at most ",
                                   std::to_string(kKeysMax), " are allowed"}));
    }
    in.Array("consumers", kConsumersMax,
             [&](JsonReader& consumer, size_t) { ReadConsumer(consumer); });
    in.Array("events", kEventsMax, [&](JsonReader& event, size_t) {
      const Duration at = event.Span("at", Seconds(0), kDurationMax, Seconds(0));
      event.Require("at", "a duration such as \"60s\"");
      scenario_.events.push_back({at, ReadCommand(event)});
    });
    std::stable_sort(scenario_.events.begin(), scenario_.events.end(),
                     [](const TimedCommand& a, const TimedCommand& b) { return a.at < b.at; });
  }

 private:
  template <typename Parts, typename Name>
  void CheckUnique(JsonReader& in, const Parts& parts, Name name) {
    const auto same = [&](const auto& part) { return name(part) == name(parts.back()); };
    if (std::count_if(parts.begin(), parts.end(), same) > 1) {
      in.Fail("name", StrCat({"\"", name(parts.back()), "\" stands twice; names are unique"}));
    }
  }

  static Instant ReadTimestamp(JsonReader& in, std::string_view name, Instant otherwise) {
    if (in.Raw(name) == nullptr) return otherwise;
    TimestampParser parser(TimeUnit::kAuto);
    const Result<Instant> parsed = parser.Parse(in.String(name));
    // Sequence numbers hold Unix seconds: nothing before 1970, nothing beyond the year 2200.
    constexpr Instant kLast{7'258'118'400'000'000};
    if (parsed.ok() && parsed.value() >= Instant{} && parsed.value() <= kLast) {
      return parsed.value();
    }
    in.Fail(name, "expected a time from 1970 to 2200, such as \"2026-01-01T00:00:00Z\"");
    return otherwise;
  }

  StreamId ReadStreamName(JsonReader& in) {
    const std::string name = in.String("stream");
    std::string there;
    for (uint32_t i = 0; i < scenario_.streams.size(); ++i) {
      if (scenario_.streams[i].name == name) return {i};
      there += (there.empty() ? "" : ", ") + scenario_.streams[i].name;
    }
    if (!in.failed()) {
      in.Fail("stream", StrCat({"there is no stream \"", name, "\"; expected one of ", there}));
    }
    return {};
  }

  // {"min": "5ms", "max": "15ms"}
  static void ReadLatency(JsonReader& in, Duration& min, Duration& max) {
    in.Object("latency", [&](JsonReader& latency) {
      min = latency.Span("min", Micros(2), Minutes(1), min);
      max = latency.Span("max", Micros(2), Minutes(1), std::max(min, max));
      if (max < min) latency.Fail("max", "is shorter than min");
    });
  }

  static SizeSpec ReadSize(JsonReader& in) {
    SizeSpec size;
    const Json* found = in.Raw("size");
    if (found != nullptr && found->is_object()) {
      in.Object("size", [&](JsonReader& range) {
        size.min_bytes = range.Int("min", 0, kMaxRecordSizeKibMax * 1'024, size.min_bytes);
        size.max_bytes = range.Int("max", 0, kMaxRecordSizeKibMax * 1'024,
                                   std::max(size.min_bytes, size.max_bytes));
        if (size.max_bytes < size.min_bytes) range.Fail("max", "is less than min");
      });
      return size;
    }
    size.min_bytes = in.Int("size", 0, kMaxRecordSizeKibMax * 1'024, size.min_bytes);
    size.max_bytes = size.min_bytes;
    return size;
  }

  static ArrivalSpec ReadArrivals(JsonReader& in) {
    ArrivalSpec arrivals;
    const size_t shape = in.OneOf("shape", {"steady", "burst", "diurnal", "spike", "poisson"}, 0);
    const bool poisson = shape == 4;
    arrivals.shape = poisson ? ArrivalShape::kConstant : static_cast<ArrivalShape>(shape);
    arrivals.spacing =
        static_cast<ArrivalSpacing>(in.OneOf("spacing", {"even", "poisson"}, poisson ? 1 : 0));
    arrivals.rate = ReadRate(in, "rate", arrivals.rate);
    arrivals.peak = arrivals.rate;
    if (arrivals.shape == ArrivalShape::kConstant) return arrivals;
    arrivals.peak = ReadRate(in, "peak", arrivals.rate);
    if (arrivals.peak.count == 0) in.Fail("peak", "must be above 0");
    const bool diurnal = arrivals.shape == ArrivalShape::kDiurnal;
    if (arrivals.shape != ArrivalShape::kSpike) {
      arrivals.period =
          in.Span("every", Millis(10), Hours(24 * 366), diurnal ? Hours(24) : Minutes(1));
    }
    if (!diurnal) {
      arrivals.lasts = in.Span("lasts", Millis(1), Hours(24 * 366), Seconds(5));
      if (arrivals.shape == ArrivalShape::kBurst && arrivals.lasts > arrivals.period) {
        in.Fail("lasts", "is longer than every");
      }
    }
    if (arrivals.shape == ArrivalShape::kSpike) {
      arrivals.at = in.Span("at", Seconds(0), kDurationMax, Seconds(0));
    }
    return arrivals;
  }

  void ReadReplay(JsonReader& in, WorkloadSpec& workload) {
    DatasetOptions options;
    workload.replay.name = in.String("file");
    options.format = static_cast<DatasetFormat>(
        in.OneOf("format", {"auto", "csv", "ndjson", "json", "geojson"}, 0));
    options.key = in.String("key");
    options.time = in.String("time");
    options.event_time = in.String("event_time", "");
    options.time_unit = static_cast<TimeUnit>(in.OneOf("time_unit", {"auto", "s", "ms", "us"}, 0));
    options.order = static_cast<DatasetOrder>(in.OneOf("order", {"time", "file"}, 0));
    workload.replay.speed = in.Int("speed", 1, kReplaySpeedMax, 1);
    if (in.failed()) return;
    const Result<std::string> text = read_file_(workload.replay.name);
    if (!text.ok()) {
      in.Fail("file", text.error().message);
      return;
    }
    Result<Dataset> dataset = ReadDataset(text.value(), options);
    if (!dataset.ok()) {
      in.Fail(
          Error{ErrorCode::kInput, StrCat({workload.replay.name, ": ", dataset.error().message})});
      return;
    }
    workload.replay.dataset = std::make_shared<const Dataset>(std::move(dataset).value());
  }

  void ReadWorkload(JsonReader& in, WorkloadSpec& workload) {
    workload.limit = in.Int("limit", 1, UINT32_MAX, UINT32_MAX);
    if (in.Has("replay")) {
      for (const std::string_view member : {"arrivals", "keys", "size"}) {
        if (in.Has(member)) in.Fail(member, "does not go with \"replay\": the data set decides it");
      }
      in.Object("replay", [&](JsonReader& replay) { ReadReplay(replay, workload); });
      return;
    }
    in.Raw("replay");  // Known, so that it is among the members that an error names.
    in.Object("arrivals",
              [&](JsonReader& arrivals) { workload.arrivals = ReadArrivals(arrivals); });
    in.Object("keys", [&](JsonReader& keys) { workload.keys = ReadKeys(keys); });
    workload.size = ReadSize(in);
  }

  void ReadProducer(JsonReader& in) {
    ProducerSpec spec;
    spec.name = in.String("name");
    spec.stream = ReadStreamName(in);
    ReadWorkload(in, spec.workload);
    spec.start = in.Span("start", Seconds(0), kDurationMax, spec.start);
    spec.stop = in.Span("stop", Seconds(0), kDurationMax, spec.stop);
    spec.batch = in.Int("batch", 1, kPutRecordsEntriesMax, spec.batch);
    spec.linger = in.Span("linger", Seconds(0), Hours(1), spec.linger);
    spec.in_flight = in.Int("in_flight", 1, 64, spec.in_flight);
    ReadLatency(in, spec.latency_min, spec.latency_max);
    in.Object("retry", [&](JsonReader& retry) {
      spec.retry.attempts = retry.Int("attempts", 0, 100, spec.retry.attempts);
      spec.retry.base = retry.Span("base", Millis(1), Hours(1), spec.retry.base);
      spec.retry.max =
          retry.Span("max", Millis(1), Hours(1), std::max(spec.retry.base, spec.retry.max));
    });
    spec.in_order = in.Bool("in_order", spec.in_order);
    scenario_.producers.push_back(std::move(spec));
    CheckUnique(in, scenario_.producers, [](const ProducerSpec& p) { return p.name; });
  }

  void ReadConsumer(JsonReader& in) {
    ConsumerSpec spec;
    spec.name = in.String("name");
    spec.stream = ReadStreamName(in);
    constexpr ShardIteratorType kStarts[] = {ShardIteratorType::kTrimHorizon,
                                             ShardIteratorType::kLatest,
                                             ShardIteratorType::kAtTimestamp};
    spec.start = kStarts[in.OneOf("start", {"TRIM_HORIZON", "LATEST", "AT_TIMESTAMP"}, 0)];
    if (spec.start == ShardIteratorType::kAtTimestamp) {
      spec.start_timestamp = ReadTimestamp(in, "timestamp", scenario_.start);
    }
    spec.start_after = in.Span("start_after", Seconds(0), kDurationMax, spec.start_after);
    if (spec.start == ShardIteratorType::kAtTimestamp &&
        spec.start_timestamp > scenario_.start + spec.start_after) {
      in.Fail("timestamp", "lies after the consumer's own start; reading begins in the past");
    }
    spec.workers = in.Int("workers", 1, kWorkersMax, spec.workers);
    spec.poll = in.Span("poll", Millis(1), Hours(24), spec.poll);
    spec.limit = in.Int("limit", 1, kGetRecordsLimitMax, spec.limit);
    spec.records_per_second =
        in.Int("records_per_second", 0, kRatePerSecondMax, spec.records_per_second);
    ReadLatency(in, spec.latency_min, spec.latency_max);
    spec.children = static_cast<ChildPolicy>(in.OneOf("children", {"after_parent", "at_once"}, 0));
    spec.read = static_cast<ReadMode>(in.OneOf("read", {"poll", "fan_out"}, 0));
    if (spec.read == ReadMode::kFanOut) CheckFanOut(in, spec);
    scenario_.consumers.push_back(std::move(spec));
    CheckUnique(in, scenario_.consumers, [](const ConsumerSpec& c) { return c.name; });
  }

  void CheckFanOut(JsonReader& in, const ConsumerSpec& spec) const {
    if (const Result<void> valid = ValidateName("consumer", spec.name); !valid.ok()) {
      in.Fail("name", valid.error().message);
    }
    for (const std::string_view member : {"poll", "limit", "latency"}) {
      if (in.Has(member)) in.Fail(member, "does not go with \"fan_out\": records are pushed");
    }
    const auto registered = std::count_if(
        scenario_.consumers.begin(), scenario_.consumers.end(), [&](const ConsumerSpec& other) {
          return other.read == ReadMode::kFanOut && other.stream == spec.stream;
        });
    if (registered >= kFanOutConsumersMax) {
      in.Fail("read", "a stream has at most 20 consumers with enhanced fan-out");
    }
  }

  const ReadFile& read_file_;
  Scenario& scenario_;
};

constexpr std::string_view kJsonEnding = ".json";

// "trucks" of "trucks.json"; empty for what is no scenario.
std::string_view ScenarioNameOf(const EmbeddedFile& file) {
  const bool scenario = file.name.ends_with(kJsonEnding) && file.name.find('/') == file.name.npos;
  return scenario ? file.name.substr(0, file.name.size() - kJsonEnding.size()) : std::string_view();
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
  for (const EmbeddedFile& file : EmbeddedFiles()) {
    if (ScenarioNameOf(file).empty()) continue;
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

Result<std::shared_ptr<const Scenario>> LoadBundledScenario(std::string_view name) {
  std::string there;
  for (const EmbeddedFile& file : EmbeddedFiles()) {
    const std::string_view scenario = ScenarioNameOf(file);
    if (scenario.empty()) continue;
    if (scenario == name) return ParseScenario(file.bytes, ReadBundledFile);
    there += StrCat({there.empty() ? "" : ", ", scenario});
  }
  return Error{ErrorCode::kScenario,
               StrCat({"there is no scenario \"", name, "\"; expected one of ", there})};
}

Result<std::string> ReadBundledFile(std::string_view name) {
  for (const EmbeddedFile& file : EmbeddedFiles()) {
    if (file.name == StrCat({"data/", name})) return std::string(file.bytes);
  }
  return Error{ErrorCode::kInput, StrCat({"there is no data file \"", name, "\" in Weir itself"})};
}

}  // namespace weir
