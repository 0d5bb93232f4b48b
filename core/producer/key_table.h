// The partition keys of one workload, each hashed once for the whole run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/model/hash_key.h"

namespace weir {

// Immutable once built and shared by every copy of an engine.
class KeyTable {
 public:
  // "truck-001" to "truck-100" from ("truck-", 100, 0): as many digits as the last one needs, or at
  // least `digits`. `count` is in [1, kKeysMax].
  static KeyTable Numbered(std::string prefix, int64_t count, int64_t digits);
  static KeyTable Of(std::vector<std::string> names);

  size_t size() const { return hashes_.size(); }
  HashKey hash(uint32_t key) const { return hashes_[key]; }
  // Length of the key's UTF-8 text.
  uint32_t bytes(uint32_t key) const { return equal_bytes_ > 0 ? equal_bytes_ : SpelledBytes(key); }
  std::string Name(uint32_t key) const;

 private:
  void HashAll();
  void AppendName(uint32_t key, std::string& text) const;
  uint32_t SpelledBytes(uint32_t key) const;

  // Numbered keys are spelled on demand: ten million of them need no text in memory.
  std::string prefix_;
  size_t digits_ = 0;
  uint32_t equal_bytes_ = 0;  // The length of all names where it is one, as with numbered keys.
  std::vector<std::string> names_;
  std::vector<HashKey> hashes_;
};

}  // namespace weir
