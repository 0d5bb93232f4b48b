#include "core/engine/producer_reader.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "core/base/text.h"
#include "core/engine/command_reader.h"
#include "core/engine/part_reader.h"
#include "core/engine/template_reader.h"
#include "core/model/limits.h"
#include "core/producer/dataset_reader.h"

namespace weir {
namespace {

constexpr int64_t kReplaySpeedMax = 1'000'000'000;

SizeSpec ReadSize(JsonReader& in) {
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

ArrivalSpec ReadArrivals(JsonReader& in) {
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

void ReadReplay(JsonReader& in, const ReadFile& read_file, WorkloadSpec& workload) {
  DatasetOptions options;
  workload.replay.name = in.String("file");
  options.format = static_cast<DatasetFormat>(
      in.OneOf("format", {"auto", "csv", "ndjson", "json", "geojson"}, 0));
  options.key = in.String("key");
  options.time = in.String("time");
  options.event_time = in.String("event_time", "");
  options.time_unit = static_cast<TimeUnit>(in.OneOf("time_unit", {"auto", "s", "ms", "us"}, 0));
  options.order = static_cast<DatasetOrder>(in.OneOf("order", {"time", "file"}, 0));
  options.as_json = in.OneOf("as", {"text", "json"}, 0) == 1;
  workload.replay.speed = in.Int("speed", 1, kReplaySpeedMax, 1);
  if (in.failed()) return;
  const Result<std::string> text = read_file(workload.replay.name);
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

void ReadWorkload(JsonReader& in, const ReadFile& read_file, WorkloadSpec& workload) {
  workload.limit = in.Int("limit", 1, UINT32_MAX, UINT32_MAX);
  if (in.Has("replay")) {
    for (const std::string_view member : {"arrivals", "keys", "size", "template"}) {
      if (in.Has(member)) in.Fail(member, "does not go with \"replay\": the data set decides it");
    }
    in.Object("replay", [&](JsonReader& replay) { ReadReplay(replay, read_file, workload); });
    return;
  }
  in.Raw("replay");  // Known, so that it is among the members that an error names.
  in.Object("arrivals", [&](JsonReader& arrivals) { workload.arrivals = ReadArrivals(arrivals); });
  in.Object("keys", [&](JsonReader& keys) { workload.keys = ReadKeys(keys); });
  const Json* found = in.Raw("template");
  if (found == nullptr) {
    workload.size = ReadSize(in);
    return;
  }
  if (in.Has("size"))
    in.Fail("size", "does not go with \"template\": a record is as long as it is");
  const int64_t key_bytes = static_cast<int64_t>(workload.keys.prefix.size()) + 20;
  Result<RecordTemplate> read = ReadTemplate(*found, in.PathOf("template"), key_bytes);
  if (!read.ok()) {
    in.Fail(read.error());
    return;
  }
  workload.record_template = std::make_shared<const RecordTemplate>(std::move(read).value());
}

const char* WordOf(ProducerKind kind) {
  switch (kind) {
    case ProducerKind::kSdk:
      break;
    case ProducerKind::kKpl:
      return "kpl";
    case ProducerKind::kAgent:
      return "agent";
  }
  return "sdk";
}

struct Member {
  std::string_view name;
  ProducerKind kind;
};

constexpr Member kMembersOfKinds[] = {
    {"batch", ProducerKind::kSdk},           {"linger", ProducerKind::kSdk},
    {"in_flight", ProducerKind::kSdk},       {"retry", ProducerKind::kSdk},
    {"in_order", ProducerKind::kSdk},        {"lost_answers", ProducerKind::kSdk},
    {"request_timeout", ProducerKind::kSdk}, {"kpl", ProducerKind::kKpl},
    {"agent", ProducerKind::kAgent}};

void ReadSdk(JsonReader& in, ProducerSpec& spec) {
  spec.batch = in.Int("batch", 1, kPutRecordsEntriesMax, spec.batch);
  spec.linger = in.Span("linger", Seconds(0), Hours(1), spec.linger);
  spec.in_flight = in.Int("in_flight", 1, 64, spec.in_flight);
  in.Object("retry", [&](JsonReader& retry) {
    spec.retry.attempts = retry.Int("attempts", 0, 100, spec.retry.attempts);
    spec.retry.base = retry.Span("base", Millis(1), Hours(1), spec.retry.base);
    spec.retry.max =
        retry.Span("max", Millis(1), Hours(1), std::max(spec.retry.base, spec.retry.max));
  });
  spec.lost_answers = in.Int("lost_answers", 0, 1'000, spec.lost_answers);
  spec.request_timeout = in.Span("request_timeout", Millis(1), Hours(1), spec.request_timeout);
  spec.in_order = in.Bool("in_order", spec.in_order);
}

// The library's own configuration, in its own ranges.
KplSpec ReadKpl(JsonReader& in) {
  KplSpec kpl;
  kpl.aggregation = in.Bool("aggregation", kpl.aggregation);
  kpl.aggregation_max_size = in.Int("aggregation_max_size", kKplAggregationMaxSizeMin,
                                    kKplAggregationMaxSizeMax, kpl.aggregation_max_size);
  kpl.aggregation_max_count =
      in.Int("aggregation_max_count", 1, kKplAggregationMaxCount, kpl.aggregation_max_count);
  kpl.collection_max_count =
      in.Int("collection_max_count", 1, kKplCollectionMaxCount, kpl.collection_max_count);
  // The service takes 10 MiB; the library's own range has no end.
  kpl.collection_max_size = in.Int("collection_max_size", kKplCollectionMaxSizeMin,
                                   kPutRecordsBytesMax, kpl.collection_max_size);
  kpl.record_max_buffered_time = in.Span("record_max_buffered_time", kKplRecordMaxBufferedTime,
                                         Hours(24), kpl.record_max_buffered_time);
  kpl.record_ttl = in.Span("record_ttl", kKplRecordTtlMin, kDurationMax, kpl.record_ttl);
  kpl.rate_limit_percent =
      in.Int("rate_limit_percent", 1, kKplRateLimitPercentMax, kpl.rate_limit_percent);
  kpl.max_connections = in.Int("max_connections", 1, kKplMaxConnectionsMax, kpl.max_connections);
  kpl.fail_if_throttled = in.Bool("fail_if_throttled", kpl.fail_if_throttled);
  return kpl;
}

AgentSpec ReadAgent(JsonReader& in, LineKey& key) {
  AgentSpec agent;
  agent.poll = in.Span("poll", Millis(1), Minutes(1), agent.poll);
  agent.max_buffer_age =
      in.Span("max_buffer_age", kAgentBufferAgeMin, kAgentBufferAgeMax, agent.max_buffer_age);
  agent.max_buffer_records =
      in.Int("max_buffer_records", 1, kAgentBufferRecords, agent.max_buffer_records);
  agent.max_buffer_bytes = in.Int("max_buffer_bytes", 1, kAgentBufferBytes, agent.max_buffer_bytes);
  agent.sending_threads =
      in.Int("sending_threads", 1, kAgentSendingThreadsMax, agent.sending_threads);
  key = in.OneOf("partition_key", {"random", "deterministic"}, 0) == 0 ? LineKey::kRandom
                                                                       : LineKey::kDeterministic;
  agent.from_start = in.OneOf("initial_position", {"end_of_file", "start_of_file"}, 0) == 1;
  agent.up_after = in.Span("up_after", Seconds(0), kDurationMax, agent.up_after);
  if (in.Has("rotate_every")) {
    agent.rotate_every = in.Span("rotate_every", kAgentRotationMin, kDurationMax, Hours(1));
  }
  in.Raw("rotate_every");
  agent.keep_files = in.Int("keep_files", 0, 1'000, agent.keep_files);
  return agent;
}

// Member "stream" or "delivery_stream".
void ReadTarget(JsonReader& in, const Scenario& scenario, ProducerSpec& spec) {
  if (!in.Has("delivery_stream")) {
    in.Raw("delivery_stream");  // Known, so that it is among the members that an error names.
    spec.stream = ReadStreamName(in, scenario.streams);
    return;
  }
  if (in.Has("stream")) in.Fail("stream", "does not go with \"delivery_stream\"");
  in.Raw("stream");
  spec.stream = {UINT32_MAX};
  const std::string name = in.String("delivery_stream");
  std::string there;
  for (uint32_t i = 0; i < scenario.delivery_streams.size(); ++i) {
    if (scenario.delivery_streams[i].name == name) spec.delivery_stream = DeliveryStreamId{i};
    there += (there.empty() ? "" : ", ") + scenario.delivery_streams[i].name;
  }
  if (spec.delivery_stream || in.failed()) return;
  in.Fail("delivery_stream", StrCat({"there is no delivery stream \"", name, "\"; expected one of ",
                                     there.empty() ? "none" : there}));
}

}  // namespace

ProducerSpec ReadProducer(JsonReader& in, const Scenario& scenario, const ReadFile& read_file) {
  ProducerSpec spec;
  spec.name = in.String("name");
  ReadTarget(in, scenario, spec);
  ReadWorkload(in, read_file, spec.workload);
  spec.start = in.Span("start", Seconds(0), kDurationMax, spec.start);
  spec.stop = in.Span("stop", Seconds(0), kDurationMax, spec.stop);
  ReadLatency(in, spec.latency_min, spec.latency_max);
  spec.kind = static_cast<ProducerKind>(in.OneOf("kind", {"sdk", "kpl", "agent"}, 0));
  for (const Member& member : kMembersOfKinds) {
    if (member.kind != spec.kind && in.Has(member.name)) {
      in.Fail(member.name, StrCat({"does not go with \"kind\": \"", WordOf(spec.kind), "\""}));
    }
    // Known to all kinds, so that it is among the members that an error names.
    if (member.kind != spec.kind) in.Raw(member.name);
  }
  switch (spec.kind) {
    case ProducerKind::kSdk:
      ReadSdk(in, spec);
      break;
    case ProducerKind::kKpl:
      if (spec.delivery_stream) {
        in.Fail("delivery_stream",
                "does not go with \"kind\": \"kpl\": the library puts to data streams only");
      }
      in.Object("kpl", [&](JsonReader& kpl) { spec.kpl = ReadKpl(kpl); });
      break;
    case ProducerKind::kAgent:
      // Without the object too: the defaults are the agent's own, and its lines are lines.
      spec.workload.line_key = LineKey::kRandom;
      in.Object("agent",
                [&](JsonReader& agent) { spec.agent = ReadAgent(agent, spec.workload.line_key); });
      if (spec.workload.keys.partition_by != PartitionBy::kKey) {
        in.Fail("keys",
                "\"partition_by\" does not go with \"kind\": \"agent\": it has a "
                "\"partition_key\" of its own");
      }
      break;
  }
  return spec;
}

}  // namespace weir
