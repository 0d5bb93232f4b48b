// How many bytes an aggregate takes, counted record by record without writing it.
//
// Every partition key stands in the aggregate's table once, and records name it by its place there;
// so the size depends on which keys came before. Keys are told apart by their hash.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/model/hash_key.h"

namespace weir {

class AggregateSize {
 public:
  // Of the encoded record, magic number and digest included; 0 while it is empty.
  size_t bytes() const { return bytes_; }
  size_t BytesWith(HashKey key, size_t key_bytes, size_t data_bytes) const;
  void Add(HashKey key, size_t key_bytes, size_t data_bytes);
  void Clear();

 private:
  // Place of `key` in keys_, or keys_.size().
  size_t PlaceOf(HashKey key) const;
  size_t SlotOf(HashKey key) const;
  void Insert(HashKey key);

  size_t bytes_ = 0;
  std::vector<HashKey> keys_;
  std::vector<uint32_t> slots_;  // Open addressing by the low bits of a key: place plus one, or 0.
};

}  // namespace weir
