// MD5 (RFC 1321) of partition keys: many short messages at once.
//
// The service maps a partition key to a shard by the key's MD5, so a PutRecords batch of 500 means
// 500 digests. One MD5 is a single chain of 64 dependent steps that leaves most of a processor
// idle; hashing several keys side by side, one per vector lane, is worth three times.
// MD5 protects nothing here: it only spreads keys.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace weir {

struct Md5Digest {
  std::array<uint8_t, 16> bytes{};
  friend constexpr auto operator<=>(const Md5Digest&, const Md5Digest&) = default;

  // The digest read as an unsigned 128-bit number, most significant byte first, as the service
  // reads it: hi() is its upper half, lo() its lower.
  constexpr uint64_t hi() const { return BigEndian(0); }
  constexpr uint64_t lo() const { return BigEndian(8); }

 private:
  constexpr uint64_t BigEndian(size_t first) const {
    uint64_t value = 0;
    for (size_t i = first; i < first + 8; ++i) value = value << 8 | bytes[i];
    return value;
  }
};

// Of one message of any length.
Md5Digest Md5(std::string_view message);

// digests[i] = Md5(messages[i]), by the fastest kernel of this processor. Both spans have the same
// size. Messages up to 55 bytes (one padded block) share lanes; a longer one is hashed alone.
void Md5Batch(std::span<const std::string_view> messages, std::span<Md5Digest> digests);

// One way of hashing a batch. Tests compare all of them and the benchmark names them; everyone
// else calls Md5Batch.
struct Md5Kernel {
  std::string_view name;  // "scalar", "simd128", "avx2".
  int lanes = 1;          // Messages hashed side by side.
  void (*hash)(std::span<const std::string_view> messages, std::span<Md5Digest> digests) = nullptr;
};

// The kernels that run on this processor, slowest first; "scalar" is always there.
std::span<const Md5Kernel> Md5Kernels();

}  // namespace weir
