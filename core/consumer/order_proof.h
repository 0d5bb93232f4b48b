// Was order kept, for every key, from the producer's intent to this consumer's processing?
//
// Producers number their records in the order of creation. A consumer keeps the order of a key if
// the numbers it processes for that key only grow. That takes one number a key and one comparison a
// record. What breaks it is given a cause (model/order_cause.h) from what the run has recorded:
//
//   processed before by this application    -> duplicate: the application says why (OnceMore)
//   put twice, and the copy processed before -> duplicate: put_twice, or wrong_shard of aggregates
//   the two lie in unrelated shards          -> split_key
//   late one in the older of related shards  -> child_before_parent
//   same shard, in the right order there     -> parallel_batches
//   otherwise the log has them wrong already -> retry_overtaken if it had been refused
//                                               before, resend_overtaken if it was sent again all
//                                               the same, else calls_in_flight
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/cow_array.h"
#include "core/base/digest.h"
#include "core/base/time.h"
#include "core/model/ids.h"
#include "core/model/order_cause.h"
#include "core/model/sequence_number.h"
#include "core/stream/resend_table.h"
#include "core/stream/stream.h"

namespace weir {

enum class OrderVerdict : uint8_t { kInOrder, kDuplicate, kViolation };

// How a consumer goes through one shard. One that may process a record before an older one of the
// same shard has to say so: telling its mistakes from a producer's takes a second number a key.
enum class ShardOrder : uint8_t { kAsWritten, kMixed };

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
  uint32_t overtaken_by = 0;                   // Its number.
  ShardIndex overtaken_in;                     // The shard it lies in,
  std::optional<SequenceNumber> overtaken_at;  // and where; none when it had expired by then.
  OrderCause cause = OrderCause::kRetryOvertaken;
  Instant processed_at;
};

// What a cause is told from.
struct OrderFacts {
  const Stream& stream;
  const ResendTable& resends;
};

class OrderProof {
 public:
  explicit OrderProof(ShardOrder order = ShardOrder::kAsWritten) : order_(order) {}

  // What is known of the records of one producer.
  struct PerProducer {
    bool keeps_more = false;  // Any of what follows `greatest`.
    bool keeps_copies = false;
    CowArray<uint64_t> greatest;   // By key, see Pack; 0 says that nothing was seen.
    CowArray<uint64_t> ordinals;   // By key: where the greatest lies. With ShardOrder::kMixed.
    CowArray<uint64_t> processed;  // A bit a number. Of producers that may put a record twice.

    // What Observe comes to for nearly every record of a run: in order, with no more to keep. False
    // where it takes more than that, and then nothing has changed.
    bool TakeInOrder(uint32_t key, uint32_t number, ShardIndex shard) {
      if (keeps_more || key >= greatest.size()) return false;
      const uint64_t seen = Pack(number, shard);
      uint64_t& known = greatest.Mutable(key);
      if (NumberOf(seen) <= NumberOf(known)) return false;
      known = seen;
      return true;
    }
  };
  // Valid until another producer is asked for.
  PerProducer& Of(ProducerId producer, const OrderFacts& facts) {
    if (producer.index() >= producers_.size()) Meet(producer, facts);
    return producers_[producer.index()];
  }

  // The record is processed by this application for the first time.
  OrderVerdict Observe(Instant now, const ProofRecord& record, const OrderFacts& facts);
  // The application has processed the record before and does so again; `why` IsDuplicate.
  void OnceMore(OrderCause why, int64_t records = 1);

  int64_t violations() const { return violations_; }
  int64_t duplicates() const { return duplicates_; }
  const OrderCauseCounts& causes() const { return causes_; }
  const std::optional<OrderViolation>& first() const { return first_; }
  // The numbers of the proof do not tell where a record lies: whoever can look adds it, once.
  void LocateFirst(SequenceNumber number) { first_->overtaken_at = number; }

  void AddTo(Digest& digest) const;

 private:
  // The number plus one above the shard, so that one comparison of numbers is one of words.
  static uint64_t Pack(uint32_t number, ShardIndex shard) {
    return (uint64_t{number} + 1) << 32 | shard.value;
  }
  static uint64_t NumberOf(uint64_t packed) { return packed >> 32; }

  void Meet(ProducerId producer, const OrderFacts& facts);
  void NoteMore(PerProducer& of, const ProofRecord& record);
  OrderVerdict NoteBreak(Instant now, const ProofRecord& record, uint64_t greatest,
                         const OrderFacts& facts);
  OrderCause CauseOf(const ProofRecord& late, uint64_t greatest, const OrderFacts& facts) const;

  ShardOrder order_;
  std::vector<PerProducer> producers_;
  int64_t violations_ = 0;
  int64_t duplicates_ = 0;
  OrderCauseCounts causes_{};
  std::optional<OrderViolation> first_;
};

}  // namespace weir
