#include "core/firehose/transform.h"

#include <map>

#include "core/base/base64.h"
#include "core/base/text.h"
#include "core/firehose/jq/json.h"
#include "core/firehose/json_line.h"

namespace weir {
namespace {

int64_t Millis(Instant instant) { return instant.micros / 1'000; }

void AppendRecord(JsonLine& line, const TransformRecord& record) {
  line.Open('{');
  line.Add("recordId", record.record_id);
  line.Add("approximateArrivalTimestamp", Millis(record.arrived_at));
  line.Add("data", ToBase64(record.data));
  if (record.kinesis) {
    line.Name("kinesisRecordMetadata");
    line.Open('{');
    line.Add("shardId", record.kinesis->shard_id);
    line.Add("partitionKey", record.kinesis->partition_key);
    line.Add("approximateArrivalTimestamp", Millis(record.arrived_at));
    line.Add("sequenceNumber", record.kinesis->sequence_number);
    line.Add("subsequenceNumber", record.kinesis->subsequence_number);
    line.Close('}');
  }
  line.Close('}');
}

Error NoReply(std::string_view why) {
  return Error{ErrorCode::kInput, StrCat({"the transform's answer ", why})};
}

ProcessedRecord Failed(std::string_view code, std::string message) {
  ProcessedRecord record;
  record.result = ProcessingResult::kFailed;
  record.error_code = code;
  record.error_message = std::move(message);
  return record;
}

const JqValue* Member(const JqValue& value, std::string_view name) {
  return value.is(JqKind::kObject) ? value.object().Find(name) : nullptr;
}

std::string TextMember(const JqValue& value, std::string_view name) {
  const JqValue* found = Member(value, name);
  return found != nullptr && found->is(JqKind::kString) ? found->string() : std::string();
}

// What is no text in "partitionKeys" stands as its JSON; what is null is no key.
PartitionKeys KeysOf(const JqValue& entry) {
  PartitionKeys keys;
  const JqValue* metadata = Member(entry, "metadata");
  const JqValue* named = metadata == nullptr ? nullptr : Member(*metadata, "partitionKeys");
  if (named == nullptr || !named->is(JqKind::kObject)) return keys;
  for (const auto& [name, value] : named->object().members) {
    if (!value.is(JqKind::kNull)) keys.push_back(PartitionKey{name, JqText(value), true});
  }
  return keys;
}

ProcessedRecord ReadEntry(const JqValue& entry) {
  const std::string result = TextMember(entry, "result");
  ProcessedRecord record;
  if (result == "Dropped") {
    record.result = ProcessingResult::kDropped;
    return record;
  }
  if (result == "ProcessingFailed") {
    return Failed("Lambda.ProcessingFailedStatus", "ProcessingFailed status set for record");
  }
  if (result != "Ok") {
    return Failed("Lambda.InvalidReturnFormat",
                  StrCat({"The result \"", result, "\" is not Ok, Dropped or ProcessingFailed"}));
  }
  const JqValue* data = Member(entry, "data");
  if (data == nullptr || !data->is(JqKind::kString)) {
    return Failed("Lambda.InvalidReturnFormat", "The data of a record with the result Ok is null");
  }
  std::optional<std::string> bytes = FromBase64(data->string());
  if (!bytes) {
    return Failed("Lambda.InvalidReturnFormat", "The data of the record is not valid base64");
  }
  record.data = std::move(*bytes);
  record.keys = KeysOf(entry);
  return record;
}

}  // namespace

std::string TransformEventJson(const TransformInvocation& invocation) {
  JsonLine line;
  line.Open('{');
  line.Add("invocationId", invocation.invocation_id);
  if (!invocation.source_kinesis_stream_arn.empty()) {
    line.Add("sourceKinesisStreamArn", invocation.source_kinesis_stream_arn);
  }
  line.Add("deliveryStreamArn", invocation.delivery_stream_arn);
  line.Add("region", invocation.region);
  line.Name("records");
  line.Open('[');
  for (const TransformRecord& record : invocation.records) AppendRecord(line, record);
  line.Close(']');
  line.Close('}');
  return line.Take();
}

Result<std::vector<ProcessedRecord>> ReadTransformReply(std::string_view json,
                                                        std::span<const std::string> record_ids) {
  if (json.size() > kTransformReplyBytesMax) return NoReply("is larger than 6 MiB");
  const Result<JqValue> reply = ParseJqJson(json);
  if (!reply.ok()) return NoReply(StrCat({"is no JSON: ", reply.error().message}));
  if (!reply.value().is(JqKind::kObject)) {
    return NoReply(StrCat({"is no object but of type ", reply.value().KindName()}));
  }
  const JqValue* entries = Member(reply.value(), "records");
  const bool has_records = entries != nullptr && entries->is(JqKind::kArray);
  if (!has_records && kReplyWithoutRecordsFailsTheCall) return NoReply("has no records");
  // Entries for ids that nobody asked about are passed over.
  std::map<std::string, std::vector<const JqValue*>> by_id;
  if (has_records) {
    for (const JqValue& entry : entries->array()) {
      by_id[TextMember(entry, "recordId")].push_back(&entry);
    }
  }
  std::vector<ProcessedRecord> records;
  for (const std::string& id : record_ids) {
    const auto found = by_id.find(id);
    if (found == by_id.end()) {
      records.push_back(Failed("Lambda.MissingRecordId",
                               "One or more record Ids were not returned. Ensure that the Lambda "
                               "function returns all received record Ids."));
    } else if (found->second.size() > 1) {
      records.push_back(
          Failed("Lambda.DuplicatedRecordId",
                 "Multiple records were returned with the same record Id. Ensure that "
                 "the Lambda function returns unique record Ids for each record."));
    } else {
      records.push_back(ReadEntry(*found->second.front()));
    }
  }
  return records;
}

}  // namespace weir
