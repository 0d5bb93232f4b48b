// Which records are poisoned: the ones that whoever processes them cannot, however often it tries.
//
// A property of the record and not of the attempt, so that every kind of consumer fails on the same
// ones and what each of them does about it can be compared.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/consumer/order_proof.h"
#include "core/model/ids.h"

namespace weir {

// A record is poisoned when every condition that is given holds for it. Without any, none is.
struct PoisonSpec {
  std::optional<ProducerId> producer;  // None: of any producer.
  std::optional<uint32_t> key;         // Place in the producer's key table. None: any key.
  int64_t every = 0;                   // Of the producer's count: the Nth, the 2Nth, ... 0: all.
  std::vector<uint32_t> numbers;       // Sorted; empty: all. Not together with `every`.

  bool any() const { return producer || key || every > 0 || !numbers.empty(); }
};

inline bool IsPoisoned(const PoisonSpec& poison, const ProofRecord& record) {
  if (!poison.any()) return false;
  if (poison.producer && *poison.producer != record.producer) return false;
  if (poison.key && *poison.key != record.key) return false;
  if (poison.every > 0 && (int64_t{record.number} + 1) % poison.every != 0) return false;
  return poison.numbers.empty() || std::ranges::binary_search(poison.numbers, record.number);
}

}  // namespace weir
