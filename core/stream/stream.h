// A stream: shards that divide the hash space, one retention period, one status.
//
// Resharding never moves a record. A split or merge closes shards and opens children; children get
// the next shard numbers, and the closed parents stay readable until their records expire:
//
//   0 |------------ shard 0 ------------|----------- shard 1 -----------| 2^128 - 1
//      split:  | shard 2   |  shard 3   |
//                            merge:     |  (3 and 1)  ->  shard 4       |
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/digest.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/model/ids.h"
#include "core/model/record.h"
#include "core/model/stream_status.h"
#include "core/stream/charges.h"
#include "core/stream/fan_out.h"
#include "core/stream/on_demand.h"
#include "core/stream/reshard.h"
#include "core/stream/router.h"
#include "core/stream/shard.h"

namespace weir {

struct StreamSettings {
  std::string name;
  int64_t shard_count = 1;  // On-demand: what it starts with, 4 unless said otherwise.
  Duration retention = Hours(24);
  int64_t max_record_size_kib = 1'024;
  StreamMode mode = StreamMode::kProvisioned;
};

// What a PutRecords call is refused for as a whole, or nothing. The texts are the service's.
Result<void> ValidateSettings(const StreamSettings& settings);

class Stream {
 public:
  // `settings` are valid. CREATING until kCreateStreamDelay later.
  Stream(Instant now, StreamSettings settings);

  // --- Data plane. The stream is readable and writable in ACTIVE and UPDATING. ---

  // Errors that refuse the whole request: kResourceNotFound (not yet or no longer there),
  // kInvalidArgument and kValidation (an entry is malformed or too large). Otherwise every entry is
  // tried, and `results` (as many as `entries`) says which were throttled.
  Result<void> PutRecords(Instant now, std::span<const PutRecordsEntry> entries,
                          std::span<PutRecordsResultEntry> results);
  // The same for records of a simulation, whose keys were hashed once for the whole run. Those that
  // were throttled are appended to `throttled`, in the order of the call.
  Result<void> PutSynthetic(Instant now, ProducerId producer,
                            std::span<const SyntheticRecord> records,
                            std::vector<ThrottledEntry>& throttled);

  // --- Control plane. Errors: kResourceInUse when not ACTIVE, kInvalidArgument, kValidation,
  // kLimitExceeded. The change is made kReshardDelay later. ---
  Result<void> SplitShard(Instant now, ShardIndex shard, HashKey new_starting);
  Result<void> MergeShards(Instant now, ShardIndex shard, ShardIndex adjacent);
  Result<void> UpdateShardCount(Instant now, int64_t target);
  Result<void> SetRetention(Instant now, Duration retention);
  // The number of shards stays as it is at the switch.
  Result<void> UpdateStreamMode(Instant now, StreamMode mode);
  // Takes effect at once: larger or smaller records, and with them the write tank of every shard.
  Result<void> UpdateMaxRecordSize(Instant now, int64_t kib);
  Result<void> Delete(Instant now);

  // When the status changes next; kNever when nothing is under way.
  Instant next_status_at() const { return next_status_at_; }
  // Carries out what is due at `now`.
  void AdvanceStatus(Instant now);

  // When an on-demand stream looks at its load next; kNever for a provisioned one.
  Instant next_look_at() const { return scaler_ ? scaler_->next_look_at() : kNever; }
  // Looks, and splits what has to be split. The stream stays ACTIVE meanwhile.
  void LookAtLoad(Instant now);

  // Drops what retention has passed. Returns how many records.
  int64_t Trim(Instant now);
  // The oldest arrival still retained, for knowing when a Trim can do anything; kNever when empty.
  Instant oldest_arrival() const;

  bool available() const {
    return status_ == StreamStatus::kActive || status_ == StreamStatus::kUpdating;
  }
  StreamStatus status() const { return status_; }
  const StreamSettings& settings() const { return settings_; }
  Duration retention() const { return settings_.retention; }
  const std::vector<Shard>& shards() const { return shards_; }
  Shard& shard(ShardIndex i) { return shards_[i.index()]; }
  const Shard& shard(ShardIndex i) const { return shards_[i.index()]; }
  const Router& router() const { return router_; }
  FanOut& fan_out() { return fan_out_; }
  const FanOut& fan_out() const { return fan_out_; }
  // What is paid for. It follows from the log and decides nothing: no part of the digest.
  const Charges& charges() const { return charges_; }
  void ChargeRead(int64_t bytes, int64_t late_bytes) {
    charges_.read_bytes += bytes;
    charges_.read_late_bytes += late_bytes;
  }
  void ChargePush(int64_t bytes) { charges_.pushed_bytes += bytes; }
  // Counts the changes of the set of shards, so that a reader notices new ones in O(1).
  uint32_t shards_version() const { return shards_version_; }
  std::vector<ShardIndex> ChildrenOf(ShardIndex parent) const;

  void AddTo(Digest& digest) const;

 private:
  Result<void> CheckActive() const;
  Result<void> CheckOpen(ShardIndex shard) const;
  Result<void> ValidateEntry(const PutRecordsEntry& entry) const;
  Result<void> ValidateRequest(std::span<const PutRecordsEntry> entries) const;
  void OpenShard(Instant now, HashKeyRange range, ShardLineage lineage);
  void RebuildRouter();
  void ApplyReshardRound(Instant now);
  void Split(Instant now, const SplitStep& split);
  Result<void> CheckProvisioned(const char* operation) const;

  StreamSettings settings_;
  StreamStatus status_ = StreamStatus::kCreating;
  Instant next_status_at_;
  std::vector<Shard> shards_;  // Every shard there ever was; ShardIndex is the place.
  Router router_;
  FanOut fan_out_;
  Charges charges_;
  uint32_t shards_version_ = 0;
  ReshardPlan plan_;                          // Rounds still to be made.
  std::vector<Instant> shard_count_updates_;  // Those of the last 24 hours.
  std::vector<Instant> mode_switches_;        // Those of the last 24 hours.
  std::optional<OnDemandScaler> scaler_;      // Of an on-demand stream.
};

}  // namespace weir
