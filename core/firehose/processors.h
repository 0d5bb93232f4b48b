// What happens to a record between its arrival and its buffer, without a function of the user's
// own: the processors of a delivery stream's ProcessingConfiguration, and two of ours in a
// function's place.
//
//   Decompression        GZIP, as CloudWatch Logs sends it
//   RecordDeAggregation  one record of many JSON objects, or of many lines, becomes many records
//   filter, projection   ours: jq expressions that do what most transform functions do
//   MetadataExtraction   a jq expression finds the partition keys
//   AppendDelimiterToRecord
//
// In this order [guide, create-destination]. A record is processed alone; nothing is remembered.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/firehose/jq/program.h"
#include "core/firehose/partition_keys.h"
#include "core/firehose/prefix.h"

namespace weir {

inline constexpr size_t kSubRecordsMax = 500;    // [api]: of more, none is taken apart.
inline constexpr size_t kPartitionKeysMax = 50;  // [quota], of one MetadataExtractionQuery.
inline constexpr int64_t kDecompressedBytesMax = int64_t{64} << 20;  // Modelled.

enum class DeAggregation : uint8_t { kNone, kJson, kDelimited };

struct ProcessorsSpec {
  bool decompression = false;
  DeAggregation de_aggregation = DeAggregation::kNone;
  std::string sub_record_delimiter;       // In base64, as the API has it; of kDelimited.
  std::string filter;                     // Keeps records for which its first output is true.
  std::string projection;                 // Each output becomes a record.
  std::string metadata_extraction_query;  // {"key": .path, ...}
  bool append_delimiter = false;
  std::string delimiter = "\n";
  bool dynamic_partitioning = false;

  bool empty() const {
    return !decompression && de_aggregation == DeAggregation::kNone && filter.empty() &&
           projection.empty() && metadata_extraction_query.empty() && !append_delimiter;
  }
};

enum class ProcessingResult : uint8_t { kOk, kDropped, kFailed };

struct ProcessedRecord {
  ProcessingResult result = ProcessingResult::kOk;
  std::string data;  // What is delivered; of a failed record what goes to the error prefix.
  PartitionKeys keys;
  // Of a failed record: "DynamicPartitioning.MetadataExtractionFailed" and the like.
  std::string_view error_code;
  std::string error_message;
};

class Processors {
 public:
  Processors() = default;

  // `prefix` is that of the delivery stream. Errors kInvalidArgument, in the service's words where
  // they are known.
  static Result<Processors> Create(const ProcessorsSpec& spec, const Prefix& prefix);

  // One record or more: each part of it that can be told from the others has an outcome.
  std::vector<ProcessedRecord> Apply(std::string_view data) const;

  bool empty() const { return spec_.empty(); }
  const ProcessorsSpec& spec() const { return spec_; }
  // What the MetadataExtractionQuery extracts, in its order.
  const std::vector<std::string>& query_keys() const { return query_keys_; }

 private:
  static Result<void> CheckPartitioning(const ProcessorsSpec& spec, const Prefix& prefix);
  Result<void> CheckQuery(const Prefix& prefix) const;
  std::vector<std::string> Parts(std::string_view data) const;
  void ApplyToPart(std::string part, std::vector<ProcessedRecord>& records) const;
  void Partition(ProcessedRecord& record, const JqValue* value) const;

  ProcessorsSpec spec_;
  std::string sub_record_delimiter_;  // Out of its base64.
  std::optional<JqProgram> filter_;
  std::optional<JqProgram> projection_;
  std::optional<JqProgram> query_;
  std::vector<std::string> query_keys_;
};

// The names of the members of an object that a query makes, where it is written as one: {a: ..,
// "b": ..}.
std::vector<std::string> QueryKeysOf(const JqProgram& query);

}  // namespace weir
