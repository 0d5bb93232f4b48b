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

  // Adds an aggregate of these user records and returns its number: 0, 1, 2, ... of its producer.
  uint32_t Add(ProducerId producer, std::span<const UserRecord> records);

  uint32_t size(ProducerId producer) const;  // Aggregates added.
  uint32_t UserRecordsOf(ProducerId producer, uint32_t aggregate) const;
  // Calls visit(const UserRecord&) in the order in which they were added.
  template <typename Visit>
  void ForEach(ProducerId producer, uint32_t aggregate, Visit visit) const {
    const PerProducer& of = producers_[producer.index()];
    WEIR_CHECK(aggregate < of.ends.size());
    const uint64_t begin = aggregate == 0 ? 0 : of.ends[aggregate - 1];
    for (uint64_t i = begin; i < of.ends[aggregate]; ++i) visit(of.records[i]);
  }

  void AddTo(Digest& digest) const;

 private:
  struct PerProducer {
    bool aggregating = false;
    CowArray<UserRecord> records;
    CowArray<uint64_t> ends;  // By aggregate: one past its last user record.
    Digest added;
  };

  std::vector<PerProducer> producers_;
};

}  // namespace weir
