#include "core/engine/consumer_reader.h"

#include <algorithm>

#include "core/engine/kcl_reader.h"
#include "core/engine/lambda_reader.h"
#include "core/engine/part_reader.h"
#include "core/engine/poison_reader.h"
#include "core/model/limits.h"
#include "core/model/names.h"

namespace weir {
namespace {

void CheckFanOut(JsonReader& in, const ConsumerSpec& spec, const Scenario& scenario) {
  if (const Result<void> valid = ValidateName("consumer", spec.name); !valid.ok()) {
    in.Fail("name", valid.error().message);
  }
  for (const std::string_view member : {"poll", "limit", "latency"}) {
    if (in.Has(member)) in.Fail(member, "does not go with \"fan_out\": records are pushed");
  }
  const auto registered = std::count_if(
      scenario.consumers.begin(), scenario.consumers.end(), [&](const ConsumerSpec& other) {
        return other.read == ReadMode::kFanOut && other.stream == spec.stream;
      });
  if (registered >= kFanOutConsumersMax) {
    in.Fail("read", "a stream has at most 20 consumers with enhanced fan-out");
  }
}

void Refuse(JsonReader& in, std::initializer_list<std::string_view> members, std::string_view why) {
  for (const std::string_view member : members) {
    if (in.Has(member)) in.Fail(member, why);
  }
}

void CheckKind(JsonReader& in, const ConsumerSpec& spec) {
  switch (spec.kind) {
    case ConsumerKind::kSdk:
      Refuse(in, {"poison", "kcl", "lambda"}, "does not go with kind \"sdk\"");
      return;
    case ConsumerKind::kKcl:
      Refuse(in, {"lambda", "threads", "order"}, "does not go with kind \"kcl\"");
      Refuse(in, {"children"}, "does not go with kind \"kcl\": it reads them after their parents");
      return;
    case ConsumerKind::kLambda:
      Refuse(in, {"kcl"}, "does not go with kind \"lambda\"");
      Refuse(in, {"workers", "poll", "limit", "threads", "order", "children"},
             "does not go with kind \"lambda\": the service decides");
      return;
  }
}

}  // namespace

ConsumerSpec ReadConsumer(JsonReader& in, const Scenario& scenario) {
  ConsumerSpec spec;
  spec.name = in.String("name");
  spec.kind = static_cast<ConsumerKind>(in.OneOf("kind", {"sdk", "kcl", "lambda"}, 0));
  spec.stream = ReadStreamName(in, scenario.streams);
  constexpr ShardIteratorType kStarts[] = {
      ShardIteratorType::kTrimHorizon, ShardIteratorType::kLatest, ShardIteratorType::kAtTimestamp};
  spec.start = kStarts[in.OneOf("start", {"TRIM_HORIZON", "LATEST", "AT_TIMESTAMP"}, 0)];
  if (spec.start == ShardIteratorType::kAtTimestamp) {
    spec.start_timestamp = ReadTimestamp(in, "timestamp", scenario.start);
  }
  spec.start_after = in.Span("start_after", Seconds(0), kDurationMax, spec.start_after);
  if (spec.start == ShardIteratorType::kAtTimestamp &&
      spec.start_timestamp > scenario.start + spec.start_after) {
    in.Fail("timestamp", "lies after the consumer's own start; reading begins in the past");
  }
  spec.workers = in.Int("workers", 1, kWorkersMax, spec.workers);
  spec.poll = in.Span("poll", Millis(1), Hours(24), spec.poll);
  spec.limit = in.Int("limit", 1, kGetRecordsLimitMax, spec.limit);
  spec.records_per_second =
      in.Int("records_per_second", 0, kRatePerSecondMax, spec.records_per_second);
  spec.threads = in.Int("threads", 1, kThreadsMax, spec.threads);
  spec.order = static_cast<ThreadOrder>(in.OneOf("order", {"key", "none"}, 0));
  if (in.Has("order") && spec.threads == 1) {
    in.Fail("order", "goes with several \"threads\": one keeps every order");
  }
  ReadLatency(in, spec.latency_min, spec.latency_max);
  spec.children = static_cast<ChildPolicy>(in.OneOf("children", {"after_parent", "at_once"}, 0));
  spec.read = static_cast<ReadMode>(in.OneOf("read", {"poll", "fan_out"}, 0));
  if (spec.read == ReadMode::kFanOut) CheckFanOut(in, spec, scenario);
  spec.poison = ReadPoison(in, scenario, spec.stream);
  in.Object("lambda", [&](JsonReader& lambda) { spec.lambda = ReadLambda(lambda); });
  spec.kcl = ReadKcl(in);
  CheckKind(in, spec);
  return spec;
}

}  // namespace weir
