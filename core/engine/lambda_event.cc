#include "core/engine/lambda_event.h"

#include <algorithm>
#include <string_view>

#include "core/base/base64.h"
#include "core/base/digest.h"
#include "core/base/text.h"
#include "core/engine/json_document.h"

namespace weir {
namespace {

// There is no account and no region: the names that examples use.
constexpr std::string_view kRegion = "us-east-1";
constexpr std::string_view kAccount = "111111111111";

std::string ShardId(ShardIndex shard) {
  const std::string number = std::to_string(shard.value);
  return StrCat({"shardId-", std::string(12 - std::min<size_t>(number.size(), 12), '0'), number});
}

// Seconds with milliseconds, exact: a JSON number that never went through a floating-point one.
std::string EpochSeconds(Instant at) {
  const int64_t millis = at.micros / 1'000;
  const std::string rest = std::to_string(1'000 + millis % 1'000).substr(1);
  return StrCat({std::to_string(millis / 1'000), ".", rest});
}

// "2026-01-01T00:00:00Z", or with milliseconds.
std::string IsoSeconds(Instant at) { return StrCat({FormatTimestamp(at).substr(0, 19), "Z"}); }
std::string IsoMillis(Instant at) { return StrCat({FormatTimestamp(at).substr(0, 23), "Z"}); }

std::string Quoted(std::string_view text) {
  return Json(std::string(text)).dump(-1, ' ', false, Json::error_handler_t::replace);
}

class Writer {
 public:
  Writer(const Engine& engine, ConsumerId consumer)
      : engine_(engine), spec_(engine.scenario().consumers[consumer.index()]) {}

  const ConsumerSpec& spec() const { return spec_; }
  const ShardLog& Log(ShardIndex shard) const {
    return engine_.streams().stream(spec_.stream).shard(shard).log();
  }
  bool Retained(ShardIndex shard, uint64_t ordinal) const {
    return ordinal >= Log(shard).trim_horizon() && ordinal < Log(shard).end();
  }
  std::string Number(ShardIndex shard, uint64_t ordinal) const {
    return engine_.SequenceNumberOf(spec_.stream, shard, ordinal);
  }
  std::string StreamArn() const {
    return StrCat({"arn:aws:kinesis:", kRegion, ":", kAccount, ":stream/",
                   engine_.streams().stream(spec_.stream).settings().name});
  }
  std::string FunctionArn() const {
    return StrCat({"arn:aws:lambda:", kRegion, ":", kAccount, ":function:", spec_.name});
  }

  std::string Record(ShardIndex shard, uint64_t ordinal) const {
    const std::string number = Number(shard, ordinal);
    return StrCat({R"({"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":)",
                   Quoted(engine_.PartitionKeyOf(spec_.stream, shard, ordinal)),
                   R"(,"sequenceNumber":")",
                   number,
                   R"(","data":")",
                   ToBase64(engine_.DataOf(spec_.stream, shard, ordinal)),
                   R"(","approximateArrivalTimestamp":)",
                   EpochSeconds(Log(shard).Row(ordinal).arrived_at),
                   R"(},"eventSource":"aws:kinesis","eventVersion":"1.0","eventID":")",
                   ShardId(shard),
                   ":",
                   number,
                   R"(","eventName":"aws:kinesis:record","invokeIdentityArn":"arn:aws:iam::)",
                   kAccount,
                   R"(:role/)",
                   Escaped(spec_.name),
                   R"(-role","awsRegion":")",
                   kRegion,
                   R"(","eventSourceARN":)",
                   Quoted(StreamArn()),
                   "}"});
  }

 private:
  static std::string Escaped(std::string_view text) {
    const std::string quoted = Quoted(text);
    return quoted.substr(1, quoted.size() - 2);
  }

  const Engine& engine_;
  const ConsumerSpec& spec_;
};

// The members that a tumbling window adds.
std::string WindowMembers(const Writer& writer, const LambdaInvocation& invocation) {
  const Duration length = writer.spec().lambda.tumbling_window;
  const Instant start{invocation.window->number * length.micros};
  const auto flag = [](bool set) { return set ? "true" : "false"; };
  // The state is a model: all there is of it is its size.
  return StrCat({R"(,"window":{"start":")", IsoSeconds(start), R"(","end":")",
                 IsoSeconds(start + length), R"("},"state":{"bytes":)",
                 std::to_string(invocation.window->state_bytes), R"(},"shardId":")",
                 ShardId(invocation.shard), R"(","eventSourceARN":)", Quoted(writer.StreamArn()),
                 R"(,"isFinalInvokeForWindow":)", flag(invocation.final_for_window),
                 R"(,"isWindowTerminatedEarly":)", flag(invocation.terminated_early)});
}

// A request id that is the same in every run.
std::string RequestId(const DiscardedBatch& batch) {
  Digest high;
  high.Add(batch.at.micros);
  high.Add(static_cast<uint64_t>(batch.shard.value));
  Digest low = high;
  low.Add(batch.start.ordinal);
  const std::string hex = ToHex16(high.value()) + ToHex16(low.value());
  return StrCat({hex.substr(0, 8), "-", hex.substr(8, 4), "-4", hex.substr(13, 3), "-8",
                 hex.substr(17, 3), "-", hex.substr(20, 12)});
}

}  // namespace

std::optional<std::string> LambdaEvent(const Engine& engine, ConsumerId consumer, uint64_t number) {
  const std::optional<LambdaInvocation> invocation = engine.FindInvocation(consumer, number);
  if (!invocation) return std::nullopt;
  const Writer writer(engine, consumer);
  std::string event = R"({"Records":[)";
  for (size_t i = 0; i < invocation->ordinals.size(); ++i) {
    if (!writer.Retained(invocation->shard, invocation->ordinals[i])) return std::nullopt;
    if (i > 0) event += ',';
    event += writer.Record(invocation->shard, invocation->ordinals[i]);
  }
  event += ']';
  if (invocation->window) event += WindowMembers(writer, *invocation);
  event += '}';
  return event;
}

std::optional<std::string> LambdaFailureMessage(const Engine& engine, ConsumerId consumer,
                                                const DiscardedBatch& batch) {
  const Writer writer(engine, consumer);
  if (!writer.Retained(batch.shard, batch.start.ordinal)) return std::nullopt;
  if (!writer.Retained(batch.shard, batch.end.ordinal)) return std::nullopt;
  Json message{{"requestContext",
                {{"requestId", RequestId(batch)},
                 {"functionArn", writer.FunctionArn()},
                 {"condition", DiscardConditionName(batch.condition)},
                 {"approximateInvokeCount", batch.approximate_invoke_count}}}};
  if (batch.condition == DiscardCondition::kRetryAttemptsExhausted) {
    message["responseContext"] = {{"statusCode", 200}, {"executedVersion", "$LATEST"}};
    Json& error = message["responseContext"]["functionError"];
    if (!batch.reported) error = "Unhandled";  // A reported failure is an answer, not an error.
  }
  message["version"] = "1.0";
  message["timestamp"] = IsoMillis(batch.at);
  message["KinesisBatchInfo"] = {
      {"shardId", ShardId(batch.shard)},
      {"startSequenceNumber", writer.Number(batch.shard, batch.start.ordinal)},
      {"endSequenceNumber", writer.Number(batch.shard, batch.end.ordinal)},
      {"approximateArrivalOfFirstRecord", IsoMillis(batch.first_arrival)},
      {"approximateArrivalOfLastRecord", IsoMillis(batch.last_arrival)},
      {"batchSize", batch.batch_size},
      {"streamArn", writer.StreamArn()}};
  return message.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace weir
