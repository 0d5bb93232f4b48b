// The CloudWatch metrics of Kinesis Data Streams, once: name, unit, dimensions, meaning.
//
// Source of names, units and dimensions: developer guide, "Monitoring with CloudWatch" (namespace
// AWS/Kinesis) and the ShardLevelMetrics of EnableEnhancedMonitoring. The deprecated
// GetRecords.IteratorAge and PutRecords.Records are not kept: other rows say the same. What is not
// CloudWatch's begins with "Weir.".
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

// One level after the other: a level's metrics are a run.
enum class Metric : uint8_t {
  kGetRecordsBytes,
  kGetRecordsIteratorAge,
  kGetRecordsLatency,
  kGetRecordsRecords,
  kGetRecordsSuccess,
  kIncomingBytes,
  kIncomingRecords,
  kPutRecordBytes,
  kPutRecordLatency,
  kPutRecordSuccess,
  kPutRecordsBytes,
  kPutRecordsLatency,
  kPutRecordsSuccess,
  kPutRecordsTotalRecords,
  kPutRecordsSuccessfulRecords,
  kPutRecordsFailedRecords,
  kPutRecordsThrottledRecords,
  kReadThroughputExceeded,
  kWriteThroughputExceeded,
  // Of a registered consumer.
  kSubscribeRateExceeded,
  kSubscribeSuccess,
  kEventBytes,
  kEventMillisBehindLatest,
  kEventRecords,
  kEventSuccess,
  // Of a shard.
  kShardIncomingBytes,
  kShardIncomingRecords,
  kShardIteratorAge,
  kShardOutgoingBytes,
  kShardOutgoingRecords,
  kShardReadThroughputExceeded,
  kShardWriteThroughputExceeded,
  // Of a shard and an application that reads it. Ours.
  kProcessedAge,
};
inline constexpr size_t kMetrics = static_cast<size_t>(Metric::kProcessedAge) + 1;

// What the dimensions of a metric are.
enum class MetricLevel : uint8_t {
  kStream,    // StreamName
  kConsumer,  // StreamName, ConsumerName: enhanced fan-out
  kShard,     // StreamName, ShardId: enhanced monitoring
  kReader,    // StreamName, ShardId, Weir.Consumer: a consumer of the scenario
};
inline constexpr size_t kMetricLevels = 4;

// The first metric of each level; the others of it follow.
inline constexpr std::array<Metric, kMetricLevels> kFirstMetricOf{
    Metric::kGetRecordsBytes, Metric::kSubscribeRateExceeded, Metric::kShardIncomingBytes,
    Metric::kProcessedAge};

constexpr Metric FirstOf(MetricLevel level) { return kFirstMetricOf[static_cast<size_t>(level)]; }
constexpr MetricLevel LevelOf(Metric metric) {
  size_t level = kMetricLevels - 1;
  while (metric < kFirstMetricOf[level]) --level;
  return static_cast<MetricLevel>(level);
}
// How many a level has.
constexpr size_t CountOf(MetricLevel level) {
  const size_t next = static_cast<size_t>(level) + 1;
  const size_t end = next < kMetricLevels ? static_cast<size_t>(kFirstMetricOf[next]) : kMetrics;
  return end - static_cast<size_t>(FirstOf(level));
}

enum class MetricUnit : uint8_t { kBytes, kCount, kMilliseconds };

// CloudWatch's own names of what a period can be asked for.
enum class Statistic : uint8_t { kSum, kAverage, kMinimum, kMaximum, kSampleCount };
inline constexpr size_t kStatistics = 5;

struct MetricInfo {
  Metric metric;
  std::string_view name;  // The same name may stand at two levels.
  MetricUnit unit;
  MetricLevel level;
  Statistic usual;          // What one looks at first.
  std::string_view sample;  // What one sample is taken of.
  std::string_view meaning;
};

// By Metric.
std::span<const MetricInfo> MetricTable();
const MetricInfo& InfoOf(Metric metric);

std::string_view NameOf(MetricUnit unit);
std::string_view NameOf(Statistic statistic);
// "StreamName, ShardId".
std::string_view DimensionsOf(MetricLevel level);

// Every name once, in the order of the table.
std::vector<std::string> MetricNames();

}  // namespace weir
