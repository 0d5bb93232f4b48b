#include "core/base/md5.h"

#include <algorithm>

#include "core/base/check.h"
#include "core/base/md5_kernels.h"

#define WEIR_MD5_TARGET
#include "core/base/md5_lanes.inc"

namespace weir {
namespace {

void CompressBlock(uint32_t (&state)[1][4], const uint8_t* block) {
  uint32_t words[1][16];
  std::memcpy(words[0], block, kMd5BlockBytes);
  Md5Compress(state, words, std::make_index_sequence<64>());
}

void HashScalar(std::span<const std::string_view> messages, std::span<Md5Digest> digests) {
  WEIR_CHECK(messages.size() == digests.size());
  for (size_t i = 0; i < messages.size(); ++i) digests[i] = Md5(messages[i]);
}

// Slowest first. A table with a count, because what the processor can do is known only now.
struct Kernels {
  std::array<Md5Kernel, 3> list{};
  size_t count = 0;

  Kernels() {
    list[count++] = {"scalar", 1, HashScalar};
#if WEIR_MD5_HAS_SIMD128
    list[count++] = {"simd128", 4, md5_kernels::HashSimd128};
#endif
#if WEIR_MD5_HAS_AVX2
    if (__builtin_cpu_supports("avx2")) list[count++] = {"avx2", 8, md5_kernels::HashAvx2};
#endif
  }
};

}  // namespace

Md5Digest Md5(std::string_view message) {
  uint32_t state[1][4] = {{kMd5Start[0], kMd5Start[1], kMd5Start[2], kMd5Start[3]}};
  const auto* bytes = reinterpret_cast<const uint8_t*>(message.data());
  size_t left = message.size();
  for (; left >= kMd5BlockBytes; left -= kMd5BlockBytes, bytes += kMd5BlockBytes) {
    CompressBlock(state, bytes);
  }

  // What is left, 0x80, zeros and the length in bits: one block, or two if the length has no room.
  std::array<uint8_t, 2 * kMd5BlockBytes> last{};
  if (left > 0) std::memcpy(last.data(), bytes, left);
  last[left] = 0x80;
  const bool two_blocks = left > kMd5OneBlockBytesMax;
  const uint64_t bits = static_cast<uint64_t>(message.size()) * 8;
  std::memcpy(last.data() + kMd5LengthOffset + (two_blocks ? kMd5BlockBytes : 0), &bits,
              sizeof(bits));
  CompressBlock(state, last.data());
  if (two_blocks) CompressBlock(state, last.data() + kMd5BlockBytes);

  Md5Digest digest;
  std::memcpy(digest.bytes.data(), state[0], digest.bytes.size());
  return digest;
}

std::span<const Md5Kernel> Md5Kernels() {
  static const Kernels kKernels;
  return std::span(kKernels.list).first(kKernels.count);
}

void Md5Batch(std::span<const std::string_view> messages, std::span<Md5Digest> digests) {
  Md5Kernels().back().hash(messages, digests);
}

}  // namespace weir
