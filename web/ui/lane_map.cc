#include "web/ui/lane_map.h"

#include <algorithm>
#include <cmath>

namespace weir::ui {
namespace {

constexpr double kPlaces = 4'294'967'296.0;
constexpr double kTwoTo64 = 18'446'744'073'709'551'616.0;

float GapFor(size_t lanes, float breadth) {
  if (lanes < 2) return 0;
  const float most = lanes <= 12 ? 8.0f : lanes <= 32 ? 4.0f : 2.0f;
  return std::min(most, breadth * 0.25f / static_cast<float>(lanes));
}

}  // namespace

LaneMap::LaneMap(std::span<const ShardView> shards, float breadth) : breadth_(breadth) {
  for (const ShardView& shard : shards) {
    if (shard.state == ShardState::kOpen && shard.range.starting != HashKey{}) {
      borders_.push_back(shard.range.starting);
    }
  }
  std::ranges::sort(borders_);
  gap_ = GapFor(lanes(), breadth);
}

float LaneMap::Pixel(double share, size_t borders) const {
  const double usable = static_cast<double>(breadth_ - gap_ * static_cast<float>(borders_.size()));
  return static_cast<float>(share * usable +
                            static_cast<double>(gap_) * static_cast<double>(borders));
}

LaneSpan LaneMap::Of(const HashKeyRange& range) const {
  const auto below_first = std::ranges::upper_bound(borders_, range.starting) - borders_.begin();
  // A border right behind the range's last key is not within it.
  const auto below_end = std::ranges::upper_bound(borders_, range.ending) - borders_.begin();
  const double first = PlaceInSpace(range.starting) / kPlaces;
  // One past the last place; that of the whole space is 2^32, which no uint32_t holds.
  const double end = (static_cast<double>(PlaceInSpace(range.ending)) + 1) / kPlaces;
  return {Pixel(first, static_cast<size_t>(below_first)),
          Pixel(end, static_cast<size_t>(below_end))};
}

float LaneMap::At(uint32_t place) const {
  const HashKey key{uint64_t{place} << 32, 0};
  const auto below = std::ranges::upper_bound(borders_, key) - borders_.begin();
  return Pixel(place / kPlaces, static_cast<size_t>(below));
}

uint32_t LaneMap::PlaceAt(float pixel) const {
  // At() grows with its argument: a binary search over the 32 bits of a place.
  uint32_t place = 0;
  for (uint32_t bit = uint32_t{1} << 31; bit != 0; bit >>= 1) {
    if (At(place | bit) <= pixel) place |= bit;
  }
  return place;
}

double ShareOf(const HashKeyRange& range) {
  const double hi = static_cast<double>(range.ending.hi - range.starting.hi);
  const double lo = static_cast<double>(range.ending.lo) - static_cast<double>(range.starting.lo);
  return std::clamp((hi + lo / kTwoTo64) / kTwoTo64, 0.0, 1.0);
}

}  // namespace weir::ui
