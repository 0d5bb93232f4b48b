#include "web/app/picture.h"

#include <algorithm>
#include <cfloat>
#include <optional>
#include <utility>

#include "web/gfx/record_feed.h"

namespace weir::app {
namespace {

// Rings of refused writes stand so far apart.
constexpr float kRefusalsApart = 14;

gfx::Rgba ToRgba(ui::Color color) {
  return {static_cast<float>(color.r) / 255, static_cast<float>(color.g) / 255,
          static_cast<float>(color.b) / 255, static_cast<float>(color.a) / 255};
}

// How old the oldest record is that some reader has still to process; nobody reads: no record is
// read. In seconds.
float ReadAge(const ui::Scene& scene, ShardIndex shard) {
  const std::vector<ui::ReaderOf> readers = ui::ReadersOf(scene, shard);
  if (readers.empty()) return FLT_MAX;
  Duration behind;
  for (const ui::ReaderOf& reader : readers) behind = std::max(behind, reader.lease->behind);
  return static_cast<float>(static_cast<double>(behind.micros) / 1e6);
}

}  // namespace

void CountRecent(const Engine& engine, ui::Scene& scene) {
  // A second; longer where the window is, so that the number does not jump from frame to frame.
  scene.recent_span = std::max(Seconds(1), scene.axis.window() / 60);
  const Duration since_start = scene.view->now - scene.view->start;
  if (since_start > Micros(0)) scene.recent_span = std::min(scene.recent_span, since_start);
  const Instant from = scene.view->now - scene.recent_span;
  for (const ShardView& shard : scene.stream().shards) {
    scene.recent[shard.index.index()] = static_cast<int64_t>(
        shard.end - gfx::FirstSince(engine, scene.stream_id, shard.index, from));
  }
}

gfx::Plane PlaneOf(const ui::Scene& scene, const UiState& state) {
  gfx::Plane plane;
  const ui::Layout& layout = scene.layout;
  plane.x = layout.lanes.x;
  plane.y = layout.lanes.y;
  plane.length = layout.lanes_length();
  plane.breadth = layout.lanes_breadth();
  plane.time_runs_down = layout.time_runs_down;
  plane.canvas_width = state.width;
  plane.canvas_height = state.height;
  plane.scale = static_cast<float>(state.pixel_width) / state.width;
  plane.pixel_height = state.pixel_height;
  plane.now = scene.now - scene.view->start;
  plane.window = scene.axis.window();
  plane.retention = scene.retention;
  plane.fade = scene.axis.window() / 20;
  const ui::Theme& theme = state.theme;
  for (size_t i = 0; i < plane.keys.size(); ++i) plane.keys[i] = ToRgba(theme.keys[i]);
  plane.gone = ToRgba(theme.muted);
  plane.bad = ToRgba(theme.bad);
  plane.ramp = {ToRgba(theme.accent.WithAlpha(0.12f)), ToRgba(theme.accent.WithAlpha(0.75f)),
                ToRgba(ui::Mix(theme.accent, theme.text, 0.75f))};
  return plane;
}

std::vector<gfx::Lane> LanesOf(const ui::Scene& scene) {
  std::vector<gfx::Lane> lanes;
  for (const ShardView& shard : scene.stream().shards) {
    const ui::LaneSpan span = scene.lanes.Of(shard.range);
    lanes.push_back({span.from, span.to, ReadAge(scene, shard.index), 0});
  }
  return lanes;
}

std::vector<gfx::DensityLane> DensityLanesOf(const ui::Scene& scene) {
  std::vector<gfx::DensityLane> lanes;
  for (const ShardView& shard : scene.stream().shards) {
    if (shard.state != ShardState::kOpen) continue;
    const ui::LaneSpan span = scene.lanes.Of(shard.range);
    const auto from = static_cast<float>(PlaceInSpace(shard.range.starting)) / 4'294'967'296.0f;
    lanes.push_back(
        {span.from, span.to, from, from + static_cast<float>(ui::ShareOf(shard.range))});
  }
  return lanes;
}

std::vector<gfx::RecordPoint> RefusalsOf(const ui::Scene& scene, const Chronicle& chronicle) {
  // Whole stretches since the start, so that a ring does not change while it moves.
  const int64_t stretch = std::max<int64_t>(scene.axis.AgeAt(kRefusalsApart).micros, 1);
  std::vector<gfx::RecordPoint> points;
  for (const ShardView& shard : scene.stream().shards) {
    const auto append = [&](int64_t index, int64_t records) {
      const auto size = static_cast<uint32_t>(std::clamp<int64_t>(records, 1, 1 << 20));
      points.push_back(
          gfx::MakePoint(Micros(index * stretch), shard.index.value, 0, gfx::SizeClass(size), 0));
    };
    int64_t index = -1;
    int64_t records = 0;
    for (const ThrottleMark& mark : chronicle.MarksOf(scene.stream_id, shard.index)) {
      const int64_t at = (mark.at - scene.view->start).micros / stretch;
      if (at != index && records > 0) append(index, std::exchange(records, 0));
      index = at;
      records += mark.records;
    }
    if (records > 0) append(index, records);
  }
  return points;
}

std::vector<DrawnLane> LanesDrawn(const ui::Scene& scene) {
  std::vector<DrawnLane> drawn;
  for (const ShardView& shard : scene.stream().shards) {
    const std::optional<ui::Box> tile = ui::TileOf(scene, shard);
    if (tile) drawn.push_back({scene.stream_id, shard.index, *tile});
  }
  return drawn;
}

std::vector<DrawnObject> ObjectsDrawn(const std::vector<ui::DeliveryRow>& rows) {
  std::vector<DrawnObject> drawn;
  for (const ui::DeliveryRow& row : rows) {
    for (const ui::TileSpot& tile : row.tiles) {
      drawn.push_back({{row.stream->id, tile.object->number}, tile.box});
    }
  }
  return drawn;
}

}  // namespace weir::app
