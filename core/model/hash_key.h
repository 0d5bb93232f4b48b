// The 128-bit key space in which partition keys land and which shards divide among themselves.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/digest.h"
#include "core/base/result.h"

namespace weir {

struct HashKey {
  uint64_t hi = 0;  // Declared first, so that the default order compares it first.
  uint64_t lo = 0;
  friend constexpr auto operator<=>(const HashKey&, const HashKey&) = default;

  void AddTo(Digest& digest) const {
    digest.Add(hi);
    digest.Add(lo);
  }
};

inline constexpr HashKey kHashKeyMax{UINT64_MAX, UINT64_MAX};

constexpr HashKey Next(HashKey key) {
  return {key.hi + (key.lo == UINT64_MAX ? 1 : 0), key.lo + 1};
}
constexpr HashKey Previous(HashKey key) { return {key.hi - (key.lo == 0 ? 1 : 0), key.lo - 1}; }

// Both ends belong to the range, as in the API.
struct HashKeyRange {
  HashKey starting;
  HashKey ending;
  friend constexpr auto operator<=>(const HashKeyRange&, const HashKeyRange&) = default;

  constexpr bool Contains(HashKey key) const { return starting <= key && key <= ending; }
};

inline constexpr HashKeyRange kWholeHashRange{{0, 0}, kHashKeyMax};

// MD5 of the UTF-8 bytes, read as an unsigned big-endian number: where a partition key lands.
HashKey HashKeyOf(std::string_view partition_key);

// Decimal, as the API writes hash keys.
std::string ToDecimal(HashKey key);
// Accepts `0|([1-9]\d{0,38})` below 2^128, the API's own pattern. Error kInvalidArgument.
Result<HashKey> ParseHashKey(std::string_view decimal);

// `count` ranges as CreateStream cuts them: floor(2^128 / count) each, the last one takes the rest.
// `count` is in [1, kShardsPerStreamMax].
std::vector<HashKeyRange> UniformHashRanges(int64_t count);

// The middle of a range: where a split into equal halves starts its second child.
HashKey MiddleOf(const HashKeyRange& range);

// The share of the whole space that lies below `key`, in 2^-32ths (0 to 2^32 - 1). For pictures.
constexpr uint32_t PlaceInSpace(HashKey key) { return static_cast<uint32_t>(key.hi >> 32); }

}  // namespace weir
