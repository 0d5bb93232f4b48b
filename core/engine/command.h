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

using Command = std::variant<CreateStreamCommand, DeleteStreamCommand, SplitShardCommand,
                             MergeShardsCommand, UpdateShardCountCommand, SetRetentionCommand,
                             UpdateStreamModeCommand, PutRecordCommand, SetProducerRateCommand,
                             SetProducerKeysCommand, SetConsumerRateCommand, PauseConsumerCommand,
                             UpdateMaxRecordSizeCommand>;

}  // namespace weir
