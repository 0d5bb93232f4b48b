// The kernels behind core/base/md5.h, for md5.cc alone.
#pragma once

#include <span>
#include <string_view>

#include "core/base/md5.h"

// Four lanes wherever a register holds them: SSE2, NEON, SIMD128 of WebAssembly.
#if defined(__SSE2__) || defined(__ARM_NEON) || defined(__wasm_simd128__)
#define WEIR_MD5_HAS_SIMD128 1
#else
#define WEIR_MD5_HAS_SIMD128 0
#endif

#if defined(__x86_64__)
#define WEIR_MD5_HAS_AVX2 1
#else
#define WEIR_MD5_HAS_AVX2 0
#endif

namespace weir::md5_kernels {

#if WEIR_MD5_HAS_SIMD128
void HashSimd128(std::span<const std::string_view> messages, std::span<Md5Digest> digests);
#endif

#if WEIR_MD5_HAS_AVX2
// Only for a processor that has AVX2.
void HashAvx2(std::span<const std::string_view> messages, std::span<Md5Digest> digests);
#endif

}  // namespace weir::md5_kernels
