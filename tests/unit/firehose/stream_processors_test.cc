// Processors of a delivery stream in a run: rules of facts 1.4, 11, 1.5 and 1.6.
#include <gtest/gtest.h>

#include <string>

#include "core/firehose/record_fate.h"
#include "tests/support/firehose.h"

namespace weir {
namespace {

using test::AddsUp;
using test::FirehoseOf;
using test::FirehoseRun;

constexpr std::string_view kTen =
    R"("producers": [{"name": "p", "delivery_stream": "d", "arrivals": {"rate": 10}, "limit": 10,
        "keys": {"count": 2}, "size": 80}])";

FirehoseRun Ten(std::string_view members) { return FirehoseOf(members, kTen, Seconds(100)); }

std::string ContentOf(const FirehoseRun& run, int64_t object) {
  const DeliveryBatch* batch = run.engine.delivery_streams()[0].RecordsOf(object);
  std::string content;
  for (size_t i = batch->first; i < batch->records.size(); ++i) {
    content += run.engine.DeliveredBytesOf({0}, batch->records[i]);
  }
  return content;
}

TEST(StreamProcessorsTest, WhatAProjectionMakesIsDelivered) {
  const FirehoseRun run = Ten(R"("buffer": {"interval": "60s"},
      "processors": {"projection": ".number, .number * 10", "append_delimiter": ";"})");
  EXPECT_EQ(run.view().records_in, 10);
  EXPECT_EQ(run.view().records_split, 10);
  EXPECT_EQ(run.view().delivered, 20);
  EXPECT_EQ(ContentOf(run, 0), "0;0;1;10;2;20;3;30;4;40;5;50;6;60;7;70;8;80;9;90;");
  EXPECT_EQ(run.view().delivered_bytes, static_cast<int64_t>(ContentOf(run, 0).size()));
  EXPECT_TRUE(AddsUp(run.view()));
}

TEST(StreamProcessorsTest, WhatAFilterLeavesOutIsDropped) {
  const FirehoseRun run = Ten(R"("buffer": {"interval": "60s"},
      "processors": {"filter": ".number < 3"})");
  EXPECT_EQ(run.view().dropped, 7);
  EXPECT_EQ(run.view().delivered, 3);
  EXPECT_TRUE(AddsUp(run.view()));
}

// 1.4, 2 and 6: with dynamic partitioning there is one buffer for each evaluated prefix.
TEST(StreamProcessorsTest, AnExpressionFindsThePartition) {
  const FirehoseRun run = Ten(R"("buffer": {"interval": "60s"},
      "processors": {"partition": "{odd: (.number % 2)}"},
      "prefix": "odd=!{partitionKeyFromQuery:odd}/")");
  ASSERT_EQ(run.view().objects, 2);
  EXPECT_EQ(run.view().last[0].partition, "0");
  EXPECT_EQ(run.view().last[1].partition, "1");
  EXPECT_EQ(run.view().last[0].records, 5);
}

// 1.4, 11: taken apart first, then partitioned.
TEST(StreamProcessorsTest, ARecordIsTakenApartBeforeItIsPartitioned) {
  const FirehoseRun run = FirehoseOf(
      R"("stream": "s", "buffer": {"interval": "60s"},
      "processors": {"de_aggregation": "json", "partition": "{a: .a}"},
      "prefix": "!{partitionKeyFromQuery:a}/")",
      R"("streams": [{"name": "s"}], "events": [{"at": "1s", "do": "PutRecord", "stream": "s",
      "partition_key": "k", "data": "{\"a\":1}{\"a\":2} {\"a\":1}"}])",
      Seconds(100));
  EXPECT_EQ(run.view().records_in, 1);
  EXPECT_EQ(run.view().records_split, 2);
  ASSERT_EQ(run.view().objects, 2);
  EXPECT_EQ(ContentOf(run, 0), R"({"a":1}{"a":1})");
  EXPECT_EQ(ContentOf(run, 1), R"({"a":2})");
}

// 1.6: what cannot be read goes to the error output as it came; a backup has the source record.
TEST(StreamProcessorsTest, AFailedRecordAndABackupAreTheSource) {
  const FirehoseRun run = FirehoseOf(
      R"("stream": "s", "buffer": {"interval": "60s"},
      "backup": {"mode": "all", "interval": "60s"}, "processors": {"projection": ".a"})",
      R"("streams": [{"name": "s"}], "events": [
      {"at": "1s", "do": "PutRecord", "stream": "s", "partition_key": "k", "data": "{\"a\":7}"},
      {"at": "2s", "do": "PutRecord", "stream": "s", "partition_key": "k", "data": "no json"}])",
      Seconds(100));
  EXPECT_EQ(run.view().failed, 1);
  EXPECT_EQ(run.view().delivered, 1);
  EXPECT_EQ(run.view().backup_records, 2);
  for (const DeliveredObjectView& object : run.view().last) {
    const std::string content = ContentOf(run, object.number);
    if (object.type == OutputType::kData) {
      EXPECT_EQ(content, "7");
    }
    if (object.type == OutputType::kProcessingFailed) {
      EXPECT_EQ(content, "no json");
    }
    if (object.type == OutputType::kSourceBackup) {
      EXPECT_EQ(content, R"({"a":7}no json)");
    }
  }
}

TEST(StreamProcessorsTest, AFateIsPackedAndTold) {
  const uint32_t packed = PackFate(RecordFate::kFunctionError, 301);
  EXPECT_EQ(FateOf(packed), RecordFate::kFunctionError);
  EXPECT_EQ(FateDetailOf(packed), 301U);
  EXPECT_EQ(PackFate(RecordFate::kProcessed, 0), 0U);
}

}  // namespace
}  // namespace weir
