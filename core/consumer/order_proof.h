// Was order kept, for every key, from the producer's intent to this consumer's processing?
//
// Producers number their records in the order of creation. A consumer keeps the order of a key if
// the numbers it processes for that key only grow. That takes one number a key and one comparison a
// record; the first pair that breaks it is kept as the witness.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "core/base/cow_array.h"
#include "core/base/digest.h"
#include "core/base/time.h"
#include "core/model/ids.h"
#include "core/model/sequence_number.h"

namespace weir {

enum class OrderVerdict : uint8_t { kInOrder, kDuplicate, kViolation };

// A record as the proof names it.
struct ProofRecord {
  ProducerId producer;
  uint32_t key = 0;
  uint32_t number = 0;
  ShardIndex shard;
  SequenceNumber sequence_number;
};

// `late` was created before the record `overtaken_by` of the same key, and processed after it.
struct OrderViolation {
  ProofRecord late;
  uint32_t overtaken_by = 0;  // Its number.
  // Where the record that overtook lies; none when it had expired by then.
  std::optional<std::pair<ShardIndex, SequenceNumber>> overtaken_at;
  Instant processed_at;
};

class OrderProof {
 public:
  OrderVerdict Observe(Instant now, const ProofRecord& record) {
    if (record.producer.index() >= last_.size()) last_.resize(record.producer.index() + 1);
    CowArray<uint32_t>& last = last_[record.producer.index()];
    if (record.key >= last.size()) last.Grow(size_t{record.key} + 1);
    const uint32_t seen = record.number + 1;  // 0 says that nothing was seen.
    uint32_t& greatest = last.Mutable(record.key);
    const uint32_t before = greatest;
    if (seen > before) {
      greatest = seen;
      return OrderVerdict::kInOrder;
    }
    return NoteBreak(now, record, before - 1);
  }

  int64_t violations() const { return violations_; }
  int64_t duplicates() const { return duplicates_; }
  const std::optional<OrderViolation>& first() const { return first_; }
  // The numbers of the proof do not tell where a record lies: whoever can look adds it, once.
  void LocateFirst(ShardIndex shard, SequenceNumber number) {
    first_->overtaken_at = std::pair(shard, number);
  }

  void AddTo(Digest& digest) const;

 private:
  OrderVerdict NoteBreak(Instant now, const ProofRecord& record, uint32_t before);

  std::vector<CowArray<uint32_t>> last_;  // By producer, then key: the greatest number, plus one.
  int64_t violations_ = 0;
  int64_t duplicates_ = 0;
  std::optional<OrderViolation> first_;
};

}  // namespace weir
