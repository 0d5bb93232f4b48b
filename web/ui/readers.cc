#include "web/ui/readers.h"

#include <algorithm>
#include <string>

#include "core/base/text.h"
#include "web/ui/format.h"

namespace weir::ui {
namespace {

// Half the base of a pointer; narrow lanes have small ones.
float PointerFor(const LaneSpan& lane) { return std::clamp(lane.size() * 0.3f, 1.5f, 5.0f); }

// How near a reader is to losing records: 0 fresh, 1 at the horizon.
Color ColorOfLag(const Panel& panel, const ReaderOf& reader) {
  if (reader.lease->lost_to_retention > 0 && reader.lease->lag_records > 0) return panel.theme.bad;
  const double ratio = static_cast<double>(reader.lease->behind.micros) /
                       static_cast<double>(std::max<int64_t>(panel.scene.retention.micros, 1));
  if (ratio > 0.8) return panel.theme.bad;
  if (ratio > 0.4) return panel.theme.warn;
  return ReaderColor(panel.theme, reader.number);
}

std::string LabelOf(const ReaderOf& reader) {
  const LeaseView& lease = *reader.lease;
  if (reader.consumer->paused) return StrCat({reader.consumer->name, " \u00b7 paused"});
  if (lease.lag_records == 0) return StrCat({reader.consumer->name, " \u00b7 at the tip"});
  return StrCat({reader.consumer->name, " \u00b7 ", FormatRecords(lease.lag_records), ", ",
                 FormatAge(lease.behind), " behind"});
}

// The pointer stands on the lane's far edge and points into it.
void DrawPointer(Panel& panel, float along, const LaneSpan& lane, Color color, bool beyond) {
  const Scene& scene = panel.scene;
  const float size = PointerFor(lane);
  const float edge = lane.to + std::min(2.0f, scene.lanes.gap() / 2);
  const Spot tip = scene.At(along, edge - size * 1.6f);
  panel.paint.Triangle(tip, scene.At(along - size, edge), scene.At(along + size, edge), color);
  // Further back than the picture reaches: an arrow says so.
  if (!beyond || size < 4) return;
  const float middle = lane.to - size * 3;
  const Spot end = scene.At(along + size, middle);
  panel.paint.Line(scene.At(along - 8, middle), end, color, 1.5f);
  panel.paint.Triangle(scene.At(along, middle - 4), end, scene.At(along, middle + 4), color);
}

void DrawReader(Panel& panel, const ShardView& shard, const ReaderOf& reader, float label_room) {
  const Scene& scene = panel.scene;
  const LaneSpan lane = scene.lanes.Of(shard.range);
  const Color color = ColorOfLag(panel, reader);
  const float length = scene.axis.length();
  const float end =
      shard.state == ShardState::kOpen ? 0.0f : scene.axis.At(scene.AgeOf(shard.closed_at));
  const float wanted = reader.lease->lag_records > 0 ? scene.axis.At(reader.lease->behind) : end;
  const float farthest = length - PointerFor(lane);
  const bool beyond = wanted > length;
  const float along = std::clamp(wanted, 0.0f, farthest);
  if (end >= length) return;

  panel.paint.Line(scene.At(along, lane.from), scene.At(along, lane.to), color.WithAlpha(0.55f));
  DrawPointer(panel, along, lane, color, beyond);
  if (label_room < 16) return;

  const std::string label = LabelOf(reader);
  ImFont* font = panel.paint.fonts().small;
  const float width = Painter::WidthOf(font, label);
  const float y = lane.to - 17 - static_cast<float>(reader.number) * 15;
  // On whichever side of the pointer there is room, on a ground of its own over the records.
  const bool left = along + width + 22 > length;
  const Spot at = scene.At(left ? along - width - 12 : along + 10, y);
  const Box ground{at.x - 5, at.y - 2, width + 10, 16};
  panel.paint.Fill(ground, panel.theme.background.WithAlpha(0.78f), 5);
  panel.paint.Text(font, at, color, label);
}

}  // namespace

void DrawReaders(Panel& panel) {
  const Scene& scene = panel.scene;
  for (const ShardView& shard : scene.stream().shards) {
    // Of closed shards only what is still being read; the drained ones are silent.
    if (shard.state == ShardState::kExpired) continue;
    if (shard.state == ShardState::kClosed && !IsDraining(scene, shard)) continue;
    const LaneSpan lane = scene.lanes.Of(shard.range);
    const std::vector<ReaderOf> readers = ReadersOf(scene, shard.index);
    const float room =
        scene.layout.time_runs_down
            ? 0
            : (lane.size() - 18) / static_cast<float>(std::max<size_t>(readers.size(), 1));
    for (const ReaderOf& reader : readers) {
      // Who is through with a shard has left it.
      if (reader.lease->state != LeaseState::kShardEnd) DrawReader(panel, shard, reader, room);
    }
  }
}

}  // namespace weir::ui
