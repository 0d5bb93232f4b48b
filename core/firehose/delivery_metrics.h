// CloudWatch's metrics of one delivery stream (namespace AWS/Firehose), by seconds and minutes.
//
// Between two events of a delivery stream nothing of it changes, so the seconds that have passed
// are sampled when the next event comes, or when somebody asks. Nothing reads metrics to decide
// anything: they are in no digest.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"
#include "core/metrics/metric_log.h"
#include "core/view/firehose_view.h"

namespace weir {

enum class DeliveryMetric : uint8_t {
  kIncomingBytes,
  kIncomingRecords,
  kIncomingPutRequests,
  kThrottledRecords,
  kBytesPerSecondLimit,
  kDataReadBytes,
  kDataReadRecords,
  kMillisBehindLatest,
  kThrottledGetRecords,
  kDeliveryBytes,
  kDeliveryRecords,
  kDeliverySuccess,
  kDataFreshness,
  kObjectCount,
  kBackupRecords,
  kExecuteProcessingSuccess,
  kFailedRecords,
  kPartitionCount,
  kPartitionCountExceeded,
};
inline constexpr size_t kDeliveryMetrics =
    static_cast<size_t>(DeliveryMetric::kPartitionCountExceeded) + 1;

struct DeliveryMetricInfo {
  DeliveryMetric metric;
  std::string_view name;  // "*" stands for that of the destination: "DeliveryToS3".
  std::string_view unit;
  bool sums;  // Its usual statistic is the sum, else the greatest.
  std::string_view meaning;
};
const DeliveryMetricInfo& InfoOf(DeliveryMetric metric);
std::string NameOf(DeliveryMetric metric, DestinationKind destination);

// What is sampled: totals since the start, and how it stands. `oldest`: when the oldest record that
// is inside came in; kNever of none.
struct DeliveryReading {
  bool from_stream = false;
  int64_t records_in = 0;
  int64_t bytes_in = 0;
  int64_t put_calls = 0;
  int64_t throttled = 0;
  int64_t bytes_per_second_limit = 0;
  int64_t behind_ms = 0;
  int64_t reads_throttled = 0;
  int64_t delivered = 0;
  int64_t delivered_bytes = 0;
  int64_t objects = 0;
  int64_t attempts_failed = 0;
  int64_t backup_records = 0;
  int64_t transforms = 0;
  int64_t transforms_failed = 0;
  int64_t failed = 0;
  int64_t partitions = 0;
  int64_t partition_overflow = 0;
  Instant oldest = kNever;
};

class DeliveryMetrics {
 public:
  explicit DeliveryMetrics(Instant start) : closed_to_(start) {
    block_ = log_.AddBlock(kDeliveryMetrics);
  }

  // Whether a second has passed before `now`.
  bool Due(Instant now) const { return closed_to_ + Seconds(1) < now; }
  // Closes the full seconds before `now`, or up to it; `reading` has not changed since the last
  // event.
  void CatchUp(Instant now, bool including, const DeliveryReading& reading);

  std::vector<LogPoint> SecondPoints(DeliveryMetric metric) const;
  std::vector<LogPoint> MinutePoints(DeliveryMetric metric) const;
  StatisticSet Total(DeliveryMetric metric) const;
  const MetricLog& log() const { return log_; }

 private:
  void Sample(const DeliveryReading& reading);
  SeriesIndex SeriesOf(DeliveryMetric metric) const {
    return log_.FirstOf(block_) + static_cast<SeriesIndex>(metric);
  }

  Instant closed_to_;
  DeliveryReading before_;
  MetricLog log_;
  BlockIndex block_ = 0;
};

}  // namespace weir
