#include "core/stream/stream.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/base/check.h"
#include "core/base/md5.h"
#include "core/base/text.h"
#include "core/model/limits.h"
#include "core/model/limits_clients.h"
#include "core/model/names.h"

namespace weir {
namespace {

Error Invalid(std::string message) {
  return Error{ErrorCode::kInvalidArgument, std::move(message)};
}

// Unicode characters of valid UTF-8: every byte that does not continue another.
int64_t CharacterCount(std::string_view text) {
  return std::count_if(text.begin(), text.end(),
                       [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; });
}

// The error of a call of which some record is larger than `bytes_max`.
Error TooLarge(std::span<const SyntheticRecord> records, int64_t bytes_max) {
  size_t i = 0;
  while (records[i].billed_bytes <= bytes_max) ++i;
  return Invalid(
      StrCat({"record ", std::to_string(i), " of ", std::to_string(records[i].billed_bytes),
              " bytes is larger than the stream's limit"}));
}

int64_t WriteBurst(const StreamSettings& settings) {
  return std::max(kShardWriteBurstBytesMin, settings.max_record_size_kib * 1'024);
}

}  // namespace

Result<void> ValidateSettings(const StreamSettings& settings) {
  if (Result<void> name = ValidateName("stream", settings.name); !name.ok()) return name;
  if (settings.shard_count < 1 || settings.shard_count > kShardsPerStreamMax) {
    return Error{ErrorCode::kValidation,
                 StrCat({"shard count ", std::to_string(settings.shard_count),
                         " must be from 1 to ", std::to_string(kShardsPerStreamMax)})};
  }
  if (settings.retention < kRetentionMin || settings.retention > kRetentionMax ||
      settings.retention.micros % Hours(1).micros != 0) {
    return Invalid(StrCat({"retention ", FormatDuration(settings.retention),
                           " must be whole hours from 24h to 8760h"}));
  }
  if (settings.max_record_size_kib < kMaxRecordSizeKibMin ||
      settings.max_record_size_kib > kMaxRecordSizeKibMax) {
    return Error{ErrorCode::kValidation,
                 StrCat({"MaxRecordSizeInKiB ", std::to_string(settings.max_record_size_kib),
                         " must be from 1024 to 10240"})};
  }
  return {};
}

Stream::Stream(Instant now, StreamSettings settings)
    : settings_(std::move(settings)), next_status_at_(now + kCreateStreamDelay) {
  WEIR_CHECK(ValidateSettings(settings_).ok());
  for (const HashKeyRange& range : UniformHashRanges(settings_.shard_count)) {
    OpenShard(now, range, {});
  }
  RebuildRouter();
  if (settings_.mode == StreamMode::kOnDemand) scaler_.emplace(now);
}

Result<void> Stream::ValidateEntry(const PutRecordsEntry& entry) const {
  const int64_t characters = CharacterCount(entry.partition_key);
  if (characters < 1 || characters > kPartitionKeyCharactersMax) {
    return Error{ErrorCode::kValidation, StrCat({"partition key of ", std::to_string(characters),
                                                 " characters: it must have from 1 to 256"})};
  }
  const int64_t bytes = static_cast<int64_t>(entry.partition_key.size() + entry.data.size());
  if (bytes > settings_.max_record_size_kib * 1'024) {
    return Invalid(StrCat({"record of ", std::to_string(bytes),
                           " bytes with its partition key is larger than the stream's ",
                           std::to_string(settings_.max_record_size_kib), " KiB"}));
  }
  return {};
}

Result<void> Stream::ValidateRequest(std::span<const PutRecordsEntry> entries) const {
  if (!available()) {
    return Error{ErrorCode::kResourceNotFound, StrCat({"Stream ", settings_.name, " not found."})};
  }
  if (entries.empty() || entries.size() > static_cast<size_t>(kPutRecordsEntriesMax)) {
    return Error{ErrorCode::kValidation,
                 StrCat({std::to_string(entries.size()), " entries: PutRecords takes 1 to 500"})};
  }
  const size_t bytes_max = static_cast<size_t>(settings_.max_record_size_kib) * 1'024;
  size_t total = 0;
  for (size_t i = 0; i < entries.size(); ++i) {
    const std::string_view key = entries[i].partition_key;
    const size_t bytes = key.size() + entries[i].data.size();
    total += bytes;
    // No more bytes than characters are allowed: nothing to count.
    const bool short_key = !key.empty() && key.size() <= kPartitionKeyCharactersMax &&
                           CharacterCount(key.substr(0, 1)) == 1;
    if (short_key && bytes <= bytes_max) continue;
    const Result<void> valid = ValidateEntry(entries[i]);
    if (valid.ok()) continue;
    return Error{valid.error().code,
                 StrCat({"record ", std::to_string(i), ": ", valid.error().message})};
  }
  if (total > kPutRecordsBytesMax) {
    return Invalid(StrCat({"request of ", std::to_string(total),
                           " bytes is larger than the 10485760 of PutRecords"}));
  }
  return {};
}

Result<void> Stream::PutRecords(Instant now, std::span<const PutRecordsEntry> entries,
                                std::span<PutRecordsResultEntry> results) {
  WEIR_CHECK(entries.size() == results.size());
  // The request is judged as a whole before anything is written: a malformed entry refuses all of
  // them, so none may have been appended by then.
  if (Result<void> valid = ValidateRequest(entries); !valid.ok()) return valid;
  for (const OpenRange& open : router_.open()) shards_[open.shard.index()].BeginPut(now);
  // Hashed and appended by runs that stay in the first-level cache.
  constexpr size_t kRun = 64;
  std::array<std::string_view, kRun> keys;
  std::array<Md5Digest, kRun> hashes;
  for (size_t first = 0; first < entries.size(); first += kRun) {
    const size_t count = std::min(kRun, entries.size() - first);
    for (size_t i = 0; i < count; ++i) keys[i] = entries[first + i].partition_key;
    Md5Batch(std::span(keys).first(count), std::span(hashes).first(count));
    for (size_t i = 0; i < count; ++i) {
      const PutRecordsEntry& entry = entries[first + i];
      const HashKey key = entry.explicit_hash_key.value_or(HashKey{hashes[i].hi(), hashes[i].lo()});
      const ShardIndex shard = router_.Route(key);
      results[first + i] = shards_[shard.index()].Put(now, shard, entry, key);
      if (results[first + i].outcome == PutOutcome::kAccepted) {
        charges_.AddRecord(static_cast<int64_t>(entry.partition_key.size() + entry.data.size()));
      }
    }
  }
  return {};
}

Result<void> Stream::PutSynthetic(Instant now, ProducerId producer,
                                  std::span<const SyntheticRecord> records,
                                  std::vector<ThrottledEntry>& throttled) {
  WEIR_CHECK(records.size() <= static_cast<size_t>(kPutRecordsEntriesMax));
  if (!available()) {
    return Error{ErrorCode::kResourceNotFound, StrCat({"Stream ", settings_.name, " not found."})};
  }
  Charges accepted;
  const int64_t bytes_max = settings_.max_record_size_kib * 1'024;
  if (accepted.AddRecords(records) > bytes_max) return TooLarge(records, bytes_max);
  // With few records in many shards it is cheaper to bring only those shards up to date.
  const bool refill_all = router_.open().size() <= records.size();
  if (refill_all) {
    for (const OpenRange& open : router_.open()) shards_[open.shard.index()].BeginPut(now);
  }
  for (size_t i = 0; i < records.size(); ++i) {
    const ShardIndex shard = router_.Route(records[i].hash_key);
    if (!refill_all) shards_[shard.index()].BeginPut(now);
    const PutOutcome outcome = shards_[shard.index()].PutSynthetic(now, producer, records[i]);
    if (outcome != PutOutcome::kAccepted) {
      throttled.push_back({static_cast<uint32_t>(i), shard, outcome});
      accepted.AddRecord(records[i].billed_bytes, -1);
    }
  }
  charges_.Add(accepted);
  return {};
}

Result<void> Stream::CheckActive() const {
  if (status_ == StreamStatus::kActive) return {};
  if (status_ == StreamStatus::kDeleted) {
    return Error{ErrorCode::kResourceNotFound, StrCat({"Stream ", settings_.name, " not found."})};
  }
  return Error{
      ErrorCode::kResourceInUse,
      StrCat({"Stream ", settings_.name, " not ACTIVE, instead in state ", StatusName(status_)})};
}

Result<void> Stream::CheckOpen(ShardIndex shard) const {
  if (shard.index() >= shards_.size()) {
    return Error{ErrorCode::kResourceNotFound, StrCat({"Could not find shard ", ShardName(shard),
                                                       " in stream ", settings_.name})};
  }
  if (this->shard(shard).state() != ShardState::kOpen) {
    return Error{ErrorCode::kResourceInUse,
                 StrCat({"Shard ", ShardName(shard), " in stream ", settings_.name,
                         " is not open: it is ", StateName(this->shard(shard).state())})};
  }
  return {};
}

Result<void> Stream::CheckProvisioned(const char* operation) const {
  if (settings_.mode == StreamMode::kProvisioned) return {};
  return Error{ErrorCode::kValidation, StrCat({operation, " is not possible on stream ",
                                               settings_.name, ": its mode is ON_DEMAND"})};
}

Result<void> Stream::SplitShard(Instant now, ShardIndex shard, HashKey new_starting) {
  if (Result<void> allowed = CheckProvisioned("SplitShard"); !allowed.ok()) return allowed;
  if (Result<void> active = CheckActive(); !active.ok()) return active;
  if (Result<void> open = CheckOpen(shard); !open.ok()) return open;
  if (static_cast<int64_t>(router_.open().size()) >= kShardsPerStreamMax) {
    return Error{ErrorCode::kLimitExceeded,
                 StrCat({"Stream ", settings_.name, " has ", std::to_string(kShardsPerStreamMax),
                         " open shards, the most there may be"})};
  }
  const HashKeyRange& range = this->shard(shard).range();
  // Strictly inside (start + 1, end): both children hold at least two keys below and one above.
  if (new_starting <= Next(range.starting) || new_starting >= range.ending) {
    return Invalid(StrCat({"NewStartingHashKey ", ToDecimal(new_starting),
                           " must lie inside the range of ", ShardName(shard), ", between ",
                           ToDecimal(range.starting), " and ", ToDecimal(range.ending)}));
  }
  plan_.explicit_round.splits.push_back({shard, new_starting});
  status_ = StreamStatus::kUpdating;
  next_status_at_ = now + kReshardDelay;
  return {};
}

Result<void> Stream::MergeShards(Instant now, ShardIndex shard, ShardIndex adjacent) {
  if (Result<void> allowed = CheckProvisioned("MergeShards"); !allowed.ok()) return allowed;
  if (Result<void> active = CheckActive(); !active.ok()) return active;
  if (Result<void> open = CheckOpen(shard); !open.ok()) return open;
  if (Result<void> open = CheckOpen(adjacent); !open.ok()) return open;
  const HashKeyRange& a = this->shard(shard).range();
  const HashKeyRange& b = this->shard(adjacent).range();
  // Next() of the last key wraps to zero, so the ends are told apart first.
  const bool a_then_b = a.ending != kHashKeyMax && Next(a.ending) == b.starting;
  const bool b_then_a = b.ending != kHashKeyMax && Next(b.ending) == a.starting;
  if (!a_then_b && !b_then_a) {
    return Invalid(
        StrCat({"Shards ", ShardName(shard), " and ", ShardName(adjacent), " in stream ",
                settings_.name, " are not an adjacent pair of shards eligible for merging"}));
  }
  plan_.explicit_round.merges.push_back({shard, adjacent});
  status_ = StreamStatus::kUpdating;
  next_status_at_ = now + kReshardDelay;
  return {};
}

Result<void> Stream::UpdateShardCount(Instant now, int64_t target) {
  if (Result<void> allowed = CheckProvisioned("UpdateShardCount"); !allowed.ok()) return allowed;
  if (Result<void> active = CheckActive(); !active.ok()) return active;
  const int64_t open = static_cast<int64_t>(router_.open().size());
  if (target < 1) {
    return Error{ErrorCode::kValidation,
                 StrCat({"TargetShardCount ", std::to_string(target), " must be at least 1"})};
  }
  if (target > open * kUpdateShardCountFactor || target * kUpdateShardCountFactor < open ||
      target > kUpdateShardCountTargetMax) {
    return Error{ErrorCode::kLimitExceeded, StrCat({"TargetShardCount ", std::to_string(target),
                                                    " must be from half to twice ", "the current ",
                                                    std::to_string(open), " and at most 10000"})};
  }
  std::erase_if(shard_count_updates_,
                [&](Instant at) { return at + kUpdateShardCountWindow <= now; });
  if (static_cast<int64_t>(shard_count_updates_.size()) >= kUpdateShardCountPerDay) {
    return Error{ErrorCode::kLimitExceeded,
                 "UpdateShardCount was called 10 times in the last 24 hours"};
  }
  shard_count_updates_.push_back(now);
  plan_.target_count = target;
  status_ = StreamStatus::kUpdating;
  next_status_at_ = now + kReshardDelay;
  return {};
}

Result<void> Stream::SetRetention(Instant now, Duration retention) {
  if (Result<void> active = CheckActive(); !active.ok()) return active;
  StreamSettings changed = settings_;
  changed.retention = retention;
  if (Result<void> valid = ValidateSettings(changed); !valid.ok()) return valid;
  Trim(now);  // By the old period: a longer one revives nothing that is over its time already.
  settings_ = std::move(changed);
  Trim(now);  // A shorter one hides older records at once.
  return {};
}

Result<void> Stream::UpdateStreamMode(Instant now, StreamMode mode) {
  if (Result<void> active = CheckActive(); !active.ok()) return active;
  if (mode == settings_.mode) {
    return Invalid(StrCat({"Stream ", settings_.name, " is in mode ", ModeName(mode), " already"}));
  }
  std::erase_if(mode_switches_, [&](Instant at) { return at + Hours(24) <= now; });
  if (static_cast<int64_t>(mode_switches_.size()) >= kStreamModeSwitchesPerDay) {
    return Error{ErrorCode::kLimitExceeded,
                 "the mode of a stream can be switched 2 times in 24 hours"};
  }
  mode_switches_.push_back(now);
  settings_.mode = mode;
  scaler_.reset();
  if (mode == StreamMode::kOnDemand) scaler_.emplace(now);
  status_ = StreamStatus::kUpdating;
  next_status_at_ = now + kUpdateStreamModeDelay;
  return {};
}

Result<void> Stream::UpdateMaxRecordSize(Instant now, int64_t kib) {
  if (Result<void> active = CheckActive(); !active.ok()) return active;
  StreamSettings changed = settings_;
  changed.max_record_size_kib = kib;
  if (Result<void> valid = ValidateSettings(changed); !valid.ok()) return valid;
  settings_ = std::move(changed);
  for (const OpenRange& open : router_.open()) {
    shard(open.shard).SetWriteBurst(now, WriteBurst(settings_));
  }
  status_ = StreamStatus::kUpdating;
  next_status_at_ = now + kUpdateMaxRecordSizeDelay;
  return {};
}

Result<void> Stream::Delete(Instant now) {
  if (status_ == StreamStatus::kDeleting || status_ == StreamStatus::kDeleted) {
    return Error{ErrorCode::kResourceNotFound, StrCat({"Stream ", settings_.name, " not found."})};
  }
  status_ = StreamStatus::kDeleting;
  plan_ = {};
  scaler_.reset();
  next_status_at_ = now + kDeleteStreamDelay;
  return {};
}

void Stream::AdvanceStatus(Instant now) {
  if (now < next_status_at_) return;
  next_status_at_ = kNever;
  switch (status_) {
    case StreamStatus::kCreating:
      status_ = StreamStatus::kActive;
      break;
    case StreamStatus::kDeleting:
      status_ = StreamStatus::kDeleted;
      break;
    case StreamStatus::kUpdating:
      ApplyReshardRound(now);
      break;
    case StreamStatus::kActive:
    case StreamStatus::kDeleted:
      break;
  }
}

void Stream::Split(Instant now, const SplitStep& split) {
  const HashKeyRange range = shard(split.shard).range();
  shard(split.shard).Close(now);
  OpenShard(now, {range.starting, Previous(split.new_starting)}, {split.shard, std::nullopt});
  OpenShard(now, {split.new_starting, range.ending}, {split.shard, std::nullopt});
}

void Stream::LookAtLoad(Instant now) {
  if (!scaler_ || now < scaler_->next_look_at()) return;
  std::vector<ShardTraffic> traffic;
  for (const OpenRange& open : router_.open()) {
    const ShardCounters& counters = shard(open.shard).counters();
    traffic.push_back({open.shard, counters.bytes_in, counters.records_in});
  }
  const std::vector<ShardIndex> hot = scaler_->Look(now, traffic);
  bool changed = false;
  for (const ShardIndex i : hot) {
    const HashKeyRange range = shard(i).range();
    if (range.starting == range.ending) continue;  // One hash key: nothing left to divide.
    Split(now, {i, MiddleOf(range)});
    changed = true;
  }
  if (changed) RebuildRouter();
}

void Stream::ApplyReshardRound(Instant now) {
  ReshardRound round = std::exchange(plan_.explicit_round, {});
  if (plan_.target_count > 0) round = NextRound(router_.open(), plan_.target_count);
  for (const SplitStep& split : round.splits) Split(now, split);
  for (const MergeStep& merge : round.merges) {
    const HashKeyRange a = shard(merge.shard).range();
    const HashKeyRange b = shard(merge.adjacent).range();
    shard(merge.shard).Close(now);
    shard(merge.adjacent).Close(now);
    OpenShard(now, {std::min(a.starting, b.starting), std::max(a.ending, b.ending)},
              {merge.shard, merge.adjacent});
  }
  if (!round.empty()) RebuildRouter();
  const bool more =
      plan_.target_count > 0 && !NextRound(router_.open(), plan_.target_count).empty();
  if (more) {
    next_status_at_ = now + kReshardDelay;
  } else {
    plan_ = {};
    status_ = StreamStatus::kActive;
  }
}

int64_t Stream::Trim(Instant now) {
  int64_t dropped = 0;
  for (Shard& shard : shards_) {
    if (shard.state() != ShardState::kExpired) dropped += shard.TrimBefore(now - retention());
  }
  return dropped;
}

Instant Stream::oldest_arrival() const {
  Instant oldest = kNever;
  for (const Shard& shard : shards_) {
    if (shard.state() == ShardState::kExpired) continue;
    if (!shard.log().empty()) {
      oldest = std::min(oldest, shard.log().Row(shard.log().trim_horizon()).arrived_at);
    } else if (shard.state() == ShardState::kClosed) {
      oldest = std::min(oldest, shard.closed_at());
    }
  }
  return oldest;
}

std::vector<ShardIndex> Stream::ChildrenOf(ShardIndex parent) const {
  std::vector<ShardIndex> children;
  // A child is always younger than its parents.
  for (uint32_t i = parent.value + 1; i < shards_.size(); ++i) {
    const ShardLineage& lineage = shards_[i].lineage();
    if (lineage.parent == parent || lineage.adjacent_parent == parent) children.push_back({i});
  }
  return children;
}

void Stream::OpenShard(Instant now, HashKeyRange range, ShardLineage lineage) {
  shards_.emplace_back(range, lineage, now, WriteBurst(settings_));
  ++shards_version_;
}

void Stream::RebuildRouter() {
  std::vector<OpenRange> open;
  for (uint32_t i = 0; i < shards_.size(); ++i) {
    if (shards_[i].state() == ShardState::kOpen) open.push_back({shards_[i].range(), {i}});
  }
  router_.Rebuild(std::move(open));
}

void Stream::AddTo(Digest& digest) const {
  digest.Add(std::string_view(settings_.name));
  digest.Add(settings_.retention.micros);
  digest.Add(settings_.max_record_size_kib);
  digest.Add(static_cast<uint64_t>(status_));
  digest.Add(next_status_at_.micros);
  digest.Add(static_cast<uint64_t>(shards_.size()));
  for (const Shard& shard : shards_) shard.AddTo(digest);
  plan_.AddTo(digest);
  for (const Instant at : shard_count_updates_) digest.Add(at.micros);
  fan_out_.AddTo(digest);
  // Provisioned streams feed what they fed before there was another mode.
  if (settings_.mode == StreamMode::kProvisioned && mode_switches_.empty()) return;
  digest.Add(static_cast<uint64_t>(settings_.mode));
  for (const Instant at : mode_switches_) digest.Add(at.micros);
  if (scaler_) scaler_->AddTo(digest);
}

}  // namespace weir
