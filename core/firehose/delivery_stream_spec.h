// A delivery stream, as a scenario or CreateDeliveryStream describes it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/firehose/destination.h"
#include "core/model/ids.h"
#include "core/model/limits_firehose.h"

namespace weir {

class Processors;

// Where to, how much at once, and how well it answers.
struct DestinationSpec {
  DestinationKind kind = DestinationKind::kS3;
  BufferingHints hints{5 * kMebibyte, Seconds(300)};
  Duration retry_for = {};  // Of all but S3.
  Duration latency_min = Millis(80);
  Duration latency_max = Millis(400);
  Duration response_timeout = Seconds(30);
  // Of a thousand attempts: how many fail, and how many are carried out and never answered, so that
  // Firehose tries again and delivers twice.
  int64_t errors = 0;
  int64_t lost_answers = 0;
};

// Backup to a bucket: of what a destination would not take, or of every source record.
enum class BackupMode : uint8_t { kFailedOnly, kAll };
struct BackupSpec {
  BackupMode mode = BackupMode::kFailedOnly;
  BufferingHints hints{5 * kMebibyte, Seconds(300)};
};

// A function that is modelled by what comes of its records, in thousandths of them.
struct TransformSpec {
  BufferingHints hints{kTransformBufferBytesDefault, kTransformIntervalDefault};
  int64_t retries = kTransformRetriesDefault;
  Duration duration_min = Millis(100);
  Duration duration_max = Millis(400);
  int64_t dropped = 0;         // "Dropped".
  int64_t failed = 0;          // "ProcessingFailed".
  int64_t errors = 0;          // Of a thousand invocations: the function throws.
  int64_t size_percent = 100;  // Of what is "Ok": how long it is afterwards.
  Duration timeout = Minutes(1);
};

enum class PartitionByKind : uint8_t { kNone, kKey };

struct DeliveryStreamSpec {
  std::string name;
  std::optional<StreamId> source;  // None: Direct PUT.
  Ruleset rules = Ruleset::kToday;
  DirectPutQuota quota = kDirectPutQuotaLarge;
  bool auto_raise = true;
  int64_t ingest_shards = kIngestShardsDefault;
  DestinationSpec destination;
  BackupSpec backup;
  std::optional<TransformSpec> transform;
  PartitionByKind partition_by = PartitionByKind::kNone;
  // Of objects; checked when the scenario is read.
  std::string prefix;
  std::string error_output_prefix;
  std::string compression = "UNCOMPRESSED";
  std::string file_extension;
  std::string time_zone = "UTC";
  std::shared_ptr<const Processors> processors;  // None: records are delivered as they came.

  bool partitions() const { return partition_by != PartitionByKind::kNone; }
};

// The errors of CreateDeliveryStream, in the service's words where it has some.
Result<void> ValidateDeliveryStream(const DeliveryStreamSpec& spec);

}  // namespace weir
