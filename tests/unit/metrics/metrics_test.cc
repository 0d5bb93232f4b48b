// Which call is a sample of which metric, with every number by hand.
#include "core/metrics/metrics.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace weir {
namespace {

constexpr StreamId kStream{1};
constexpr ShardIndex kShard{3};
constexpr FanOutId kConsumer{2};
constexpr ConsumerId kReader{4};

MetricKey Key(Metric metric) {
  switch (LevelOf(metric)) {
    case MetricLevel::kStream:
      return {metric, kStream, {}, 0};
    case MetricLevel::kConsumer:
      return {metric, kStream, {}, kConsumer.value};
    case MetricLevel::kShard:
      return {metric, kStream, kShard, 0};
    case MetricLevel::kReader:
      break;
  }
  return {metric, kStream, kShard, kReader.value};
}

// "SampleCount Sum Minimum Maximum"; "" where there is no sample.
std::string Of(const Metrics& metrics, Metric metric) {
  const StatisticSet set = metrics.Total(Key(metric));
  if (set.samples == 0) return "";
  return std::to_string(set.samples) + " " + std::to_string(set.sum) + " " +
         std::to_string(set.minimum) + " " + std::to_string(set.maximum);
}

TEST(MetricTableTest, NamesUnitsAndDimensionsAreTheServices) {
  EXPECT_EQ(MetricTable().size(), 33U);
  EXPECT_EQ(CountOf(MetricLevel::kStream), 19U);
  EXPECT_EQ(CountOf(MetricLevel::kConsumer), 6U);
  EXPECT_EQ(CountOf(MetricLevel::kShard), 7U);
  EXPECT_EQ(CountOf(MetricLevel::kReader), 1U);
  EXPECT_EQ(InfoOf(Metric::kGetRecordsIteratorAge).name, "GetRecords.IteratorAgeMilliseconds");
  EXPECT_EQ(NameOf(InfoOf(Metric::kPutRecordsLatency).unit), "Milliseconds");
  EXPECT_EQ(NameOf(InfoOf(Metric::kShardOutgoingBytes).unit), "Bytes");
  EXPECT_EQ(DimensionsOf(LevelOf(Metric::kEventRecords)), "StreamName, ConsumerName");
  EXPECT_EQ(MetricNames().size(), 29U) << "four names stand at two levels";
}

TEST(MetricsTest, APutRecordsCallIsOneSample) {
  Metrics metrics;
  metrics.PutRecords(
      kStream,
      {.records = 500, .throttled = 120, .failed = 30, .bytes = 35'000, .latency = Micros(20'999)});
  metrics.PutRecords(kStream, {.records = 10, .bytes = 900, .latency = Millis(8)});
  metrics.PutRecords(kStream, {.records = 4, .throttled = 4});
  EXPECT_EQ(Of(metrics, Metric::kPutRecordsTotalRecords), "3 514 4 500");
  EXPECT_EQ(Of(metrics, Metric::kPutRecordsSuccessfulRecords), "3 360 0 350");
  EXPECT_EQ(Of(metrics, Metric::kPutRecordsThrottledRecords), "3 124 0 120");
  EXPECT_EQ(Of(metrics, Metric::kPutRecordsFailedRecords), "3 30 0 30");
  EXPECT_EQ(Of(metrics, Metric::kPutRecordsBytes), "3 35900 0 35000");
  EXPECT_EQ(Of(metrics, Metric::kPutRecordsLatency), "3 28 0 20") << "whole milliseconds";
  EXPECT_EQ(Of(metrics, Metric::kPutRecordsSuccess), "3 2 0 1");
  EXPECT_EQ(Of(metrics, Metric::kIncomingRecords), "3 360 0 350");
  EXPECT_EQ(Of(metrics, Metric::kIncomingBytes), "3 35900 0 35000");
  EXPECT_EQ(Of(metrics, Metric::kWriteThroughputExceeded), "3 124 0 120");
  EXPECT_EQ(Of(metrics, Metric::kPutRecordSuccess), "");
}

TEST(MetricsTest, APutRecordCallIsOneSample) {
  Metrics metrics;
  metrics.PutRecord(kStream, {.bytes = 70, .latency = Millis(6)});
  metrics.PutRecord(kStream, {.throttled = true, .latency = Millis(2)});
  EXPECT_EQ(Of(metrics, Metric::kPutRecordBytes), "2 70 0 70");
  EXPECT_EQ(Of(metrics, Metric::kPutRecordLatency), "2 8 2 6");
  EXPECT_EQ(Of(metrics, Metric::kPutRecordSuccess), "2 1 0 1");
  EXPECT_EQ(Of(metrics, Metric::kIncomingRecords), "2 1 0 1");
  EXPECT_EQ(Of(metrics, Metric::kIncomingBytes), "2 70 0 70");
  EXPECT_EQ(Of(metrics, Metric::kWriteThroughputExceeded), "2 1 0 1");
  EXPECT_EQ(Of(metrics, Metric::kPutRecordsSuccess), "");
}

TEST(MetricsTest, ACallRefusedAsAWholeIsNoTrafficAndNoThrottle) {
  Metrics metrics;
  metrics.PutRefused(kStream, false, Millis(5));
  metrics.PutRefused(kStream, true, Millis(7));
  EXPECT_EQ(Of(metrics, Metric::kPutRecordsSuccess), "1 0 0 0");
  EXPECT_EQ(Of(metrics, Metric::kPutRecordsLatency), "1 5 5 5");
  EXPECT_EQ(Of(metrics, Metric::kPutRecordSuccess), "1 0 0 0");
  EXPECT_EQ(Of(metrics, Metric::kPutRecordLatency), "1 7 7 7");
  EXPECT_EQ(Of(metrics, Metric::kIncomingRecords), "");
  EXPECT_EQ(Of(metrics, Metric::kWriteThroughputExceeded), "");
}

TEST(MetricsTest, AGetRecordsCallIsASampleOfTheStreamAndOfTheShard) {
  Metrics metrics;
  metrics.GetRecords(kStream, kShard, {100, 9'000, Millis(2'500), Millis(2'400), Millis(12)});
  metrics.GetThrottled(kStream, kShard);
  metrics.GetFailed(kStream);
  EXPECT_EQ(Of(metrics, Metric::kGetRecordsRecords), "1 100 100 100");
  EXPECT_EQ(Of(metrics, Metric::kGetRecordsBytes), "1 9000 9000 9000");
  EXPECT_EQ(Of(metrics, Metric::kGetRecordsIteratorAge), "1 2500 2500 2500");
  EXPECT_EQ(Of(metrics, Metric::kGetRecordsLatency), "1 12 12 12");
  EXPECT_EQ(Of(metrics, Metric::kGetRecordsSuccess), "3 1 0 1");
  EXPECT_EQ(Of(metrics, Metric::kReadThroughputExceeded), "2 1 0 1");
  EXPECT_EQ(Of(metrics, Metric::kShardOutgoingRecords), "1 100 100 100");
  EXPECT_EQ(Of(metrics, Metric::kShardOutgoingBytes), "1 9000 9000 9000");
  EXPECT_EQ(Of(metrics, Metric::kShardIteratorAge), "1 2500 2500 2500");
  EXPECT_EQ(Of(metrics, Metric::kShardReadThroughputExceeded), "2 1 0 1");
}

TEST(MetricsTest, TheIteratorAgeOfAReaderThatHasCaughtUpIsZero) {
  Metrics metrics;
  metrics.GetRecords(kStream, kShard, {5, 50, Millis(900), Millis(0), Millis(1)});
  metrics.GetRecords(kStream, kShard, {0, 0, Millis(0), Millis(0), Millis(1)});
  EXPECT_EQ(Of(metrics, Metric::kGetRecordsIteratorAge), "2 0 0 0");
  EXPECT_EQ(Of(metrics, Metric::kShardIteratorAge), "2 0 0 0");
}

TEST(MetricsTest, SubscriptionsAndTheirEventsAreOfTheConsumer) {
  Metrics metrics;
  metrics.SubscribeToShard(kStream, kConsumer, SubscribeOutcome::kSuccess);
  metrics.SubscribeToShard(kStream, kConsumer, SubscribeOutcome::kRateExceeded);
  metrics.SubscribeToShard(kStream, kConsumer, SubscribeOutcome::kFailed);
  metrics.SubscribeToShardEvent(kStream, kConsumer, kShard, {40, 4'000, Millis(70)});
  metrics.SubscribeToShardEvent(kStream, kConsumer, kShard, {2, 200, Millis(0)});
  EXPECT_EQ(Of(metrics, Metric::kSubscribeSuccess), "3 1 0 1");
  EXPECT_EQ(Of(metrics, Metric::kSubscribeRateExceeded), "3 1 0 1");
  EXPECT_EQ(Of(metrics, Metric::kEventRecords), "2 42 2 40");
  EXPECT_EQ(Of(metrics, Metric::kEventBytes), "2 4200 200 4000");
  EXPECT_EQ(Of(metrics, Metric::kEventMillisBehindLatest), "2 70 0 70");
  EXPECT_EQ(Of(metrics, Metric::kEventSuccess), "2 2 1 1");
  EXPECT_EQ(Of(metrics, Metric::kShardOutgoingRecords), "2 42 2 40");
  EXPECT_EQ(Of(metrics, Metric::kShardOutgoingBytes), "2 4200 200 4000");
  EXPECT_EQ(Of(metrics, Metric::kGetRecordsRecords), "") << "what is pushed was not got";
}

TEST(MetricsTest, AShardsSecondAndAReadersBatchAreOne) {
  Metrics metrics;
  metrics.ShardSecond(kStream, kShard, {.records_in = 900, .bytes_in = 90'000, .throttled = 12});
  metrics.Processed(kStream, kShard, kReader, Millis(1'234));
  EXPECT_EQ(Of(metrics, Metric::kShardIncomingRecords), "1 900 900 900");
  EXPECT_EQ(Of(metrics, Metric::kShardIncomingBytes), "1 90000 90000 90000");
  EXPECT_EQ(Of(metrics, Metric::kShardWriteThroughputExceeded), "1 12 12 12");
  EXPECT_EQ(Of(metrics, Metric::kProcessedAge), "1 1234 1234 1234");
}

TEST(MetricsTest, SeriesAreListedSortedAndOnlyThoseWithSamples) {
  Metrics metrics;
  metrics.ShardSecond({1}, {7}, {1, 1, 0});
  metrics.ShardSecond({1}, {2}, {1, 1, 0});
  metrics.GetFailed({1});
  metrics.GetFailed({0});
  metrics.CloseSecond();
  const std::vector<MetricKey> keys = metrics.Keys();
  ASSERT_EQ(keys.size(), 8U);
  EXPECT_EQ(keys[0], (MetricKey{Metric::kGetRecordsSuccess, {0}, {}, 0}));
  EXPECT_EQ(keys[1], (MetricKey{Metric::kGetRecordsSuccess, {1}, {}, 0}));
  EXPECT_EQ(keys[2], (MetricKey{Metric::kShardIncomingBytes, {1}, {2}, 0}));
  EXPECT_EQ(keys[7], (MetricKey{Metric::kShardWriteThroughputExceeded, {1}, {7}, 0}));
}

TEST(MetricsTest, WhatNeverHadASampleHasNoPoints) {
  Metrics metrics;
  for (const MetricInfo& info : MetricTable()) {
    EXPECT_TRUE(metrics.MinutePoints(Key(info.metric)).empty());
    EXPECT_TRUE(metrics.SecondPoints({info.metric, {9}, {9}, 9}).empty());
  }
}

}  // namespace
}  // namespace weir
