#include "core/stream/shard.h"

#include "core/base/check.h"
#include "core/model/limits.h"

namespace weir {

Shard::Shard(HashKeyRange range, ShardLineage lineage, Instant created_at, int64_t burst_bytes)
    : range_(range),
      lineage_(lineage),
      created_at_(created_at),
      write_bytes_(kShardWriteBytesPerSecond, burst_bytes, created_at),
      write_records_(kShardWriteRecordsPerSecond, kShardWriteBurstRecords, created_at),
      read_bytes_(kShardReadBytesPerSecond, created_at),
      read_calls_(kGetRecordsCallsPerSecond, kGetRecordsCallsPerSecond, created_at),
      iterator_calls_(kGetShardIteratorCallsPerSecond, kGetShardIteratorCallsPerSecond,
                      created_at) {
  WEIR_CHECK(range.starting <= range.ending);
}

PutRecordsResultEntry Shard::Put(Instant now, ShardIndex self, const PutRecordsEntry& entry,
                                 HashKey hash_key) {
  WEIR_CHECK(state_ == ShardState::kOpen);
  WEIR_CHECK(range_.Contains(hash_key));  // Paired with the check in Router::Route.
  const PutOutcome outcome =
      Charge(static_cast<int64_t>(entry.partition_key.size() + entry.data.size()));
  if (outcome != PutOutcome::kAccepted) return {outcome, self, {}};
  return {outcome, self, log_.Append(now, entry, hash_key)};
}

bool Shard::AdmitRead(Instant now) {
  read_calls_.Refill(now);
  const bool bytes_allow = read_bytes_.Allows(now);
  if (!bytes_allow || !read_calls_.Has(1)) {
    ++counters_.reads_throttled;
    return false;
  }
  read_calls_.Take(1);
  return true;
}

bool Shard::AdmitIterator(Instant now) {
  iterator_calls_.Refill(now);
  if (!iterator_calls_.Has(1)) return false;
  iterator_calls_.Take(1);
  return true;
}

void Shard::ChargeRead(const LogRead& read) {
  read_bytes_.Charge(read.bytes);
  CountOut(read);
}

void Shard::CountOut(const LogRead& read) {
  counters_.records_out += read.records;
  counters_.bytes_out += read.bytes;
}

int64_t Shard::TrimBefore(Instant horizon) {
  const int64_t dropped = log_.TrimBefore(horizon);
  counters_.records_expired += dropped;
  // A shard that was closed empty is expired only when its closing time has passed the horizon too:
  // until then readers still find it and learn of its children.
  if (state_ == ShardState::kClosed && log_.empty() && closed_at_ < horizon) {
    state_ = ShardState::kExpired;
  }
  return dropped;
}

void Shard::Close(Instant now) {
  WEIR_CHECK(state_ == ShardState::kOpen);
  state_ = ShardState::kClosed;
  closed_at_ = now;
}

int64_t Shard::WriteBytesUsed(Instant now) const {
  TokenBucket bucket = write_bytes_;
  bucket.Refill(now);
  return bucket.UsedMillionths();
}

int64_t Shard::WriteRecordsUsed(Instant now) const {
  TokenBucket bucket = write_records_;
  bucket.Refill(now);
  return bucket.UsedMillionths();
}

void Shard::AddTo(Digest& digest) const {
  range_.starting.AddTo(digest);
  range_.ending.AddTo(digest);
  digest.Add(static_cast<uint64_t>(lineage_.parent ? lineage_.parent->value : UINT32_MAX));
  digest.Add(static_cast<uint64_t>(lineage_.adjacent_parent ? lineage_.adjacent_parent->value
                                                            : UINT32_MAX));
  digest.Add(created_at_.micros);
  digest.Add(closed_at_.micros);
  digest.Add(static_cast<uint64_t>(state_));
  write_bytes_.AddTo(digest);
  write_records_.AddTo(digest);
  read_bytes_.AddTo(digest);
  read_calls_.AddTo(digest);
  iterator_calls_.AddTo(digest);
  log_.AddTo(digest);
  for (const int64_t count : {counters_.records_in, counters_.bytes_in, counters_.throttled_records,
                              counters_.throttled_bytes, counters_.records_out, counters_.bytes_out,
                              counters_.reads_throttled, counters_.records_expired}) {
    digest.Add(count);
  }
}

}  // namespace weir
