#include "core/firehose/processors.h"

#include <algorithm>

#include "core/base/base64.h"
#include "core/base/text.h"
#include "core/firehose/gunzip.h"
#include "core/firehose/jq/json.h"

namespace weir {
namespace {

constexpr std::string_view kExtractionFailed = "DynamicPartitioning.MetadataExtractionFailed";
constexpr std::string_view kDecompressionFailed =
    "Decompression.GzipDecompressionFailed";  // Modelled.
constexpr std::string_view kTransformFailed = "Lambda.ProcessingFailedStatus";

Error Refused(std::string text) { return Error{ErrorCode::kInvalidArgument, std::move(text)}; }

// aws/aws-cdk, from CloudFormation.
Error OnlyWithPartitioning(std::string_view processor) {
  return Refused(StrCat({"class com.amazonaws.services.firehose.internal.model.", processor,
                         " can only be present when Dynamic Partitioning is enabled."}));
}

Result<std::optional<JqProgram>> ParseOptional(std::string_view member, const std::string& text) {
  if (text.empty()) return std::optional<JqProgram>();
  Result<JqProgram> program = JqProgram::Parse(text);
  if (!program.ok()) return Refused(StrCat({member, ": ", program.error().message}));
  return std::optional<JqProgram>(std::move(program).value());
}

// Objects one behind the other, with white space between them or none. Nothing: they are not that.
std::vector<std::string> JsonParts(std::string_view data) {
  std::vector<std::string> parts;
  size_t at = 0;
  while (at < data.size()) {
    const size_t begin = data.find_first_not_of(" \t\r\n", at);
    if (begin == std::string_view::npos) break;
    at = begin;
    const Result<JqValue> value = ParseJqJson(data, at);
    // An array of objects is no valid input of the service either.
    if (!value.ok() || !value.value().is(JqKind::kObject)) return {};
    std::string_view part = data.substr(begin, at - begin);
    part = part.substr(0, part.find_last_of('}') + 1);
    parts.emplace_back(part);
    if (parts.size() > kSubRecordsMax) return {};
  }
  return parts;
}

// Modelled: what stands between two delimiters with nothing in it is no record.
std::vector<std::string> DelimitedParts(std::string_view data, std::string_view delimiter) {
  std::vector<std::string> parts;
  for (size_t at = 0; at <= data.size();) {
    const size_t end = std::min(data.find(delimiter, at), data.size());
    if (end > at) parts.emplace_back(data.substr(at, end - at));
    if (parts.size() > kSubRecordsMax) return {};
    at = end + delimiter.size();
  }
  return parts;
}

ProcessedRecord Failed(std::string data, std::string_view code, std::string message) {
  ProcessedRecord record;
  record.result = ProcessingResult::kFailed;
  record.data = std::move(data);
  record.error_code = code;
  record.error_message = std::move(message);
  return record;
}

}  // namespace

std::vector<std::string> QueryKeysOf(const JqProgram& query) {
  const JqSyntax& syntax = query.syntax();
  const JqNode& root = syntax.nodes[syntax.root];
  std::vector<std::string> keys;
  if (root.op != JqOp::kObject) return keys;
  for (size_t i = 0; i < root.children.size(); i += 2) {
    const JqNode& key = syntax.nodes[root.children[i]];
    if (key.op == JqOp::kLiteral && key.value.is(JqKind::kString)) {
      keys.push_back(key.value.string());
    }
  }
  return keys;
}

Result<void> Processors::CheckPartitioning(const ProcessorsSpec& spec, const Prefix& prefix) {
  if (spec.dynamic_partitioning) {
    if (prefix.Has(PrefixPart::kFromQuery) && spec.metadata_extraction_query.empty()) {
      return Refused("Processing Configuration is not enabled when DataPartitioning is enabled");
    }
    return {};
  }
  if (!spec.metadata_extraction_query.empty()) {
    return OnlyWithPartitioning("MetadataExtractionProcessor");
  }
  if (spec.de_aggregation != DeAggregation::kNone) {
    return OnlyWithPartitioning("RecordDeAggregationProcessor");
  }
  return {};
}

Result<void> Processors::CheckQuery(const Prefix& prefix) const {
  if (!query_) return {};
  const std::vector<std::string> keys = QueryKeysOf(*query_);
  if (keys.empty()) {
    return Refused(
        "MetadataExtractionQuery must be an object of keys and expressions, such as "
        "{customer_id: .customer_id}");
  }
  if (keys.size() > kPartitionKeysMax) {
    return Refused(StrCat(
        {"MetadataExtractionQuery has more than ", std::to_string(kPartitionKeysMax), " keys"}));
  }
  const std::vector<std::string_view> named = prefix.NamesOf(PrefixPart::kFromQuery);
  for (const std::string& key : keys) {
    if (std::ranges::find(named, key) == named.end()) {
      return Refused(
          "MetaDataExtraction JQ Query can't contain keys that are not present in the S3 Prefix "
          "expression");
    }
  }
  for (const std::string_view name : named) {
    if (std::ranges::find(keys, name) == keys.end()) {
      return Refused(StrCat({"the S3 Prefix expression names the key ", name,
                             ", which the MetaDataExtraction JQ Query does not extract"}));
    }
  }
  return {};
}

Result<Processors> Processors::Create(const ProcessorsSpec& spec, const Prefix& prefix) {
  if (Result<void> checked = CheckPartitioning(spec, prefix); !checked.ok()) {
    return checked.error();
  }
  Processors processors;
  processors.spec_ = spec;
  if (spec.de_aggregation == DeAggregation::kDelimited) {
    const auto delimiter = FromBase64(spec.sub_record_delimiter);
    if (!delimiter || delimiter->empty()) {
      return Refused(
          StrCat({"Delimiter \"", spec.sub_record_delimiter,
                  "\" is not valid; expected a delimiter in base64, such as \"Cg==\" for "
                  "a line feed"}));
    }
    processors.sub_record_delimiter_ = *delimiter;
  }
  Result<std::optional<JqProgram>> filter = ParseOptional("filter", spec.filter);
  if (!filter.ok()) return filter.error();
  Result<std::optional<JqProgram>> projection = ParseOptional("projection", spec.projection);
  if (!projection.ok()) return projection.error();
  Result<std::optional<JqProgram>> query =
      ParseOptional("MetadataExtractionQuery", spec.metadata_extraction_query);
  if (!query.ok()) return query.error();
  processors.filter_ = std::move(filter).value();
  processors.projection_ = std::move(projection).value();
  processors.query_ = std::move(query).value();
  if (Result<void> checked = processors.CheckQuery(prefix); !checked.ok()) return checked.error();
  if (processors.query_) processors.query_keys_ = QueryKeysOf(*processors.query_);
  return processors;
}

std::vector<std::string> Processors::Parts(std::string_view data) const {
  std::vector<std::string> parts;
  if (spec_.de_aggregation == DeAggregation::kJson) parts = JsonParts(data);
  if (spec_.de_aggregation == DeAggregation::kDelimited) {
    parts = DelimitedParts(data, sub_record_delimiter_);
  }
  // What cannot be taken apart stays whole, without a word [api].
  if (parts.empty()) parts.emplace_back(data);
  return parts;
}

std::vector<ProcessedRecord> Processors::Apply(std::string_view data) const {
  std::vector<ProcessedRecord> records;
  std::string unpacked;
  if (spec_.decompression) {
    Result<std::string> bytes = Gunzip(data, kDecompressedBytesMax);
    if (!bytes.ok()) {
      records.push_back(Failed(std::string(data), kDecompressionFailed, bytes.error().message));
      return records;
    }
    unpacked = std::move(bytes).value();
    data = unpacked;
  }
  for (std::string& part : Parts(data)) ApplyToPart(std::move(part), records);
  return records;
}

void Processors::ApplyToPart(std::string part, std::vector<ProcessedRecord>& records) const {
  const bool reads = filter_ || projection_ || query_;
  std::optional<JqValue> value;
  if (reads) {
    Result<JqValue> parsed = ParseJqJson(part);
    if (!parsed.ok()) {
      // The service's words for MetadataExtraction; ours for the two of ours.
      const std::string_view code = filter_ || projection_ ? kTransformFailed : kExtractionFailed;
      records.push_back(Failed(std::move(part), code, "Non JSON record provided"));
      return;
    }
    value = std::move(parsed).value();
  }
  if (filter_) {
    const Result<std::vector<JqValue>> kept = filter_->Run(*value);
    if (!kept.ok()) {
      records.push_back(Failed(std::move(part), kTransformFailed, kept.error().message));
      return;
    }
    if (kept.value().empty() || !kept.value()[0].truthy()) {
      ProcessedRecord dropped;
      dropped.result = ProcessingResult::kDropped;
      records.push_back(std::move(dropped));
      return;
    }
  }
  if (!projection_) {
    ProcessedRecord record;
    record.data = std::move(part);
    Partition(record, value ? &*value : nullptr);
    records.push_back(std::move(record));
    return;
  }
  const Result<std::vector<JqValue>> projected = projection_->Run(*value);
  if (!projected.ok()) {
    records.push_back(Failed(std::move(part), kTransformFailed, projected.error().message));
    return;
  }
  for (const JqValue& one : projected.value()) {
    ProcessedRecord record;
    record.data = JqText(one);
    Partition(record, &one);
    records.push_back(std::move(record));
  }
  if (projected.value().empty()) {
    ProcessedRecord dropped;
    dropped.result = ProcessingResult::kDropped;
    records.push_back(std::move(dropped));
  }
}

// Finds the keys and appends the delimiter: the last two steps.
void Processors::Partition(ProcessedRecord& record, const JqValue* value) const {
  const auto fail = [&](std::string message) {
    record = Failed(std::move(record.data), kExtractionFailed, std::move(message));
  };
  if (query_) {
    const Result<std::vector<JqValue>> found = query_->Run(*value);
    if (!found.ok()) return fail(found.error().message);
    if (found.value().empty() || !found.value()[0].is(JqKind::kObject)) {
      return fail("partitionKeys values must not be null or empty");
    }
    for (const auto& [key, held] : found.value()[0].object().members) {
      std::string text = JqText(held);
      if (held.is(JqKind::kNull) || text.empty()) {
        return fail("partitionKeys values must not be null or empty");
      }
      record.keys.push_back(PartitionKey{key, std::move(text), false});
    }
  }
  if (spec_.append_delimiter) record.data += spec_.delimiter;
}

}  // namespace weir
