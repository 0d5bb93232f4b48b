#include "core/consumer/lease_table.h"

#include "core/base/check.h"

namespace weir {

LeaseTable::LeaseTable(int64_t writes_per_second) {
  if (writes_per_second > 0) write_limit_.emplace(writes_per_second, writes_per_second, Instant{});
}

bool LeaseTable::Admit(Instant now) {
  bool admitted = now >= throttled_until_;
  if (admitted && write_limit_) {
    write_limit_->Refill(now);
    admitted = write_limit_->Has(1);
    if (admitted) write_limit_->Take(1);
  }
  ++(admitted ? writes_ : throttled_);
  return admitted;
}

const LeaseRow* LeaseTable::Find(ShardIndex shard) const {
  const uint32_t place = shard.index() < row_of_.size() ? row_of_[shard.index()] : 0;
  return place == 0 ? nullptr : &rows_[place - 1];
}

LeaseRow* LeaseTable::Mutable(ShardIndex shard) {
  const LeaseRow* row = Find(shard);
  return row == nullptr ? nullptr : &rows_[static_cast<size_t>(row - rows_.data())];
}

TableAnswer LeaseTable::Create(Instant now, ShardIndex shard, const Checkpoint& checkpoint) {
  if (!Admit(now)) return TableAnswer::kThrottled;
  if (Find(shard) != nullptr) return TableAnswer::kConditionFailed;
  if (shard.index() >= row_of_.size()) row_of_.resize(shard.index() + 1);
  LeaseRow row;
  row.shard = shard;
  row.checkpoint = checkpoint;
  row.changed_at = now;
  rows_.push_back(row);
  row_of_[shard.index()] = static_cast<uint32_t>(rows_.size());
  return TableAnswer::kDone;
}

TableAnswer LeaseTable::Change(Instant now, ShardIndex shard, uint64_t counter, LeaseRow** row) {
  if (!Admit(now)) return TableAnswer::kThrottled;
  *row = Mutable(shard);
  if (*row == nullptr || (*row)->deleted || (*row)->counter != counter) {
    return TableAnswer::kConditionFailed;
  }
  ++(*row)->counter;
  (*row)->changed_at = now;
  return TableAnswer::kDone;
}

TableAnswer LeaseTable::Renew(Instant now, ShardIndex shard, uint64_t counter) {
  LeaseRow* row = nullptr;
  return Change(now, shard, counter, &row);
}

TableAnswer LeaseTable::Take(Instant now, ShardIndex shard, uint64_t counter, uint32_t owner) {
  WEIR_CHECK(owner != kNoOwner);
  LeaseRow* row = nullptr;
  const TableAnswer answer = Change(now, shard, counter, &row);
  if (answer != TableAnswer::kDone) return answer;
  row->owner = owner;
  ++row->takes;
  return answer;
}

TableAnswer LeaseTable::Write(Instant now, ShardIndex shard, uint64_t counter,
                              const Checkpoint& checkpoint) {
  LeaseRow* row = nullptr;
  const TableAnswer answer = Change(now, shard, counter, &row);
  if (answer == TableAnswer::kDone) row->checkpoint = checkpoint;
  return answer;
}

TableAnswer LeaseTable::Delete(Instant now, ShardIndex shard) {
  if (!Admit(now)) return TableAnswer::kThrottled;
  LeaseRow* row = Mutable(shard);
  if (row == nullptr || row->deleted) return TableAnswer::kConditionFailed;
  row->deleted = true;
  row->owner = kNoOwner;
  return TableAnswer::kDone;
}

void LeaseTable::AddTo(Digest& digest) const {
  for (const LeaseRow& row : rows_) {
    digest.Add(static_cast<uint64_t>(row.shard.value) << 32 | row.owner);
    digest.Add(row.counter);
    digest.Add(static_cast<uint64_t>(row.checkpoint.kind) << 1 | (row.deleted ? 1 : 0));
    digest.Add(row.checkpoint.place.ordinal);
    digest.Add(static_cast<uint64_t>(row.checkpoint.place.sub));
    digest.Add(row.changed_at.micros);
  }
  if (write_limit_) write_limit_->AddTo(digest);
  digest.Add(throttled_until_.micros);
  digest.Add(writes_);
  digest.Add(throttled_);
}

}  // namespace weir
