// The Lambda contract: the event as captured, and what becomes of each kind of answer
// (floci-io/floci#3393).
#include "core/firehose/transform.h"

#include <gtest/gtest.h>

#include "core/firehose/error_record.h"

namespace weir {
namespace {

const std::vector<std::string> kIds = {"r1", "r2"};

// "ok:data", "dropped", or the error's code; "call: message" when the call failed.
std::string Told(std::string_view json) {
  const Result<std::vector<ProcessedRecord>> records = ReadTransformReply(json, kIds);
  if (!records.ok()) return "call: " + records.error().message;
  std::string text;
  for (const ProcessedRecord& record : records.value()) {
    if (!text.empty()) text += " ";
    text += record.result == ProcessingResult::kOk        ? "ok:" + record.data
            : record.result == ProcessingResult::kDropped ? "dropped"
                                                          : std::string(record.error_code);
    for (const PartitionKey& key : record.keys) {
      text += "[" + key.name + "=" + key.value + (key.from_lambda ? "]" : "?]");
    }
  }
  return text;
}

TEST(TransformTest, TheEventHasItsMembersInTheCapturedOrder) {
  TransformInvocation invocation;
  invocation.invocation_id = "i-1";
  invocation.delivery_stream_arn = "arn:aws:firehose:us-east-1:000000000000:deliverystream/quakes";
  invocation.region = "us-east-1";
  invocation.records.push_back({"r1", Instant{1'783'951'509'123'456}, "hello\n", std::nullopt});
  EXPECT_EQ(TransformEventJson(invocation),
            R"({"invocationId":"i-1","deliveryStreamArn":"arn:aws:firehose:us-east-1:000000000000:)"
            R"(deliverystream/quakes","region":"us-east-1","records":[{"recordId":"r1",)"
            R"("approximateArrivalTimestamp":1783951509123,"data":"aGVsbG8K"}]})");
}

TEST(TransformTest, ARecordOfADataStreamTellsWhereItWas) {
  TransformInvocation invocation;
  invocation.source_kinesis_stream_arn = "arn:stream";
  invocation.records.push_back(
      {"r1", Instant{1'000}, "x", KinesisRecordMetadata{"shardId-000000000001", "k", "4960", 3}});
  const std::string json = TransformEventJson(invocation);
  EXPECT_NE(json.find(R"("sourceKinesisStreamArn":"arn:stream","deliveryStreamArn")"),
            std::string::npos);
  EXPECT_NE(
      json.find(
          R"("kinesisRecordMetadata":{"shardId":"shardId-000000000001","partitionKey":"k",)"
          R"("approximateArrivalTimestamp":1,"sequenceNumber":"4960","subsequenceNumber":3})"),
      std::string::npos)
      << json;
}

TEST(TransformTest, EachRecordHasItsOwnOutcomeInAnyOrder) {
  EXPECT_EQ(Told(R"({"records":[{"recordId":"r2","result":"Dropped"},)"
                 R"({"recordId":"r1","result":"Ok","data":"aGk="}]})"),
            "ok:hi dropped");
  EXPECT_EQ(Told(R"({"records":[{"recordId":"r1","result":"ProcessingFailed"},)"
                 R"({"recordId":"r2","result":"Ok","data":""}]})"),
            "Lambda.ProcessingFailedStatus ok:");
}

TEST(TransformTest, AnswersWithWrongContentFailOnlyTheirRecords) {
  EXPECT_EQ(Told(R"({"records":[{"recordId":"r1","result":"Ok","data":"aGk="}]})"),
            "ok:hi Lambda.MissingRecordId");
  EXPECT_EQ(
      Told(R"({"records":[{"recordId":"r1","result":"Ok","data":"aGk="},)"
           R"({"recordId":"r1","result":"Ok","data":"aGk="},{"recordId":"x","result":"Ok"}]})"),
      "Lambda.DuplicatedRecordId Lambda.MissingRecordId");
  EXPECT_EQ(Told(R"({"records":[{"recordId":"r1","result":"Ok","data":null},)"
                 R"({"recordId":"r2","result":"Fine","data":"aGk="}]})"),
            "Lambda.InvalidReturnFormat Lambda.InvalidReturnFormat");
  EXPECT_EQ(Told(R"({"records":[{"recordId":"r1","result":"Ok","data":"a"},7]})"),
            "Lambda.InvalidReturnFormat Lambda.MissingRecordId");
  // The probe's side of the conflict.
  EXPECT_EQ(Told("{}"), "Lambda.MissingRecordId Lambda.MissingRecordId");
  EXPECT_EQ(Told(R"({"records":null})"), "Lambda.MissingRecordId Lambda.MissingRecordId");
}

TEST(TransformTest, WhatIsNoAnswerFailsTheCall) {
  EXPECT_EQ(Told("oops").substr(0, 40), "call: the transform's answer is no JSON:");
  EXPECT_EQ(Told("[]"), "call: the transform's answer is no object but of type array");
  EXPECT_EQ(Told(std::string((6 << 20) + 1, ' ')),
            "call: the transform's answer is larger than 6 MiB");
}

TEST(TransformTest, PartitionKeysComeWithTheRecord) {
  EXPECT_EQ(
      Told(
          R"({"records":[{"recordId":"r1","result":"Ok","data":"aGk=","metadata":)"
          R"({"partitionKeys":{"net":"nc","year":2018,"none":null}}},{"recordId":"r2","result":"Dropped"}]})"),
      "ok:hi[net=nc][year=2018] dropped");
}

TEST(ErrorRecordTest, MembersStandInTheCapturedOrder) {
  FailedRecord record;
  record.data = "hi";
  record.error_code = "Lambda.FunctionError";
  record.error_message = "it \"threw\"";
  record.attempts_made = 4;
  record.arrived_at = Instant{1'000'000};
  record.last_attempt_at = Instant{2'500'000};
  EXPECT_EQ(ProcessingErrorLine(record, "arn:f"),
            R"({"rawData":"aGk=","errorCode":"Lambda.FunctionError","errorMessage":"it \"threw\"",)"
            R"("attemptsMade":4,"arrivalTimestamp":1000,"attemptEndingTimestamp":2500,)"
            R"("lambdaARN":"arn:f"})"
            "\n");
  EXPECT_EQ(SplunkErrorLine(record, 2, "4960.2"),
            R"({"attemptsMade":4,"arrivalTimestamp":1000,"errorCode":"Lambda.FunctionError",)"
            R"("errorMessage":"it \"threw\"","attemptEndingTimestamp":2500,"rawData":"aGk=",)"
            R"("subsequenceNumber":2,"EventId":"4960.2"})"
            "\n");
  EXPECT_NE(EndpointErrorLine(record, 0, "d").find(R"("subsequenceNumber":0,"dataId":"d")"),
            std::string::npos);
  EXPECT_NE(OpenSearchErrorLine(record, {"i", "idx-2016-02-25", "t"})
                .find(R"("esDocumentId":"i","esIndexName":"idx-2016-02-25","esTypeName":"t")"),
            std::string::npos);
}

}  // namespace
}  // namespace weir
