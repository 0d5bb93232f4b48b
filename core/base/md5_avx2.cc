// MD5 of eight messages side by side with AVX2. The rest of the program is built for any x86-64,
// so the instructions are let in function by function, and md5.cc asks the processor first.
#include "core/base/md5_kernels.h"

#if WEIR_MD5_HAS_AVX2

#include <immintrin.h>

#define WEIR_MD5_TARGET __attribute__((target("avx2")))
#include "core/base/md5_lanes.inc"
// After md5_lanes.inc, which it builds upon.
#include "core/base/md5_batch.inc"

namespace weir::md5_kernels {
namespace {

// Eight words from kWordMasks + 8 - n are n words of ones, then zeros.
alignas(64) constexpr std::array<int32_t, 24> kWordMasks = {-1, -1, -1, -1, -1, -1, -1, -1};

struct Pad {
  // Whole words come by masked loads, which touch no byte outside the message and need no branch
  // on its size: sizes that vary would be mispredicted. At most 3 bytes are left for the last word.
  WEIR_MD5_INLINE static void Block(uint8_t* block, std::string_view message) {
    const char* bytes = message.data();
    const size_t size = message.size();
    const size_t whole_words = size / 4;
    const size_t low_words = std::min<size_t>(whole_words, 8);
    LoadWords(block, bytes, low_words);
    LoadWords(block + 32, bytes + 4 * low_words, whole_words - low_words);

    const size_t left = size % 4;
    uint32_t tail = 0;
    if (size >= 4) {
      std::memcpy(&tail, bytes + size - 4, sizeof(tail));
      // Shifted in two steps, since a shift by all 32 bits (nothing left) is undefined.
      tail = tail >> 8 >> (8 * (3 - left));
    } else {
      for (size_t i = 0; i < left; ++i) {
        tail |= static_cast<uint32_t>(static_cast<uint8_t>(bytes[i])) << (8 * i);
      }
    }
    tail |= 0x80U << (8 * left);
    std::memcpy(block + 4 * whole_words, &tail, sizeof(tail));
    const auto bits = static_cast<uint32_t>(size * 8);
    std::memcpy(block + kMd5LengthOffset, &bits, sizeof(bits));
  }

  // Eight words to `to`: `count` of them from `from`, then zeros.
  WEIR_MD5_INLINE static void LoadWords(uint8_t* to, const char* from, size_t count) {
    const __m256i mask =
        _mm256_loadu_si256(reinterpret_cast<const __m256i*>(kWordMasks.data() + 8 - count));
    const __m256i words = _mm256_maskload_epi32(reinterpret_cast<const int*>(from), mask);
    _mm256_store_si256(reinterpret_cast<__m256i*>(to), words);
  }
};

}  // namespace

WEIR_MD5_TARGET
void HashAvx2(std::span<const std::string_view> messages, std::span<Md5Digest> digests) {
  using Octet = uint32_t __attribute__((vector_size(32)));
  Md5HashInLanes<Octet, Pad>(messages, digests);
}

}  // namespace weir::md5_kernels

#endif  // WEIR_MD5_HAS_AVX2
