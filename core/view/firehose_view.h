// What a front end may know of a delivery stream: copied, sorted, bounded.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/time.h"
#include "core/model/ids.h"

namespace weir {

enum class DeliveryStreamStatus : uint8_t {
  kCreating,
  kCreatingFailed,
  kActive,
  kDeleting,
  kDeletingFailed,
  kDeleted  // Ours: the service no longer knows it.
};

constexpr const char* DeliveryStreamStatusName(DeliveryStreamStatus status) {
  switch (status) {
    case DeliveryStreamStatus::kCreating:
      return "CREATING";
    case DeliveryStreamStatus::kCreatingFailed:
      return "CREATING_FAILED";
    case DeliveryStreamStatus::kActive:
      return "ACTIVE";
    case DeliveryStreamStatus::kDeleting:
      return "DELETING";
    case DeliveryStreamStatus::kDeletingFailed:
      return "DELETING_FAILED";
    case DeliveryStreamStatus::kDeleted:
      return "DELETED";
  }
  return "?";
}

enum class DestinationKind : uint8_t {
  kS3,
  kRedshift,
  kOpenSearch,
  kOpenSearchServerless,
  kSplunk,
  kHttpEndpoint,
  kSnowflake,
  kIceberg
};

// Why a buffer was flushed.
enum class FlushCause : uint8_t { kSize, kInterval, kZeroBuffering };

// What an object holds, and so under which prefix it lies. The names are those of
// !{firehose:error-output-type}.
enum class OutputType : uint8_t {
  kData,
  kSourceBackup,
  kProcessingFailed,
  kDeliveryFailed,  // "splunk-failed" and the like, by the destination.
};

// An object in a bucket, or what was handed to a destination that keeps no objects.
struct DeliveredObjectView {
  int64_t number = 0;  // 0, 1, 2, ... in the order of delivery.
  OutputType type = OutputType::kData;
  bool to_bucket = true;   // In the bucket; else handed to the destination.
  uint32_t lane = 0;       // The shard of the source, or the place among the buffers of Direct PUT.
  std::string partition;   // Of dynamic partitioning.
  int64_t version = 1;     // Of the delivery stream's configuration, as its name says.
  Instant oldest_arrival;  // What its name tells.
  Instant delivered_at;
  int64_t records = 0;
  int64_t bytes = 0;  // Before compression.
  int64_t attempts = 1;
  FlushCause cause = FlushCause::kInterval;
};

// A buffer that has something in it.
struct DeliveryBufferView {
  OutputType type = OutputType::kData;
  uint32_t lane = 0;
  std::string partition;
  int64_t records = 0;
  int64_t bytes = 0;
  int64_t bytes_max = 0;  // Its size hint, or what it has grown to.
  Instant entered_at;     // Its first record.
  Instant due_at;         // When its interval is over.
};

// Everything counts records as they are inside: aggregated ones opened, split ones split.
//   records_in + records_split = delivered + failed + dropped + expired + discarded + waiting
struct DeliveryStreamView {
  DeliveryStreamId id;
  std::string name;
  DeliveryStreamStatus status = DeliveryStreamStatus::kActive;
  std::optional<StreamId> source;  // None: Direct PUT.
  DestinationKind destination = DestinationKind::kS3;
  bool destination_down = false;
  bool backup_down = false;
  int64_t version = 1;
  int64_t records_in = 0;
  int64_t bytes_in = 0;
  int64_t records_split = 0;  // More by de-aggregation than came in.
  int64_t throttled = 0;      // By Direct PUT; a record refused twice counts twice.
  int64_t put_calls = 0;
  int64_t refused_calls = 0;
  int64_t quota_bytes_per_second = 0;  // Of Direct PUT.
  int64_t quota_raises = 0;
  int64_t delivered = 0;  // To the destination.
  int64_t delivered_bytes = 0;
  int64_t objects = 0;        // Of data.
  int64_t failed = 0;         // In error output.
  int64_t error_objects = 0;  // That hold them.
  int64_t backup_objects = 0;
  int64_t backup_records = 0;  // Copies of source records; they count nowhere else.
  int64_t dropped = 0;         // By the transformation.
  int64_t expired = 0;         // Lost: undelivered for too long.
  int64_t discarded = 0;       // Lost: the delivery stream was deleted.
  int64_t waiting = 0;         // In buffers, functions and deliveries.
  int64_t waiting_bytes = 0;
  int64_t delivered_twice = 0;  // Records of attempts that failed only as far as Firehose knows.
  int64_t attempts_failed = 0;
  int64_t flushed_by_size = 0;
  int64_t flushed_by_interval = 0;
  Duration freshness;  // Age in Firehose of the oldest record that is still inside; 0 of none.
  Duration behind;     // Of a stream source: the greatest of its shards.
  int64_t reads_throttled = 0;
  int64_t active_partitions = 0;
  int64_t active_partitions_max = 0;
  int64_t partition_overflow = 0;  // Records beyond kActivePartitionsMax.
  int64_t buffer_bytes_max = 0;    // The greatest size that a buffer has grown to.
  int64_t transforms = 0;          // Invocations.
  int64_t transforms_failed = 0;
  int64_t kib_billed = 0;                   // Each record rounded up to 5 KB.
  std::vector<DeliveryBufferView> buffers;  // At most kBuffersShown.
  std::vector<DeliveredObjectView> last;    // The last kObjectsShown, oldest first.
};

}  // namespace weir
