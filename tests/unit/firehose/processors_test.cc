// The processors of a delivery stream; the rules are those of the developer guide and of botocore's
// descriptions, messages those that aws/aws-cdk quotes from CloudFormation.
#include "core/firehose/processors.h"

#include <gtest/gtest.h>

#include <string>

#include "core/firehose/encoder.h"
#include "core/firehose/jq/json.h"

namespace weir {
namespace {

Prefix PrefixOf(std::string_view text) { return Prefix::Parse("Prefix", text).value(); }

ProcessorsSpec Partitioned(std::string query) {
  ProcessorsSpec spec;
  spec.dynamic_partitioning = true;
  spec.metadata_extraction_query = std::move(query);
  return spec;
}

Processors Made(const ProcessorsSpec& spec, std::string_view prefix = "") {
  const Result<Processors> processors = Processors::Create(spec, PrefixOf(prefix));
  EXPECT_TRUE(processors.ok()) << processors.error().message;
  return processors.ok() ? processors.value() : Processors();
}

std::string Refusal(const ProcessorsSpec& spec, std::string_view prefix = "") {
  const Result<Processors> processors = Processors::Create(spec, PrefixOf(prefix));
  return processors.ok() ? "accepted" : processors.error().message;
}

// "+data", "-" for dropped, "!code: message (data)"; with "[key=value]" behind.
std::string Told(const std::vector<ProcessedRecord>& records) {
  std::string text;
  for (const ProcessedRecord& record : records) {
    if (!text.empty()) text += " ";
    if (record.result == ProcessingResult::kDropped) text += "-";
    if (record.result == ProcessingResult::kOk) text += "+" + record.data;
    if (record.result == ProcessingResult::kFailed) {
      text += "!" + std::string(record.error_code) + ": " + record.error_message + " (" +
              record.data + ")";
    }
    for (const PartitionKey& key : record.keys) text += "[" + key.name + "=" + key.value + "]";
  }
  return text;
}

TEST(ProcessorsTest, NothingToDoChangesNothing) {
  EXPECT_TRUE(Processors().empty());
  EXPECT_EQ(Told(Processors().Apply("any \x01 bytes")), "+any \x01 bytes");
}

TEST(ProcessorsTest, KeysAreFoundByTheQuery) {
  const Processors processors = Made(Partitioned(R"({net: .net, year: (.ts | strftime("%Y"))})"),
                                     "!{partitionKeyFromQuery:net}/!{partitionKeyFromQuery:year}/");
  EXPECT_EQ(Told(processors.Apply(R"({"net":"nc","ts":1517966773})")),
            R"(+{"net":"nc","ts":1517966773}[net=nc][year=2018])");
}

TEST(ProcessorsTest, AKeyThatIsNullOrEmptyFailsTheRecordAlone) {
  const Processors processors = Made(Partitioned("{net: .net}"), "!{partitionKeyFromQuery:net}/");
  const std::string failed =
      "!DynamicPartitioning.MetadataExtractionFailed: partitionKeys values must not be null or "
      "empty ";
  EXPECT_EQ(Told(processors.Apply(R"({"a":1})")), failed + R"(({"a":1}))");
  EXPECT_EQ(Told(processors.Apply(R"({"net":""})")), failed + R"(({"net":""}))");
  EXPECT_EQ(Told(processors.Apply("not json")),
            "!DynamicPartitioning.MetadataExtractionFailed: Non JSON record provided (not json)");
  EXPECT_EQ(Told(processors.Apply("[1]")),
            "!DynamicPartitioning.MetadataExtractionFailed: Cannot index array with string \"net\" "
            "([1])");
  EXPECT_EQ(Told(processors.Apply(R"({"net":7.50})")), R"(+{"net":7.50}[net=7.5])");
}

TEST(ProcessorsTest, RecordsOfJsonObjectsAreTakenApart) {
  ProcessorsSpec spec = Partitioned("{k: .k}");
  spec.de_aggregation = DeAggregation::kJson;
  const Processors processors = Made(spec, "!{partitionKeyFromQuery:k}/");
  EXPECT_EQ(Told(processors.Apply("{\"k\":1}{\"k\":2}\n {\"k\":3}\n")),
            R"(+{"k":1}[k=1] +{"k":2}[k=2] +{"k":3}[k=3])");
  // An array is no valid input, and what is no JSON stays whole.
  EXPECT_NE(Told(processors.Apply(R"([{"k":1},{"k":2}])")).find("!Dynamic"), std::string::npos);
  EXPECT_NE(Told(processors.Apply(R"({"k":1} x)")).find("Non JSON record"), std::string::npos);
}

TEST(ProcessorsTest, RecordsAreTakenApartAtADelimiterInBase64) {
  ProcessorsSpec spec = Partitioned("{k: .k}");
  spec.de_aggregation = DeAggregation::kDelimited;
  spec.sub_record_delimiter = "IyMjIw==";  // "####", the guide's example.
  const Processors processors = Made(spec, "!{partitionKeyFromQuery:k}/");
  EXPECT_EQ(Told(processors.Apply(R"({"k":1}####{"k":2}####)")), R"(+{"k":1}[k=1] +{"k":2}[k=2])");
  spec.sub_record_delimiter = "####";
  EXPECT_NE(Refusal(spec, "!{partitionKeyFromQuery:k}/").find("expected a delimiter in base64"),
            std::string::npos);
}

TEST(ProcessorsTest, OfMoreThan500SubRecordsNoneIsTakenOut) {
  ProcessorsSpec spec = Partitioned("{k: .k}");
  spec.de_aggregation = DeAggregation::kJson;
  const Processors processors = Made(spec, "!{partitionKeyFromQuery:k}/");
  std::string data;
  for (int i = 0; i < 500; ++i) data += R"({"k":1})";
  EXPECT_EQ(processors.Apply(data).size(), 500U);
  data += R"({"k":1})";
  EXPECT_EQ(processors.Apply(data).size(), 1U);
}

TEST(ProcessorsTest, AFilterDropsAndAProjectionWritesAnew) {
  ProcessorsSpec spec;
  spec.filter = ".mag >= 4";
  spec.projection = "{place, mag: (.mag * 10 | floor)}";
  const Processors processors = Made(spec);
  EXPECT_EQ(Told(processors.Apply(R"({"mag":4.57,"place":"x","id":1})")),
            R"(+{"place":"x","mag":45})");
  EXPECT_EQ(Told(processors.Apply(R"({"mag":3.9})")), "-");
  EXPECT_EQ(Told(processors.Apply("3.9")),
            "!Lambda.ProcessingFailedStatus: Cannot index number with string \"mag\" (3.9)");
  spec.filter.clear();
  spec.projection = ".items[]";
  EXPECT_EQ(Told(Made(spec).Apply(R"({"items":[1,"two"]})")), "+1 +two");
  EXPECT_EQ(Told(Made(spec).Apply(R"({"items":[]})")), "-");
  spec.projection = ".items[";
  EXPECT_NE(Refusal(spec).find("projection: jq: syntax error"), std::string::npos);
}

TEST(ProcessorsTest, ADelimiterIsAppendedToWhatIsDelivered) {
  ProcessorsSpec spec;
  spec.append_delimiter = true;
  EXPECT_EQ(Told(Made(spec).Apply("abc")), "+abc\n");
  spec.filter = "false";
  EXPECT_EQ(Told(Made(spec).Apply("1")), "-");
}

TEST(ProcessorsTest, GzipIsUnpackedFirst) {
  ProcessorsSpec spec;
  spec.decompression = true;
  spec.filter = ".ok";
  EXPECT_EQ(Told(Made(spec).Apply(Gzip(R"({"ok":true})"))), R"(+{"ok":true})");
  EXPECT_EQ(Made(spec).Apply("plain")[0].result, ProcessingResult::kFailed);
}

TEST(ProcessorsTest, WhatDoesNotFitTogetherIsRefusedInTheServicesWords) {
  ProcessorsSpec spec = Partitioned("{k: .k}");
  spec.dynamic_partitioning = false;
  EXPECT_EQ(Refusal(spec),
            "class com.amazonaws.services.firehose.internal.model.MetadataExtractionProcessor can "
            "only be present when Dynamic Partitioning is enabled.");
  spec.metadata_extraction_query.clear();
  spec.de_aggregation = DeAggregation::kJson;
  EXPECT_EQ(Refusal(spec),
            "class com.amazonaws.services.firehose.internal.model.RecordDeAggregationProcessor can "
            "only be present when Dynamic Partitioning is enabled.");
  EXPECT_EQ(Refusal(Partitioned(""), "!{partitionKeyFromQuery:k}/"),
            "Processing Configuration is not enabled when DataPartitioning is enabled");
  EXPECT_EQ(Refusal(Partitioned("{k: .k, other: .o}"), "!{partitionKeyFromQuery:k}/"),
            "MetaDataExtraction JQ Query can't contain keys that are not present in the S3 Prefix "
            "expression");
  EXPECT_NE(
      Refusal(Partitioned("{k: .k}"), "!{partitionKeyFromQuery:k}/!{partitionKeyFromQuery:l}/")
          .find("names the key l"),
      std::string::npos);
  EXPECT_NE(Refusal(Partitioned(".k"), "!{partitionKeyFromQuery:k}/").find("must be an object"),
            std::string::npos);
  EXPECT_NE(Refusal(Partitioned("{k: test(1)}"), "!{partitionKeyFromQuery:k}/")
                .find("test/1 is not supported"),
            std::string::npos);
}

TEST(ProcessorsTest, AnExpressionThatRunsAwayIsStopped) {
  for (const char* filter :
       {"[range(1e9)]", "last(recurse(.))", "until(false; .)",
        "reduce range(100) as $i (\"ab\"; . + .)", "reduce range(100000) as $i (0; [.])",
        "\"a\" * 1e12", "[recurse([.,.])]"}) {
    ProcessorsSpec spec;
    spec.filter = filter;
    const std::vector<ProcessedRecord> records = Made(spec).Apply("1");
    ASSERT_EQ(records.size(), 1U) << filter;
    EXPECT_EQ(records[0].result, ProcessingResult::kFailed) << filter;
    EXPECT_NE(records[0].error_message.find("the expression"), std::string::npos)
        << filter << ": " << records[0].error_message;
  }
}

}  // namespace
}  // namespace weir
