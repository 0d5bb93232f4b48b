// The hash space on the canvas: from a place in it to pixels across the lanes, and back.
//
// Open shards divide the breadth by their share of the hash space, with a gap at every border
// between two of them. A closed shard lies where its range lies, so that a split or merge needs no
// rule of its own: the parent's tile ends where the children's begin.
//
//   share   0          1/2      3/4      1
//   pixels  [ shard 0 ] [ s 2 ] [ s 3 ]
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/model/hash_key.h"
#include "core/view/engine_view.h"

namespace weir::ui {

struct LaneSpan {
  float from = 0;
  float to = 0;
  float size() const { return to - from; }
};

class LaneMap {
 public:
  LaneMap() = default;
  // `breadth` in pixels. Many shards have narrower gaps, so that lanes do not vanish.
  LaneMap(std::span<const ShardView> shards, float breadth);

  LaneSpan Of(const HashKeyRange& range) const;
  // `place` in 2^-32ths of the hash space.
  float At(uint32_t place) const;
  uint32_t PlaceAt(float pixel) const;

  float gap() const { return gap_; }
  size_t lanes() const { return borders_.size() + 1; }

 private:
  // `borders` below the place, each of which has moved it by a gap.
  float Pixel(double share, size_t borders) const;

  std::vector<HashKey> borders_;  // Where an open shard begins, but for the first. Sorted.
  float breadth_ = 0;
  float gap_ = 0;
};

// The share of the whole hash space that `range` holds, 0 to 1.
double ShareOf(const HashKeyRange& range);

}  // namespace weir::ui
