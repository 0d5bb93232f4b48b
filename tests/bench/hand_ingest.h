// The floor under `bench ingest`: what a person writes by hand for exactly this load and no other.
//
//   16-byte keys -> MD5 in lanes -> shard by range lookup -> |header|key|data| into a ring of 4 MiB
//   segments, {offset, size, hash key} into an index beside it
//
// No limits, no validation, no expiry by time, no digest, no sharing between copies.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/model/hash_key.h"
#include "core/model/record.h"

namespace weir::bench {

class HandIngest {
 public:
  static constexpr size_t kShards = 16;
  static constexpr size_t kKeyBytes = 16;

  // A ring of `segments` segments for every shard.
  explicit HandIngest(size_t segments);

  // Keys must have kKeyBytes; 8 entries or a multiple of it.
  void Put(int64_t now_micros, std::span<const PutRecordsEntry> entries,
           std::span<PutRecordsResultEntry> results);

  HashKey hash_key(size_t shard, uint64_t ordinal) const;

 private:
  static constexpr uint32_t kSegmentBytes = 4 << 20;
  static constexpr uint32_t kHeaderBytes = 16;

  struct IndexRow {
    uint32_t offset;
    uint32_t bytes;
    uint64_t hash_hi;
    uint64_t hash_lo;
  };
  struct Segment {
    std::unique_ptr<char[]> arena;
    std::vector<IndexRow> index;
    uint64_t first_ordinal = 0;
  };
  struct Shard {
    std::vector<Segment> ring;
    size_t current = 0;
    uint32_t used = 0;
    uint64_t end = 0;
  };

  void Append(Shard& shard, int64_t now_micros, const PutRecordsEntry& entry, HashKey hash_key);

  std::array<HashKey, kShards> starts_;
  std::array<Shard, kShards> shards_;
};

// Whether this processor can run it.
bool CanHandIngest();

}  // namespace weir::bench
