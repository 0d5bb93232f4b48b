#include "core/metrics/metric.h"

#include <algorithm>
#include <array>

namespace weir {
namespace {

constexpr MetricUnit kB = MetricUnit::kBytes;
constexpr MetricUnit kN = MetricUnit::kCount;
constexpr MetricUnit kMs = MetricUnit::kMilliseconds;
constexpr MetricLevel kOfStream = MetricLevel::kStream;
constexpr MetricLevel kOfConsumer = MetricLevel::kConsumer;
constexpr MetricLevel kOfShard = MetricLevel::kShard;
constexpr MetricLevel kOfReader = MetricLevel::kReader;
constexpr Statistic kSum = Statistic::kSum;
constexpr Statistic kAverage = Statistic::kAverage;
constexpr Statistic kMaximum = Statistic::kMaximum;

constexpr std::string_view kGet = "a GetRecords call";
constexpr std::string_view kPut = "a put call";
constexpr std::string_view kPutOne = "a PutRecord call";
constexpr std::string_view kPutMany = "a PutRecords call";
constexpr std::string_view kSubscribe = "a SubscribeToShard call";
constexpr std::string_view kEvent = "an event pushed";
// A record's shard is known only while it is put, and nothing may be done a record.
constexpr std::string_view kSecond = "a second";
constexpr std::string_view kRead = "a GetRecords call or an event pushed";

constexpr std::array<MetricInfo, kMetrics> kTable{{
    {Metric::kGetRecordsBytes, "GetRecords.Bytes", kB, kOfStream, kSum, kGet, "bytes returned"},
    {Metric::kGetRecordsIteratorAge, "GetRecords.IteratorAgeMilliseconds", kMs, kOfStream, kMaximum,
     kGet, "age of the last record returned; 0 when the reader has caught up"},
    {Metric::kGetRecordsLatency, "GetRecords.Latency", kMs, kOfStream, kAverage, kGet,
     "time the call took"},
    {Metric::kGetRecordsRecords, "GetRecords.Records", kN, kOfStream, kSum, kGet,
     "records returned"},
    {Metric::kGetRecordsSuccess, "GetRecords.Success", kN, kOfStream, kAverage, kGet,
     "1 for a call that succeeded, 0 for one that did not"},
    {Metric::kIncomingBytes, "IncomingBytes", kB, kOfStream, kSum, kPut,
     "bytes accepted, partition keys with them"},
    {Metric::kIncomingRecords, "IncomingRecords", kN, kOfStream, kSum, kPut, "records accepted"},
    {Metric::kPutRecordBytes, "PutRecord.Bytes", kB, kOfStream, kSum, kPutOne, "bytes accepted"},
    {Metric::kPutRecordLatency, "PutRecord.Latency", kMs, kOfStream, kAverage, kPutOne,
     "time the call took"},
    {Metric::kPutRecordSuccess, "PutRecord.Success", kN, kOfStream, kAverage, kPutOne,
     "1 for a call that succeeded, 0 for one that did not"},
    {Metric::kPutRecordsBytes, "PutRecords.Bytes", kB, kOfStream, kSum, kPutMany, "bytes accepted"},
    {Metric::kPutRecordsLatency, "PutRecords.Latency", kMs, kOfStream, kAverage, kPutMany,
     "time the call took"},
    {Metric::kPutRecordsSuccess, "PutRecords.Success", kN, kOfStream, kAverage, kPutMany,
     "1 for a call of which at least one record was accepted, 0 for another"},
    {Metric::kPutRecordsTotalRecords, "PutRecords.TotalRecords", kN, kOfStream, kSum, kPutMany,
     "records sent"},
    {Metric::kPutRecordsSuccessfulRecords, "PutRecords.SuccessfulRecords", kN, kOfStream, kSum,
     kPutMany, "records accepted"},
    {Metric::kPutRecordsFailedRecords, "PutRecords.FailedRecords", kN, kOfStream, kSum, kPutMany,
     "records refused for an internal failure"},
    {Metric::kPutRecordsThrottledRecords, "PutRecords.ThrottledRecords", kN, kOfStream, kSum,
     kPutMany, "records refused by a limit"},
    {Metric::kReadThroughputExceeded, "ReadProvisionedThroughputExceeded", kN, kOfStream, kSum,
     kGet, "1 for a call that was throttled, 0 for one that was not"},
    {Metric::kWriteThroughputExceeded, "WriteProvisionedThroughputExceeded", kN, kOfStream, kSum,
     kPut, "records throttled"},
    {Metric::kSubscribeRateExceeded, "SubscribeToShard.RateExceeded", kN, kOfConsumer, kSum,
     kSubscribe, "1 for a call refused: too many a second, or subscribed already"},
    {Metric::kSubscribeSuccess, "SubscribeToShard.Success", kN, kOfConsumer, kAverage, kSubscribe,
     "1 for a call that succeeded, 0 for one that did not"},
    {Metric::kEventBytes, "SubscribeToShardEvent.Bytes", kB, kOfConsumer, kSum, kEvent,
     "bytes pushed"},
    {Metric::kEventMillisBehindLatest, "SubscribeToShardEvent.MillisBehindLatest", kMs, kOfConsumer,
     kMaximum, kEvent, "age of the first record not yet pushed; 0 at the tip"},
    {Metric::kEventRecords, "SubscribeToShardEvent.Records", kN, kOfConsumer, kSum, kEvent,
     "records pushed"},
    {Metric::kEventSuccess, "SubscribeToShardEvent.Success", kN, kOfConsumer, kAverage, kEvent,
     "1 for an event that was delivered, 0 for one that was not"},
    {Metric::kShardIncomingBytes, "IncomingBytes", kB, kOfShard, kSum, kSecond, "bytes accepted"},
    {Metric::kShardIncomingRecords, "IncomingRecords", kN, kOfShard, kSum, kSecond,
     "records accepted"},
    {Metric::kShardIteratorAge, "IteratorAgeMilliseconds", kMs, kOfShard, kMaximum, kGet,
     "age of the last record returned; 0 when the reader has caught up"},
    {Metric::kShardOutgoingBytes, "OutgoingBytes", kB, kOfShard, kSum, kRead, "bytes given out"},
    {Metric::kShardOutgoingRecords, "OutgoingRecords", kN, kOfShard, kSum, kRead,
     "records given out, once for every reader"},
    {Metric::kShardReadThroughputExceeded, "ReadProvisionedThroughputExceeded", kN, kOfShard, kSum,
     kGet, "1 for a call that was throttled, 0 for one that was not"},
    {Metric::kShardWriteThroughputExceeded, "WriteProvisionedThroughputExceeded", kN, kOfShard,
     kSum, kSecond, "records throttled"},
    {Metric::kProcessedAge, "Weir.IteratorAgeMilliseconds", kMs, kOfReader, kMaximum,
     "a batch processed", "age of the last record of the batch when it had been processed"},
}};

constexpr bool InOrder() {
  for (size_t i = 0; i < kTable.size(); ++i) {
    if (static_cast<size_t>(kTable[i].metric) != i) return false;
    if (kTable[i].level != LevelOf(kTable[i].metric)) return false;
  }
  return true;
}
static_assert(InOrder(), "a metric's row is at its place, and levels are runs");

}  // namespace

std::span<const MetricInfo> MetricTable() { return kTable; }

const MetricInfo& InfoOf(Metric metric) { return kTable[static_cast<size_t>(metric)]; }

std::string_view NameOf(MetricUnit unit) {
  switch (unit) {
    case MetricUnit::kBytes:
      return "Bytes";
    case MetricUnit::kCount:
      return "Count";
    case MetricUnit::kMilliseconds:
      return "Milliseconds";
  }
  return "None";
}

std::string_view NameOf(Statistic statistic) {
  switch (statistic) {
    case Statistic::kSum:
      return "Sum";
    case Statistic::kAverage:
      return "Average";
    case Statistic::kMinimum:
      return "Minimum";
    case Statistic::kMaximum:
      return "Maximum";
    case Statistic::kSampleCount:
      return "SampleCount";
  }
  return "None";
}

std::string_view DimensionsOf(MetricLevel level) {
  switch (level) {
    case MetricLevel::kStream:
      return "StreamName";
    case MetricLevel::kConsumer:
      return "StreamName, ConsumerName";
    case MetricLevel::kShard:
      return "StreamName, ShardId";
    case MetricLevel::kReader:
      return "StreamName, ShardId, Weir.Consumer";
  }
  return "";
}

std::vector<std::string> MetricNames() {
  std::vector<std::string> names;
  for (const MetricInfo& info : kTable) {
    if (std::ranges::find(names, info.name) == names.end()) names.emplace_back(info.name);
  }
  return names;
}

}  // namespace weir
