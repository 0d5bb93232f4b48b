#include "web/ui/scene.h"

#include <algorithm>

namespace weir::ui {
namespace {

// With little motion the picture moves this often while it crosses the window.
constexpr int64_t kStepsPerWindow = 24;

}  // namespace

Spot Scene::At(float along, float across) const {
  const Box& box = layout.lanes;
  return layout.time_runs_down ? Spot{box.x + across, box.y + along}
                               : Spot{box.x + along, box.y + across};
}

float Scene::AlongOf(Spot spot) const {
  return layout.time_runs_down ? spot.y - layout.lanes.y : spot.x - layout.lanes.x;
}

float Scene::AcrossOf(Spot spot) const {
  return layout.time_runs_down ? spot.x - layout.lanes.x : spot.y - layout.lanes.y;
}

Box Scene::BoxOf(float along, float along_end, const LaneSpan& across) const {
  const Spot corner = At(along, across.from);
  const float length = along_end - along;
  return layout.time_runs_down ? Box{corner.x, corner.y, across.size(), length}
                               : Box{corner.x, corner.y, length, across.size()};
}

Scene MakeScene(const EngineView& view, StreamId stream, const Layout& layout, Duration window,
                bool reduced_motion) {
  Scene scene;
  scene.layout = layout;
  scene.view = &view;
  scene.stream_id = stream.index() < view.streams.size() ? stream : StreamId{};
  scene.retention = scene.stream().retention;
  scene.lanes = LaneMap(scene.stream().shards, layout.lanes_breadth());
  scene.axis = TimeAxis(window, layout.lanes_length());
  scene.recent.resize(scene.stream().shards.size());
  scene.now = view.now;
  if (reduced_motion) {
    const int64_t step = std::max<int64_t>(window.micros / kStepsPerWindow, 1);
    scene.now = view.start + Micros((view.now - view.start).micros / step * step);
  }
  return scene;
}

std::optional<Box> TileOf(const Scene& scene, const ShardView& shard) {
  const float length = scene.axis.length();
  const float near =
      shard.state == ShardState::kOpen ? 0.0f : scene.axis.At(scene.AgeOf(shard.closed_at));
  // The streams of a scenario were made some seconds before it begins; nothing is to be seen there.
  const Instant opened = std::max(shard.created_at, scene.view->start);
  const float far = std::min(scene.axis.At(scene.AgeOf(opened)), length);
  if (far <= near || near >= length) return std::nullopt;
  return scene.BoxOf(near, far, scene.lanes.Of(shard.range));
}

std::vector<ReaderOf> ReadersOf(const Scene& scene, ShardIndex shard) {
  std::vector<ReaderOf> readers;
  int number = 0;
  for (const ConsumerView& consumer : scene.view->consumers) {
    if (consumer.stream != scene.stream_id) continue;
    for (const LeaseView& lease : consumer.leases) {
      if (lease.shard == shard) readers.push_back({&consumer, &lease, number});
    }
    ++number;
  }
  return readers;
}

bool IsDraining(const Scene& scene, const ShardView& shard) {
  if (shard.state != ShardState::kClosed) return false;
  for (const ConsumerView& consumer : scene.view->consumers) {
    if (consumer.stream != scene.stream_id) continue;
    const auto lease = std::ranges::find(consumer.leases, shard.index, &LeaseView::shard);
    if (lease != consumer.leases.end() && lease->state != LeaseState::kShardEnd) return true;
  }
  return false;
}

float AcrossOfRecord(const LaneSpan& lane, double place_within) {
  const float pad = std::min(6.0f, lane.size() * 0.2f);
  return lane.from + pad + static_cast<float>(place_within) * (lane.size() - 2 * pad);
}

}  // namespace weir::ui
