// A running 64-bit hash of canonical values. Equal digests are how the twins are compared.
//
// One multiplication a word, not eight as in byte-wise FNV: a digest is fed for every record.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace weir {

class Digest {
 public:
  // Every integer is widened to 64 bits, so that neither the width of a type (size_t is 32 bits on
  // wasm32) nor the byte order of the host can be seen in the result.
  void Add(uint64_t value) {
    state_ = (state_ ^ value) * kMultiplier;
    state_ ^= state_ >> 32;  // The high half alone depends on all bits: fold it into the low one.
  }
  void Add(int64_t value) { Add(static_cast<uint64_t>(value)); }
  void Add(uint32_t value) { Add(static_cast<uint64_t>(value)); }
  void Add(std::string_view bytes) {
    Add(static_cast<uint64_t>(bytes.size()));  // The length first: "ab","c" differs from "a","bc".
    uint64_t word = 0;
    int filled = 0;
    for (const char c : bytes) {
      word |= static_cast<uint64_t>(static_cast<uint8_t>(c)) << (8 * filled);
      if (++filled == 8) {
        Add(word);
        word = 0;
        filled = 0;
      }
    }
    if (filled > 0) Add(word);
  }

  uint64_t value() const { return state_; }

 private:
  static constexpr uint64_t kMultiplier = 0x9fb21c651e98df25ULL;  // Odd, about half its bits set.
  uint64_t state_ = 0xcbf29ce484222325ULL;
};

}  // namespace weir
