// MD5 of four messages side by side: SSE2 on any x86-64, NEON, SIMD128 on the web.
#include "core/base/md5_kernels.h"

#if WEIR_MD5_HAS_SIMD128

#define WEIR_MD5_TARGET
#include "core/base/md5_lanes.inc"
// After md5_lanes.inc, which it builds upon.
#include "core/base/md5_batch.inc"

namespace weir::md5_kernels {
namespace {

// Copies `n` bytes at both ends of `size` bytes: the two may overlap, and together cover 2n.
template <size_t n>
inline void CopyEnds(uint8_t* to, const char* from, size_t size) {
  std::memcpy(to, from, n);
  std::memcpy(to + size - n, from + size - n, n);
}

struct Pad {
  // Copies of constant size become single moves; a memcpy of `size` bytes would cost as much as
  // the hash itself.
  static inline void Block(uint8_t* block, std::string_view message) {
    const char* bytes = message.data();
    const size_t size = message.size();
    std::memset(block, 0, kMd5BlockBytes);
    if (size >= 16) {
      if (size > 32) std::memcpy(block + 16, bytes + 16, 16);
      if (size > 48) std::memcpy(block + 32, bytes + 32, 16);
      CopyEnds<16>(block, bytes, size);
    } else if (size >= 8) {
      CopyEnds<8>(block, bytes, size);
    } else if (size >= 4) {
      CopyEnds<4>(block, bytes, size);
    } else {
      for (size_t i = 0; i < size; ++i) block[i] = static_cast<uint8_t>(bytes[i]);
    }
    block[size] = 0x80;
    const auto bits = static_cast<uint32_t>(size * 8);
    std::memcpy(block + kMd5LengthOffset, &bits, sizeof(bits));
  }
};

}  // namespace

void HashSimd128(std::span<const std::string_view> messages, std::span<Md5Digest> digests) {
  using Quad = uint32_t __attribute__((vector_size(16)));
  Md5HashInLanes<Quad, Pad>(messages, digests);
}

}  // namespace weir::md5_kernels

#endif  // WEIR_MD5_HAS_SIMD128
