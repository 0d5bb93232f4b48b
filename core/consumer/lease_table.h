// The lease table of a KCL application: one row a shard, in a DynamoDB table of its own.
//
//   shard | owner | counter | checkpoint
//   ------+-------+---------+-----------------------------------------------------
//     0   |   2   |   417   | record 18 200         processed up to there
//     1   |   -   |   902   | SHARD_END             the shard is closed and drained
//     4   |   5   |    12   | TRIM_HORIZON          nothing processed yet
//
// Every write is conditional on the counter that the writer has seen last and raises it. So of two
// workers that believe to own a lease only one can write: the other one's counter is old.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/digest.h"
#include "core/base/time.h"
#include "core/base/token_bucket.h"
#include "core/model/ids.h"
#include "core/view/engine_view.h"

namespace weir {

// A place between two user records: everything before it has been processed. `sub` counts the user
// records of the aggregated record at `ordinal`.
struct RecordPlace {
  uint64_t ordinal = 0;
  uint32_t sub = 0;
  friend constexpr auto operator<=>(const RecordPlace&, const RecordPlace&) = default;
};

struct Checkpoint {
  CheckpointKind kind = CheckpointKind::kTrimHorizon;
  RecordPlace place;  // Of kRecord.
  friend constexpr bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

inline constexpr uint32_t kNoOwner = UINT32_MAX;

struct LeaseRow {
  ShardIndex shard;
  uint32_t owner = kNoOwner;  // The identity of a worker: a new one with every start of it.
  uint64_t counter = 0;
  Checkpoint checkpoint;
  Instant changed_at;  // When the counter last was.
  int64_t takes = 0;   // How often it changed hands.
  bool deleted = false;

  bool ended() const { return checkpoint.kind == CheckpointKind::kShardEnd; }
};

enum class TableAnswer : uint8_t { kDone, kConditionFailed, kThrottled };

class LeaseTable {
 public:
  // `writes_per_second` 0: no limit. Reads are not limited, but fail with ThrottleUntil.
  explicit LeaseTable(int64_t writes_per_second);

  TableAnswer Scan(Instant now) const {
    return now < throttled_until_ ? TableAnswer::kThrottled : TableAnswer::kDone;
  }
  // kConditionFailed: there is, or was, such a row.
  TableAnswer Create(Instant now, ShardIndex shard, const Checkpoint& checkpoint);
  // These fail where the row's counter is not `counter`.
  TableAnswer Renew(Instant now, ShardIndex shard, uint64_t counter);
  TableAnswer Take(Instant now, ShardIndex shard, uint64_t counter, uint32_t owner);
  TableAnswer Write(Instant now, ShardIndex shard, uint64_t counter, const Checkpoint& checkpoint);
  TableAnswer Delete(Instant now, ShardIndex shard);

  // Every call before `until` is throttled.
  void ThrottleUntil(Instant until) { throttled_until_ = until; }

  // Of a shard whose lease was created, also when it has been deleted since.
  const LeaseRow* Find(ShardIndex shard) const;
  bool empty() const { return rows_.empty(); }
  // In the order of creation, deleted ones too.
  const std::vector<LeaseRow>& rows() const { return rows_; }
  int64_t writes() const { return writes_; }
  int64_t throttled() const { return throttled_; }

  void AddTo(Digest& digest) const;

 private:
  bool Admit(Instant now);
  LeaseRow* Mutable(ShardIndex shard);
  TableAnswer Change(Instant now, ShardIndex shard, uint64_t counter, LeaseRow** row);

  std::vector<LeaseRow> rows_;
  std::vector<uint32_t> row_of_;  // By shard: place in rows_, plus one.
  std::optional<TokenBucket> write_limit_;
  Instant throttled_until_;
  int64_t writes_ = 0;
  int64_t throttled_ = 0;
};

}  // namespace weir
