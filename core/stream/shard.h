// A shard: the unit of order and of throughput in a stream.
//
// An append-only log over one HashKeyRange with two write limits and two read limits. Records get
// dense sequence numbers, never change, and leave only at the old end when retention passes them.
// Splitting or merging closes a shard for writes; it stays readable until its last record expires.
//
//     expired      | retained, readable        | next
//     . . . . . . .[ 7 ][ 8 ][ 9 ][ 10 ][ 11 ] ( 12 )
//                    ^ trim horizon               ^ log().end()
#pragma once

#include <cstdint>
#include <optional>

#include "core/base/digest.h"
#include "core/base/time.h"
#include "core/base/token_bucket.h"
#include "core/model/hash_key.h"
#include "core/model/ids.h"
#include "core/model/record.h"
#include "core/model/stream_status.h"
#include "core/stream/shard_log.h"

namespace weir {

// Since the shard was opened. Never reset, so that any two readings can be subtracted.
struct ShardCounters {
  int64_t records_in = 0;
  int64_t bytes_in = 0;
  int64_t throttled_records = 0;  // Refused by the records-per-second limit.
  int64_t throttled_bytes = 0;    // Refused by the bytes-per-second limit.
  int64_t records_out = 0;        // Returned by GetRecords, counted once for every reader.
  int64_t bytes_out = 0;
  int64_t reads_throttled = 0;  // GetRecords calls refused.
  int64_t records_expired = 0;
};

// Where a shard comes from. A root has no parents, a child of a merge has two.
struct ShardLineage {
  std::optional<ShardIndex> parent;
  std::optional<ShardIndex> adjacent_parent;
};

class Shard {
 public:
  // `burst_bytes` is the capacity of the write tank (see limits.h).
  Shard(HashKeyRange range, ShardLineage lineage, Instant created_at, int64_t burst_bytes);

  // Brings the write limits up to `now`. Once per call, before any Put of that call.
  void BeginPut(Instant now) {
    write_bytes_.Refill(now);
    write_records_.Refill(now);
  }
  // Appends one record. The router's duty, checked here: the shard is open and the key in range().
  // Both limits are asked before either is charged: a refused record must not cost its producer the
  // very allowance that its retry will need.
  PutRecordsResultEntry Put(Instant now, ShardIndex self, const PutRecordsEntry& entry,
                            HashKey hash_key);
  // The same for a record of a simulation.
  PutOutcome PutSynthetic(Instant now, ProducerId producer, const SyntheticRecord& record) {
    WEIR_CHECK(state_ == ShardState::kOpen);
    WEIR_CHECK(range_.Contains(record.hash_key));
    const PutOutcome outcome = Charge(record.billed_bytes);
    if (outcome == PutOutcome::kAccepted) log_.Append(now, producer, record);
    return outcome;
  }

  // Whether the read limits let one more GetRecords call through now. A refused call is counted and
  // costs nothing; an admitted one is charged one call at once, and its bytes by ChargeRead.
  bool AdmitRead(Instant now);
  void ChargeRead(const LogRead& read);
  // The same for GetShardIterator, which has a limit of its own.
  bool AdmitIterator(Instant now);
  // What a subscription was pushed: counted, but charged to the subscription.
  void CountOut(const LogRead& read);

  // Another capacity of the write tank; what is in it stays, as far as it fits.
  void SetWriteBurst(Instant now, int64_t bytes) { write_bytes_.SetCapacity(now, bytes); }

  // Drops records that arrived before `horizon`; a closed shard that becomes empty is expired.
  int64_t TrimBefore(Instant horizon);
  void Close(Instant now);

  const HashKeyRange& range() const { return range_; }
  const ShardLineage& lineage() const { return lineage_; }
  ShardState state() const { return state_; }
  Instant created_at() const { return created_at_; }
  Instant closed_at() const { return closed_at_; }  // kNever while open.
  const ShardLog& log() const { return log_; }
  const ShardCounters& counters() const { return counters_; }

  // Millionths of each write limit in use at `now`: which one binds, for the picture.
  int64_t WriteBytesUsed(Instant now) const;
  int64_t WriteRecordsUsed(Instant now) const;

  // Adds everything that can change what this shard does next, in a fixed order.
  void AddTo(Digest& digest) const;

 private:
  // Charges one record of `bytes` or says which limit refuses it.
  PutOutcome Charge(int64_t bytes) {
    if (!write_records_.Has(1)) {
      ++counters_.throttled_records;
      return PutOutcome::kThrottledRecords;
    }
    if (!write_bytes_.Has(bytes)) {
      ++counters_.throttled_bytes;
      return PutOutcome::kThrottledBytes;
    }
    write_records_.Take(1);
    write_bytes_.Take(bytes);
    ++counters_.records_in;
    counters_.bytes_in += bytes;
    return PutOutcome::kAccepted;
  }

  HashKeyRange range_;
  ShardLineage lineage_;
  Instant created_at_;
  Instant closed_at_ = kNever;
  ShardState state_ = ShardState::kOpen;
  TokenBucket write_bytes_;
  TokenBucket write_records_;
  DebtBucket read_bytes_;
  TokenBucket read_calls_;
  TokenBucket iterator_calls_;
  ShardLog log_;
  ShardCounters counters_;
};

}  // namespace weir
