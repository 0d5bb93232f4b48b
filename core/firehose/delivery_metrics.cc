#include "core/firehose/delivery_metrics.h"

#include <algorithm>
#include <array>

#include "core/base/text.h"
#include "core/firehose/destination.h"

namespace weir {
namespace {

using Metric = DeliveryMetric;

constexpr std::array<DeliveryMetricInfo, kDeliveryMetrics> kTable{{
    {Metric::kIncomingBytes, "IncomingBytes", "Bytes", true, "data that came in"},
    {Metric::kIncomingRecords, "IncomingRecords", "Count", true, "records that came in"},
    {Metric::kIncomingPutRequests, "IncomingPutRequests", "Count", true,
     "PutRecord and PutRecordBatch calls"},
    {Metric::kThrottledRecords, "ThrottledRecords", "Count", true,
     "records that were told to slow down"},
    {Metric::kBytesPerSecondLimit, "BytesPerSecondLimit", "Bytes", false,
     "the quota of Direct PUT as it stands"},
    {Metric::kDataReadBytes, "DataReadFromKinesisStream.Bytes", "Bytes", true,
     "data read from the source"},
    {Metric::kDataReadRecords, "DataReadFromKinesisStream.Records", "Count", true,
     "records read from the source"},
    {Metric::kMillisBehindLatest, "KinesisMillisBehindLatest", "Milliseconds", false,
     "how far the last read was behind the tip of the stream"},
    {Metric::kThrottledGetRecords, "ThrottledGetRecords", "Count", true,
     "reads of the source that were refused"},
    {Metric::kDeliveryBytes, "*.Bytes", "Bytes", true, "data delivered, before compression"},
    {Metric::kDeliveryRecords, "*.Records", "Count", true, "records delivered"},
    {Metric::kDeliverySuccess, "*.Success", "Count", false,
     "1 of a delivery that succeeded, 0 of one that failed"},
    {Metric::kDataFreshness, "*.DataFreshness", "Seconds", false,
     "age in Firehose of the oldest record that is still inside"},
    {Metric::kObjectCount, "*.ObjectCount", "Count", true, "objects delivered"},
    {Metric::kBackupRecords, "BackupToS3.Records", "Count", true,
     "source records written to the backup"},
    {Metric::kExecuteProcessingSuccess, "ExecuteProcessing.Success", "Count", false,
     "1 of an invocation that succeeded, 0 of one that failed"},
    {Metric::kFailedRecords, "Weir.ErrorOutput.Records", "Count", true,
     "ours: records written to the error output"},
    {Metric::kPartitionCount, "PartitionCount", "Count", false, "active partitions"},
    {Metric::kPartitionCountExceeded, "PartitionCountExceeded", "Count", false,
     "1 while there are more partitions than may be active"},
}};

constexpr bool InOrder() {
  for (size_t i = 0; i < kTable.size(); ++i) {
    if (static_cast<size_t>(kTable[i].metric) != i) return false;
  }
  return true;
}
static_assert(InOrder(), "a metric's row is at its place");

constexpr int64_t kSecond = 1'000'000;

// Of `ok` samples of 1 and `bad` samples of 0.
StatisticSet Outcomes(int64_t ok, int64_t bad) {
  return {ok + bad, ok, bad > 0 ? 0 : 1, ok > 0 ? 1 : 0};
}

}  // namespace

const DeliveryMetricInfo& InfoOf(DeliveryMetric metric) {
  return kTable[static_cast<size_t>(metric)];
}

std::string NameOf(DeliveryMetric metric, DestinationKind destination) {
  const std::string_view name = InfoOf(metric).name;
  if (name[0] != '*') return std::string(name);
  return StrCat({RowOf(destination).metric_word, name.substr(1)});
}

void DeliveryMetrics::CatchUp(Instant now, bool including, const DeliveryReading& reading) {
  for (;;) {
    const Instant end = closed_to_ + Micros(kSecond);
    if (end > now || (end == now && !including)) return;
    closed_to_ = end;
    Sample(reading);
    log_.CloseSecond();
  }
}

void DeliveryMetrics::Sample(const DeliveryReading& now) {
  StatisticSet* sets = log_.Open(block_);
  const auto add = [&](Metric metric, int64_t value) {
    sets[static_cast<size_t>(metric)].Add(value);
  };
  const auto grown = [&](Metric metric, int64_t after, int64_t before) {
    if (after > before) add(metric, after - before);
  };
  const Metric records = now.from_stream ? Metric::kDataReadRecords : Metric::kIncomingRecords;
  grown(records, now.records_in, before_.records_in);
  grown(now.from_stream ? Metric::kDataReadBytes : Metric::kIncomingBytes, now.bytes_in,
        before_.bytes_in);
  if (now.from_stream) {
    add(Metric::kMillisBehindLatest, now.behind_ms);
    grown(Metric::kThrottledGetRecords, now.reads_throttled, before_.reads_throttled);
  } else {
    grown(Metric::kIncomingPutRequests, now.put_calls, before_.put_calls);
    grown(Metric::kThrottledRecords, now.throttled, before_.throttled);
    add(Metric::kBytesPerSecondLimit, now.bytes_per_second_limit);
  }
  grown(Metric::kDeliveryBytes, now.delivered_bytes, before_.delivered_bytes);
  grown(Metric::kDeliveryRecords, now.delivered, before_.delivered);
  const auto outcomes = [&](Metric metric, int64_t ok, int64_t bad) {
    if (ok + bad > 0) sets[static_cast<size_t>(metric)].Add(Outcomes(ok, bad));
  };
  outcomes(Metric::kDeliverySuccess, now.objects - before_.objects,
           now.attempts_failed - before_.attempts_failed);
  const int64_t threw = now.transforms_failed - before_.transforms_failed;
  const int64_t called = now.transforms - before_.transforms;
  outcomes(Metric::kExecuteProcessingSuccess, std::max<int64_t>(called - threw, 0), threw);
  if (now.oldest != kNever) {
    add(Metric::kDataFreshness, (closed_to_ - now.oldest).micros / kSecond);
  }
  grown(Metric::kObjectCount, now.objects, before_.objects);
  grown(Metric::kBackupRecords, now.backup_records, before_.backup_records);
  grown(Metric::kFailedRecords, now.failed, before_.failed);
  if (now.partitions > 0) add(Metric::kPartitionCount, now.partitions);
  if (now.partition_overflow > before_.partition_overflow) {
    add(Metric::kPartitionCountExceeded, 1);
  }
  before_ = now;
}

std::vector<LogPoint> DeliveryMetrics::SecondPoints(DeliveryMetric metric) const {
  return log_.SecondPoints(SeriesOf(metric));
}

std::vector<LogPoint> DeliveryMetrics::MinutePoints(DeliveryMetric metric) const {
  return log_.MinutePoints(SeriesOf(metric));
}

StatisticSet DeliveryMetrics::Total(DeliveryMetric metric) const {
  return log_.Total(SeriesOf(metric));
}

}  // namespace weir
