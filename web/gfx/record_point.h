// A record as a vertex of shaders/records.vert.glsl: twelve bytes that never change.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>

#include "core/base/time.h"
#include "core/model/hash_key.h"

namespace weir::gfx {

struct RecordPoint {
  uint32_t seconds = 0;          // Since the start.
  uint32_t micros_and_look = 0;  // Microseconds (20 bits), size class (6), colour (3), glyph (3).
  uint32_t shard_and_place = 0;  // Shard (16), place within its range (16).
  friend bool operator==(const RecordPoint&, const RecordPoint&) = default;
};
static_assert(sizeof(RecordPoint) == 12);

// Twice the binary logarithm of `bytes`: 0 for one byte, 40 for a MiB, 46 for ten. At least 0.
constexpr uint32_t SizeClass(uint32_t bytes) {
  if (bytes < 2) return 0;
  const auto whole = static_cast<uint32_t>(std::bit_width(bytes)) - 1;
  // The upper half of an octave begins at its 1.41-fold.
  const bool upper = uint64_t{bytes} * 1'000 > (uint64_t{1} << whole) * 1'414;
  return std::min<uint32_t>(whole * 2 + (upper ? 1 : 0), 63);
}

// Eight colours, and for each eight glyphs: 64 keys that look different. Neighbouring key numbers
// differ in colour, which the eye tells first.
constexpr uint32_t ColorOfKey(uint32_t key) { return key % 8; }
constexpr uint32_t GlyphOfKey(uint32_t key) { return key / 8 % 8; }

// `place` within [from, to], all in 2^-32ths of the hash space, as 0 to 65535.
constexpr uint32_t PlaceWithin(uint32_t place, const HashKeyRange& range) {
  const uint64_t from = PlaceInSpace(range.starting);
  const uint64_t size = uint64_t{PlaceInSpace(range.ending)} + 1 - from;
  const uint64_t within = place > from ? place - from : 0;
  return static_cast<uint32_t>(std::min<uint64_t>(within * 65'536 / size, 65'535));
}

constexpr RecordPoint MakePoint(Duration since_start, uint32_t shard, uint32_t place_within,
                                uint32_t size_class, uint32_t key) {
  const auto micros = static_cast<uint32_t>(since_start.micros % 1'000'000);
  return {static_cast<uint32_t>(since_start.micros / 1'000'000),
          micros | size_class << 20 | ColorOfKey(key) << 26 | GlyphOfKey(key) << 29,
          (shard & 0xffff) << 16 | place_within};
}

}  // namespace weir::gfx
