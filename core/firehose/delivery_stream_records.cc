// DeliveryStream: what its processors make of records, and the bytes that are delivered in the end.
//
// A record inside is a few numbers. Its bytes are made again when somebody looks: those of the
// producer, through the processors once more.
#include "core/base/check.h"
#include "core/base/text.h"
#include "core/firehose/delivery_stream.h"
#include "core/firehose/error_record.h"
#include "core/firehose/partition_name.h"
#include "core/firehose/processors.h"
#include "core/firehose/record_fate.h"

namespace weir {
namespace {

// Modelled, like the names of HTTP and OpenSearch below: no captured record shows them.
constexpr std::string_view kPartitionsExceeded = "DynamicPartitioning.ActivePartitionLimitExceeded";

// Of a destination that would not take a record until the time to retry was over.
std::string_view CodeOf(DestinationKind kind) {
  switch (kind) {
    case DestinationKind::kSplunk:
      return "Splunk.AckTimeout";
    case DestinationKind::kHttpEndpoint:
      return "HttpEndpoint.RetriesExhausted";
    case DestinationKind::kOpenSearch:
    case DestinationKind::kOpenSearchServerless:
      return "OS.RetriesExhausted";
    case DestinationKind::kS3:
    case DestinationKind::kRedshift:
    case DestinationKind::kSnowflake:
    case DestinationKind::kIceberg:
      break;
  }
  return "Destination.RetriesExhausted";
}

}  // namespace

void DeliveryStream::Process(Instant now, uint32_t lane, const FirehoseRecord& record,
                             FirehoseContext context) {
  const std::vector<ProcessedRecord> parts =
      spec_.processors->Apply(SourceBytesOf(record, context.records));
  records_split_ += static_cast<int64_t>(parts.size()) - 1;
  for (uint32_t i = 0; i < parts.size(); ++i) {
    const ProcessedRecord& part = parts[i];
    FirehoseRecord made = record;
    made.sub = PackFate(RecordFate::kProcessed, i);
    made.bytes = static_cast<uint32_t>(part.data.size());
    switch (part.result) {
      case ProcessingResult::kOk:
        Route(now, lane, made, now, PartitionNameOf(spec_.processors->query_keys(), part.keys),
              context);
        break;
      case ProcessingResult::kDropped:
        ++dropped_;
        break;
      case ProcessingResult::kFailed:
        FailProcessing(now, lane, made, now, context);
        break;
    }
  }
}

std::string DeliveryStream::SourceBytesOf(const FirehoseRecord& record,
                                          const RecordSource& source) const {
  return record.producer.value == UINT32_MAX ? *literals_[record.number] : source.Data(record);
}

std::string DeliveryStream::BytesOf(const FirehoseRecord& record,
                                    const RecordSource& source) const {
  std::string bytes = SourceBytesOf(record, source);
  const RecordFate fate = FateOf(record.sub);
  const bool processed = fate == RecordFate::kProcessed || fate == RecordFate::kNoPartitionLeft;
  if (!spec_.processors || !processed) return bytes;
  std::vector<ProcessedRecord> parts = spec_.processors->Apply(bytes);
  WEIR_CHECK(FateDetailOf(record.sub) < parts.size());
  return std::move(parts[FateDetailOf(record.sub)].data);
}

std::string DeliveryStream::ErrorLineOf(const FirehoseRecord& record, OutputType type,
                                        const DeliveryBatch& batch, std::string_view bytes,
                                        std::string_view source) const {
  FailedRecord failed{bytes, {}, {}, 1, record.arrived_at, batch.entered_at};
  if (type == OutputType::kDeliveryFailed) {
    failed.error_code = CodeOf(spec_.destination.kind);
    failed.error_message = "The destination did not take the record while it was retried.";
    failed.attempts_made = batch.attempts_made;
    failed.last_attempt_at = batch.last_attempt_at;
    const std::string id = StrCat({std::to_string(record.key), ".", std::to_string(record.number)});
    if (spec_.destination.kind == DestinationKind::kSplunk) return SplunkErrorLine(failed, 0, id);
    if (spec_.destination.kind == DestinationKind::kOpenSearch) {
      return OpenSearchErrorLine(failed, {id, spec_.name, ""});
    }
    return EndpointErrorLine(failed, 0, id);
  }
  std::vector<ProcessedRecord> parts;  // The message that the line shows lives in here.
  std::string function;
  switch (FateOf(record.sub)) {
    case RecordFate::kFunctionError:
      failed.error_code = "Lambda.FunctionError";
      failed.error_message = "The Lambda function was invoked and failed.";
      failed.attempts_made = FateDetailOf(record.sub);
      break;
    case RecordFate::kFailedStatus:
      failed.error_code = "Lambda.ProcessingFailedStatus";
      failed.error_message = "ProcessingFailed status set for record";
      break;
    case RecordFate::kNoPartitionLeft:
      failed.error_code = kPartitionsExceeded;
      failed.error_message = "The number of active partitions has reached its limit";
      break;
    case RecordFate::kAsItCame:
    case RecordFate::kProcessed:
      if (!spec_.processors) break;
      parts = spec_.processors->Apply(source);
      failed.error_code = parts[FateDetailOf(record.sub)].error_code;
      failed.error_message = parts[FateDetailOf(record.sub)].error_message;
      break;
  }
  if (transform_) {
    function = StrCat({"arn:aws:lambda:us-east-1:111111111111:function:", spec_.name});
  }
  return ProcessingErrorLine(failed, function);
}

}  // namespace weir
