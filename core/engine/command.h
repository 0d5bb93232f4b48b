// What a person, a scenario or an API call does to a running engine. Every command is journaled.
//
// Commands name things as a person does, so that a journal can be read; names are resolved when the
// command is applied. A refused command changes nothing and says why.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "core/base/time.h"
#include "core/model/hash_key.h"
#include "core/model/ids.h"
#include "core/producer/workload_spec.h"
#include "core/stream/stream.h"

namespace weir {

struct CreateStreamCommand {
  StreamSettings settings;
};
struct DeleteStreamCommand {
  std::string stream;
};
struct SplitShardCommand {
  std::string stream;
  ShardIndex shard;
  std::optional<HashKey> new_starting;  // None: the middle of the shard's range.
};
struct MergeShardsCommand {
  std::string stream;
  ShardIndex shard;
  ShardIndex adjacent;
};
struct UpdateShardCountCommand {
  std::string stream;
  int64_t target = 1;
};
struct SetRetentionCommand {
  std::string stream;
  Duration retention = Hours(24);
};
struct UpdateStreamModeCommand {
  std::string stream;
  StreamMode mode = StreamMode::kOnDemand;
};
struct UpdateMaxRecordSizeCommand {
  std::string stream;
  int64_t max_record_size_kib = 1'024;
};
// A record with real bytes from outside the workload: typed into the page, or put by a client.
struct PutRecordCommand {
  std::string stream;
  std::string partition_key;
  std::string data;
  std::optional<HashKey> explicit_hash_key;
};
struct SetProducerRateCommand {
  std::string producer;
  Rate rate;  // Replaces the arrival shape by a constant one.
};
struct SetProducerKeysCommand {
  std::string producer;
  KeySpec keys;
};
struct SetConsumerRateCommand {
  std::string consumer;
  int64_t records_per_second = 0;  // 0: no limit.
};
struct PauseConsumerCommand {
  std::string consumer;
  bool paused = true;
};

// --- Of consumers of kind "kcl". A worker is named by its number: 0, 1, 2, ... ---
struct AddWorkerCommand {
  std::string consumer;
  int64_t count = 1;
};
// Checkpoints what it has processed and leaves; its leases expire.
struct RemoveWorkerCommand {
  std::string consumer;
  uint32_t worker = 0;
};
struct CrashWorkerCommand {
  std::string consumer;
  uint32_t worker = 0;
  std::optional<Duration> restart_after;  // None: it stays down.
};
// As by a long garbage collection: nothing happens in it, and it does not know.
struct PauseWorkerCommand {
  std::string consumer;
  uint32_t worker = 0;
  Duration length;
};
struct SlowWorkerCommand {
  std::string consumer;
  uint32_t worker = 0;
  std::optional<int64_t> records_per_second;  // None: as the others again. 0: no limit.
};
// A rolling restart, one worker after the other.
struct DeployWorkersCommand {
  std::string consumer;
  Duration down = Seconds(5);
  Duration gap = Seconds(30);  // From one that is up again to the next that goes down.
};
struct SkewClockCommand {
  std::string consumer;
  uint32_t worker = 0;
  Duration ahead;  // Of the true time; negative where it is behind.
};
struct ThrottleLeaseTableCommand {
  std::string consumer;
  Duration length;
};

// --- Of delivery streams. ---
struct DeleteDeliveryStreamCommand {
  std::string delivery_stream;
};
// UpdateDestination of the API; what is not given stays.
struct UpdateDestinationCommand {
  std::string delivery_stream;
  std::optional<int64_t> current_version;  // None: whichever it is.
  std::optional<int64_t> buffer_bytes;
  std::optional<Duration> buffer_interval;
};
// A fault of where it delivers to, or its end.
struct SetDestinationCommand {
  std::string delivery_stream;
  bool backup = false;  // The bucket of the error output and of backups, where it is another one.
  bool down = true;
  bool times_out = false;  // It carries out what it is asked, and nobody hears of it.
};

using Command =
    std::variant<CreateStreamCommand, DeleteStreamCommand, SplitShardCommand, MergeShardsCommand,
                 UpdateShardCountCommand, SetRetentionCommand, UpdateStreamModeCommand,
                 PutRecordCommand, SetProducerRateCommand, SetProducerKeysCommand,
                 SetConsumerRateCommand, PauseConsumerCommand, UpdateMaxRecordSizeCommand,
                 AddWorkerCommand, RemoveWorkerCommand, CrashWorkerCommand, PauseWorkerCommand,
                 SlowWorkerCommand, DeployWorkersCommand, SkewClockCommand,
                 ThrottleLeaseTableCommand, DeleteDeliveryStreamCommand, UpdateDestinationCommand,
                 SetDestinationCommand>;

}  // namespace weir
