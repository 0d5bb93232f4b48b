// Built with -O3 and, natively, for x86-64-v3 (CMakeLists.txt): the floor uses what there is.
#include "tests/bench/hand_ingest.h"

#include <algorithm>
#include <cstring>

namespace weir::bench {
namespace {

#if defined(__AVX2__)
constexpr size_t kLanes = 8;
#else
constexpr size_t kLanes = 4;
#endif
using Vector = uint32_t __attribute__((vector_size(kLanes * sizeof(uint32_t))));

constexpr std::array<uint32_t, 64> kSines = {
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
    0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
    0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
    0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
    0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391};
constexpr int kShifts[4][4] = {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};

// Word `i` of the padded block of a 16-byte key: four words of key, 0x80, zeros, 128 bits.
inline Vector WordOf(const Vector (&key)[4], size_t i) {
  if (i < 4) return key[i];
  return Vector{} + (i == 4 ? 0x80U : i == 14 ? 128U : 0U);
}

// One block of kLanes keys of 16 bytes; digest words in state[0..3].
inline void Md5Lanes(const Vector (&key)[4], Vector (&state)[4]) {
  Vector a = Vector{} + 0x67452301U, b = Vector{} + 0xefcdab89U;
  Vector c = Vector{} + 0x98badcfeU, d = Vector{} + 0x10325476U;
#pragma GCC unroll 64
  for (size_t i = 0; i < 64; ++i) {
    Vector mixed;
    size_t word;
    if (i < 16) {
      mixed = d ^ (b & (c ^ d));
      word = i;
    } else if (i < 32) {
      mixed = c ^ (d & (b ^ c));
      word = (5 * i + 1) % 16;
    } else if (i < 48) {
      mixed = b ^ c ^ d;
      word = (3 * i + 5) % 16;
    } else {
      mixed = c ^ (b | ~d);
      word = (7 * i) % 16;
    }
    const Vector sum = a + mixed + WordOf(key, word) + kSines[i];
    const int shift = kShifts[i / 16][i % 4];
    a = d;
    d = c;
    c = b;
    b = b + (sum << shift | sum >> (32 - shift));
  }
  state[0] = a + 0x67452301U;
  state[1] = b + 0xefcdab89U;
  state[2] = c + 0x98badcfeU;
  state[3] = d + 0x10325476U;
}

inline uint64_t BigEndian(uint32_t first, uint32_t second) {
  return static_cast<uint64_t>(__builtin_bswap32(first)) << 32 | __builtin_bswap32(second);
}

}  // namespace

bool CanHandIngest() {
#if defined(__AVX2__)
  return __builtin_cpu_supports("avx2");
#else
  return true;
#endif
}

HandIngest::HandIngest(size_t segments) {
  for (size_t i = 0; i < kShards; ++i) {
    starts_[i] = {static_cast<uint64_t>(i) << 60, 0};
    for (size_t s = 0; s < segments; ++s) {
      shards_[i].ring.push_back({std::unique_ptr<char[]>(new char[kSegmentBytes]), {}, 0});
      shards_[i].ring.back().index.reserve(kSegmentBytes / 64);
    }
  }
}

inline void HandIngest::Append(Shard& shard, int64_t now_micros, const PutRecordsEntry& entry,
                               HashKey hash_key) {
  const auto data_bytes = static_cast<uint32_t>(entry.data.size());
  const uint32_t bytes = kHeaderBytes + static_cast<uint32_t>(kKeyBytes) + data_bytes;
  if (kSegmentBytes - shard.used < bytes) {
    shard.current = shard.current + 1 == shard.ring.size() ? 0 : shard.current + 1;
    shard.used = 0;
    shard.ring[shard.current].index.clear();
    shard.ring[shard.current].first_ordinal = shard.end;
  }
  Segment& segment = shard.ring[shard.current];
  char* to = segment.arena.get() + shard.used;
  const uint32_t sizes[2] = {static_cast<uint32_t>(kKeyBytes), data_bytes};
  std::memcpy(to, &now_micros, sizeof(now_micros));
  std::memcpy(to + 8, sizes, sizeof(sizes));
  std::memcpy(to + kHeaderBytes, entry.partition_key.data(), kKeyBytes);
  std::memcpy(to + kHeaderBytes + kKeyBytes, entry.data.data(), data_bytes);
  segment.index.push_back({shard.used, bytes, hash_key.hi, hash_key.lo});
  shard.used += bytes;
  ++shard.end;
}

void HandIngest::Put(int64_t now_micros, std::span<const PutRecordsEntry> entries,
                     std::span<PutRecordsResultEntry> results) {
  for (size_t first = 0; first < entries.size(); first += kLanes) {
    uint32_t words[4][kLanes] = {};
    const size_t count = std::min(kLanes, entries.size() - first);
    for (size_t lane = 0; lane < count; ++lane) {
      uint32_t key[4];
      std::memcpy(key, entries[first + lane].partition_key.data(), kKeyBytes);
      for (size_t w = 0; w < 4; ++w) words[w][lane] = key[w];
    }
    Vector key[4];
    std::memcpy(key, words, sizeof(key));
    Vector state[4];
    Md5Lanes(key, state);
    for (size_t lane = 0; lane < count; ++lane) {
      const HashKey hash{BigEndian(state[0][lane], state[1][lane]),
                         BigEndian(state[2][lane], state[3][lane])};
      size_t place = 0;  // The last start that is not above the hash, by halving.
      for (size_t step = kShards / 2; step > 0; step /= 2) {
        place += starts_[place + step].hi <= hash.hi ? step : 0;
      }
      Shard& shard = shards_[place];
      results[first + lane] = {PutOutcome::kAccepted, {static_cast<uint32_t>(place)}, {shard.end}};
      Append(shard, now_micros, entries[first + lane], hash);
    }
  }
}

HashKey HandIngest::hash_key(size_t shard, uint64_t ordinal) const {
  for (const Segment& segment : shards_[shard].ring) {
    const uint64_t end = segment.first_ordinal + segment.index.size();
    if (ordinal < segment.first_ordinal || ordinal >= end) continue;
    const IndexRow& row = segment.index[static_cast<size_t>(ordinal - segment.first_ordinal)];
    return {row.hash_hi, row.hash_lo};
  }
  return {};
}

}  // namespace weir::bench
