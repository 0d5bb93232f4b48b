// What a delivery stream says to a transform function, and how it takes the answer.
//
// The event is the one that AWS Lambda is called with, member by member in the order in which it
// was captured (localstack, radkawar/stackd); the rules for answers are probes of the service
// (floci-io/floci#3393). A function that throws is called again; a well-formed answer with wrong
// content is final.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/firehose/partition_keys.h"
#include "core/firehose/processors.h"

namespace weir {

inline constexpr size_t kTransformReplyBytesMax = size_t{6} << 20;  // [quota], as the event's.

// CONFLICT: an answer without "records" fails each record with Lambda.MissingRecordId by one probe
// (floci-io/floci#3393), and the call with Lambda.FunctionError by another (radkawar/stackd).
inline constexpr bool kReplyWithoutRecordsFailsTheCall = false;

// Of a record that came out of a Data Stream.
struct KinesisRecordMetadata {
  std::string shard_id;
  std::string partition_key;
  std::string sequence_number;
  int64_t subsequence_number = 0;
};

struct TransformRecord {
  std::string record_id;
  Instant arrived_at;
  std::string data;
  std::optional<KinesisRecordMetadata> kinesis;
};

struct TransformInvocation {
  std::string invocation_id;
  std::string delivery_stream_arn;
  std::string region;
  std::string source_kinesis_stream_arn;  // Empty: Direct PUT.
  std::vector<TransformRecord> records;
};

// One line of JSON.
std::string TransformEventJson(const TransformInvocation& invocation);

// One outcome for each record of the event, in its order: `error_code` is one of
// Lambda.ProcessingFailedStatus, Lambda.MissingRecordId, Lambda.DuplicatedRecordId,
// Lambda.InvalidReturnFormat. A failed record's data is left to the caller, who has it.
// Error kInput: the answer is none, so the call counts as one that threw (Lambda.FunctionError):
// no JSON, too large, or not an object.
Result<std::vector<ProcessedRecord>> ReadTransformReply(std::string_view json,
                                                        std::span<const std::string> record_ids);

}  // namespace weir
