#include "web/ui/pick.h"

#include <algorithm>
#include <vector>

#include "web/gfx/record_feed.h"
#include "web/gfx/record_point.h"

namespace weir::ui {

std::optional<Spot> SpotOf(const Scene& scene, ShardIndex shard, const RecordView& record) {
  if (record.arrived_at > scene.now) return std::nullopt;
  const float along = scene.axis.At(scene.now - record.arrived_at);
  if (along > scene.axis.length()) return std::nullopt;
  const HashKeyRange& range = scene.stream().shards[shard.index()].range;
  const uint32_t within = gfx::PlaceWithin(record.hash_place, range);
  const LaneSpan lane = scene.lanes.Of(range);
  return scene.At(along, AcrossOfRecord(lane, static_cast<double>(within) / 65'535));
}

std::optional<Hit> RecordAt(const Engine& engine, const Scene& scene, Spot spot, float reach) {
  if (!scene.layout.lanes.Contains(spot)) return std::nullopt;
  const float along = scene.AlongOf(spot);
  const float across = scene.AcrossOf(spot);
  const Instant oldest = scene.now - scene.axis.AgeAt(along + reach);
  const Instant newest = scene.now - scene.axis.AgeAt(std::max(along - reach, 0.0f));
  std::optional<Hit> best;
  float best_distance = reach * reach;
  std::vector<RecordView> records;
  for (const ShardView& shard : scene.stream().shards) {
    const LaneSpan lane = scene.lanes.Of(shard.range);
    if (shard.end == shard.trim_horizon || across < lane.from - reach || across > lane.to + reach) {
      continue;
    }
    const uint64_t from = gfx::FirstSince(engine, scene.stream_id, shard.index, oldest);
    const uint64_t to = gfx::FirstSince(engine, scene.stream_id, shard.index, newest + Micros(1));
    if (from >= to) continue;
    const uint64_t count = std::min<uint64_t>(to - from, kRecordsTried);
    records.clear();
    engine.CopyRecords(scene.stream_id, shard.index, to - count, static_cast<size_t>(count),
                       records);
    for (const RecordView& record : records) {
      const std::optional<Spot> at = SpotOf(scene, shard.index, record);
      if (!at) continue;
      const float dx = at->x - spot.x;
      const float dy = at->y - spot.y;
      if (dx * dx + dy * dy > best_distance) continue;
      best_distance = dx * dx + dy * dy;
      best = Hit{{scene.stream_id, shard.index, record.ordinal}, record, *at};
    }
  }
  return best;
}

std::optional<app::ShardRef> ShardAt(const Scene& scene, Spot spot) {
  const std::vector<ShardView>& shards = scene.stream().shards;
  for (size_t i = shards.size(); i > 0; --i) {
    const std::optional<Box> tile = TileOf(scene, shards[i - 1]);
    if (tile && tile->Contains(spot)) return app::ShardRef{scene.stream_id, shards[i - 1].index};
  }
  return std::nullopt;
}

}  // namespace weir::ui
