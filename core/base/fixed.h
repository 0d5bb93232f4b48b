// Logarithm, power, sine and exponential draws in whole numbers.
//
// The C library's log and exp differ between the twins in their last bits, and one bit is enough to
// move an event. These functions use integers alone, so they give the same result everywhere; the
// errors below are against the true values.
#pragma once

#include <cstdint>

namespace weir {

// Logarithms are fixed-point numbers: this many bits after the binary point ("Q46").
inline constexpr int kLogBits = 46;

// MulShift by four 32-bit products: WebAssembly would call a library function for a 128-bit one.
constexpr uint64_t MulShiftByParts(uint64_t a, uint64_t b, int shift) {
  const uint64_t low = (a & UINT32_MAX) * (b & UINT32_MAX);
  const uint64_t cross = (a >> 32) * (b & UINT32_MAX) + (low >> 32);
  const uint64_t cross2 = (a & UINT32_MAX) * (b >> 32) + (cross & UINT32_MAX);
  const uint64_t high = (a >> 32) * (b >> 32) + (cross >> 32) + (cross2 >> 32);
  if (shift == 64) return high;
  const uint64_t bottom = cross2 << 32 | (low & UINT32_MAX);
  return shift == 0 ? bottom : high << (64 - shift) | bottom >> shift;
}

// (a * b) >> shift from the full 128-bit product, which must fit 64 bits then. shift: 0 to 64.
constexpr uint64_t MulShift(uint64_t a, uint64_t b, int shift) {
#if defined(__SIZEOF_INT128__) && !defined(__wasm__)
  __extension__ using Wide = unsigned __int128;
  return static_cast<uint64_t>(static_cast<Wide>(a) * b >> shift);
#else
  return MulShiftByParts(a, b, shift);
#endif
}

// log2(x) * 2^46 for x >= 1; 0 to 64 * 2^46. Absolute error below 2^-34 (6e-11); exact for powers
// of two, and relative to the distance from the nearest of them below 1e-8.
uint64_t Log2(uint64_t x);

// 2^(exponent / 2^46), rounded down; exponent below 64 * 2^46. Relative error below 1e-10, plus the
// rounding.
uint64_t Exp2(uint64_t exponent);

// A draw from the exponential distribution with the given mean: the gap between two arrivals of a
// Poisson process. Uses one 64-bit draw of a Prng: mean * -ln(u) with u = (draw | 1) / 2^64,
// rounded to the nearest whole number of the mean's unit, at most 45 means. Relative error below
// 1e-7, plus the rounding. Rounding gaps one by one to microseconds would blur a fast process: give
// the mean in a finer unit and add up in it. mean below 2^57.
uint64_t ExponentialGap(uint64_t draw, uint64_t mean);

// The weight of the key of rank `rank` (1 is the most frequent) under Zipf's law with the exponent
// s = exponent_hundredths / 100, s from 0 to 3: kZipfTopWeight * rank^-s, rounded down, so 0 for a
// key that would be drawn less than once in 2^38 times. The weights of all ranks below 2^24 sum up
// to less than 2^62.
inline constexpr uint64_t kZipfTopWeight = 1ULL << 38;
uint64_t ZipfWeight(uint64_t rank, int32_t exponent_hundredths);

// sin(2 pi * turn / 2^32) in millionths, rounded to the nearest; error below 1 millionth. A whole
// turn wraps by itself.
int32_t SineMillionths(uint32_t turn);

}  // namespace weir
