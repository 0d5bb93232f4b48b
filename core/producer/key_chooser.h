// Which key the next record belongs to, and which partition key it is put under.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "core/base/alias_table.h"
#include "core/base/digest.h"
#include "core/base/prng.h"
#include "core/model/hash_key.h"
#include "core/producer/key_table.h"
#include "core/producer/workload_spec.h"

namespace weir {

class KeyChooser {
 public:
  // Builds the key table and hashes it: the work of a start, not of a run.
  KeyChooser(KeySpec spec, Prng prng);
  // The keys of a data set: every row brings its own.
  explicit KeyChooser(std::shared_ptr<const KeyTable> table);

  // Draws the key of the next record.
  uint32_t Choose() {
    return spec_.shape == KeyShape::kUniform ? static_cast<uint32_t>(prng_.Below(table_->size()))
                                             : ChooseUnevenly();
  }

  // Where the record lands. A salted or random partition key is made from `number` alone, so that
  // anyone who holds the record can spell it again.
  HashKey HashOf(uint32_t key, uint32_t number) const {
    return spec_.partition_by == PartitionBy::kKey ? table_->hash(key)
                                                   : HashKeyOf(PartitionKey(key, number));
  }
  uint32_t PartitionKeyBytes(uint32_t key, uint32_t number) const {
    return spec_.partition_by == PartitionBy::kKey
               ? table_->bytes(key)
               : static_cast<uint32_t>(PartitionKey(key, number).size());
  }
  std::string PartitionKey(uint32_t key, uint32_t number) const;

  const KeyTable& table() const { return *table_; }
  void AddTo(Digest& digest) const { prng_.AddTo(digest); }

 private:
  uint32_t ChooseUnevenly();
  uint64_t SaltOf(uint32_t number) const;

  KeySpec spec_;
  Prng prng_;
  uint64_t salt_seed_ = 0;
  uint32_t turn_ = 0;  // Fleet: whose turn it is.
  std::shared_ptr<const KeyTable> table_;
  std::shared_ptr<const AliasTable> weights_;  // Zipf only.
};

}  // namespace weir
