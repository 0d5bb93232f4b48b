// What producers sent more than once, so that an order proof can tell why a record came late.
//
// The service knows nothing of this and nobody's behaviour depends on it: it is a note that a
// simulated producer makes when it sends a record again, by the record's number (of a producer that
// aggregates: of the user record). Nothing is kept for a producer that never had to.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/cow_array.h"
#include "core/base/digest.h"
#include "core/model/ids.h"
#include "core/model/order_cause.h"

namespace weir {

class ResendTable {
 public:
  // The record was refused (and is sent again, or given up).
  void NoteRefused(ProducerId producer, uint32_t number) { Note(producer, number, 1); }
  // Nothing refused the record, and its producer sends it again: it never heard that it was
  // accepted, found it in another shard than it had expected, or had held it back for too long.
  void NoteSentAgain(ProducerId producer, uint32_t number) { Note(producer, number, 2); }

  bool WasRefused(ProducerId producer, uint32_t number) const {
    return (NotesOf(producer, number) & 1) != 0;
  }
  bool WasSentAgain(ProducerId producer, uint32_t number) const {
    return (NotesOf(producer, number) & 2) != 0;
  }

  // From now on `producer` may put records twice, always for the same reason. A proof that meets
  // its records for the first time after this keeps track of each, to know a second copy when it
  // sees one.
  void MarkMayPutTwice(ProducerId producer, OrderCause why) {
    Of(producer).may_put_twice = true;
    Of(producer).why_twice = why;
  }
  bool MayPutTwice(ProducerId producer) const {
    return producer.index() < producers_.size() && producers_[producer.index()].may_put_twice;
  }

  OrderCause WhyTwice(ProducerId producer) const {
    return MayPutTwice(producer) ? producers_[producer.index()].why_twice : OrderCause::kPutTwice;
  }

  void AddTo(Digest& digest) const;

 private:
  struct PerProducer {
    bool may_put_twice = false;
    OrderCause why_twice = OrderCause::kPutTwice;
    CowArray<uint64_t, 512> notes;  // Two bits a record.
    Digest noted;
  };

  PerProducer& Of(ProducerId producer);
  void Note(ProducerId producer, uint32_t number, uint64_t note);
  uint64_t NotesOf(ProducerId producer, uint32_t number) const;

  std::vector<PerProducer> producers_;
};

}  // namespace weir
