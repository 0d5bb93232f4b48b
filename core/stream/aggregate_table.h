// What the aggregated records of a simulated KPL hold: the user records of each, in their order.
//
// In a simulation a record of the log is 16 bytes that name a producer and a number. When the
// producer aggregates, that number is not the number of one user record but the place of an
// aggregate in here:
//
//   log row {producer 2, number 7}  -->  aggregate 7 of producer 2  -->  {key, number}, {key,
//   number} ...
//
// A reader de-aggregates by asking; who does not ask sees one record, as it does in the service.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/check.h"
#include "core/base/cow_array.h"
#include "core/base/digest.h"
#include "core/base/time.h"
#include "core/model/ids.h"

namespace weir {

// As many bytes as a row of the log.
struct UserRecord {
  uint32_t key = 0;
  uint32_t number = 0;
  uint32_t bytes = 0;       // Data and partition key, without the framing.
  uint32_t hash_place = 0;  // Where its own partition key lands, in 2^-32ths of the hash space.
};

class AggregateTable {
 public:
  // From now on the numbers of `producer`'s records are places in here.
  void MarkAggregating(ProducerId producer);
  bool Aggregates(ProducerId producer) const {
    return producer.index() < producers_.size() && producers_[producer.index()].aggregating;
  }

  // Adds an aggregate of these user records, which arrives at `now`, and returns its number: 0, 1,
  // 2, ... of its producer. One that was refused is added too, with nothing inside.
  uint32_t Add(Instant now, ProducerId producer, std::span<const UserRecord> records);
  // Frees the memory of most aggregates that arrived before `horizon`; those seem empty then.
  void Release(ProducerId producer, Instant horizon);

  uint32_t size(ProducerId producer) const;  // Aggregates added.
  uint32_t UserRecordsOf(ProducerId producer, uint32_t aggregate) const;
  // Calls visit(const UserRecord&) in the order in which they were added.
  template <typename Visit>
  void ForEach(ProducerId producer, uint32_t aggregate, Visit visit) const {
    const PerProducer& of = producers_[producer.index()];
    for (uint64_t i = of.Begin(aggregate); i < of.End(aggregate); ++i) {
      visit(of.records[static_cast<size_t>(i)]);
    }
  }

  void AddTo(Digest& digest) const;

 private:
  struct Aggregate {
    uint64_t end = 0;  // One past its last user record.
    int64_t arrived_at_micros = 0;
  };
  // Chunks are large, for their pointers are what a checkpoint copies.
  struct PerProducer {
    bool aggregating = false;
    uint32_t released = 0;  // Aggregates before it seem empty.
    CowArray<UserRecord, 8'192> records;
    CowArray<Aggregate, 4'096> aggregates;
    Digest added;

    bool Gone(uint32_t aggregate) const { return aggregate < released; }
    uint64_t End(uint32_t aggregate) const {
      return Gone(aggregate) ? 0 : aggregates[aggregate].end;
    }
    uint64_t Begin(uint32_t aggregate) const {
      return Gone(aggregate) || aggregate == 0 ? 0 : aggregates[aggregate - 1].end;
    }
  };

  std::vector<PerProducer> producers_;
};

}  // namespace weir
