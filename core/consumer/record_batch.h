// What a read returned, user record by user record: aggregated records opened, one at a time, so
// that an application can stop between any two of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "core/consumer/lease_table.h"
#include "core/consumer/order_proof.h"
#include "core/model/ids.h"
#include "core/stream/aggregate_table.h"
#include "core/stream/shard_log.h"

namespace weir {

// One user record at its place. `record` is none where it was put by a command: it has no number.
struct PlacedRecord {
  RecordPlace place;
  bool last = true;  // Of the record of the stream it came in.
  Instant arrived_at;
  std::optional<ProofRecord> record;
  std::optional<uint32_t> hash_place;  // Of a record out of an aggregate: where its own key lands.
};

class RecordBatch {
 public:
  RecordBatch() = default;
  // Begins at `from`, which may lie within the first record.
  RecordBatch(LogRead read, ShardIndex shard, RecordPlace from);

  bool empty() const { return slice_ >= read_.slices.size(); }
  RecordPlace next() const;  // Of a batch that is not empty.
  uint64_t first_ordinal() const { return first_ordinal_; }
  uint64_t end_ordinal() const { return end_ordinal_; }

  // Calls visit(const PlacedRecord&) for the records from the next one on, as long as it returns
  // true, and moves on past those.
  template <typename Visit>
  void Take(const AggregateTable& aggregates, Visit visit) {
    Walk(aggregates, visit, [&](size_t slice, uint32_t row, uint32_t sub) {
      slice_ = slice;
      row_ = row;
      sub_ = sub;
    });
  }
  // The same without moving on.
  template <typename Visit>
  void Look(const AggregateTable& aggregates, Visit visit) const {
    Walk(aggregates, visit, [](size_t, uint32_t, uint32_t) {});
  }
  void Clear() { *this = {}; }

  void AddTo(Digest& digest) const;

 private:
  template <typename Visit, typename Move>
  void Walk(const AggregateTable& aggregates, Visit visit, Move move) const;
  template <typename Visit>
  bool WalkRecord(const AggregateTable& aggregates, const LogSlice& slice, uint32_t row,
                  uint32_t& sub, Visit visit) const;

  LogRead read_;
  ShardIndex shard_;
  size_t slice_ = 0;
  uint32_t row_ = 0;  // Of the segment.
  uint32_t sub_ = 0;
  uint64_t first_ordinal_ = 0;
  uint64_t end_ordinal_ = 0;
};

// `sub` is the first user record to visit, and then the first that was not; false where `visit`
// stopped it.
template <typename Visit>
bool RecordBatch::WalkRecord(const AggregateTable& aggregates, const LogSlice& slice, uint32_t row,
                             uint32_t& sub, Visit visit) const {
  PlacedRecord placed;
  placed.place = {slice.first_ordinal + (row - slice.begin), sub};
  placed.arrived_at = slice.segment->ArrivedAt(row);
  if (slice.segment->kind() == SegmentKind::kBytes) return visit(std::as_const(placed));
  const SyntheticRow synthetic = slice.segment->Synthetic(row, row + 1)[0];
  const ProducerId producer = synthetic.producer();
  const SequenceNumber number{placed.place.ordinal};
  if (!aggregates.Aggregates(producer)) {
    placed.record = ProofRecord{producer, synthetic.key, synthetic.number, shard_, number};
    return visit(std::as_const(placed));
  }
  const uint32_t count = aggregates.UserRecordsOf(producer, synthetic.number);
  const uint32_t first = sub;
  uint32_t at = 0;
  bool going = true;
  aggregates.ForEach(producer, synthetic.number, [&](const UserRecord& user) {
    const uint32_t place = at++;
    if (place < first || !going) return;
    placed.place.sub = place;
    placed.last = place + 1 == count;
    placed.record = ProofRecord{producer, user.key, user.number, shard_, number};
    placed.hash_place = user.hash_place;
    going = visit(std::as_const(placed));
    if (going) sub = place + 1;
  });
  return going;
}

template <typename Visit, typename Move>
void RecordBatch::Walk(const AggregateTable& aggregates, Visit visit, Move move) const {
  uint32_t sub = sub_;
  uint32_t row = row_;
  for (size_t i = slice_; i < read_.slices.size(); ++i) {
    const LogSlice& slice = read_.slices[i];
    if (i != slice_) row = slice.begin;
    for (; row < slice.end; ++row) {
      if (!WalkRecord(aggregates, slice, row, sub, visit)) {
        move(i, row, sub);
        return;
      }
      sub = 0;
    }
  }
  move(read_.slices.size(), 0, 0);
}

}  // namespace weir
