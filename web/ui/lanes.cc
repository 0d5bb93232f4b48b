#include "web/ui/lanes.h"

#include <algorithm>
#include <string>

#include "core/base/text.h"
#include "web/ui/format.h"
#include "web/ui/readers.h"

namespace weir::ui {
namespace {

float HorizonAlong(const Scene& scene) { return scene.axis.At(scene.retention); }

void DrawTile(Panel& panel, const ShardView& shard, const Box& tile) {
  const Theme& theme = panel.theme;
  const float rounding = std::min({6.0f, tile.w / 2, tile.h / 2});
  const bool open = shard.state == ShardState::kOpen;
  if (theme.forced) {
    panel.paint.Frame(tile, theme.line, rounding);
  } else {
    panel.paint.Fill(tile, open ? theme.surface : Mix(theme.background, theme.surface, 0.6f),
                     rounding);
  }
  if (IsDraining(panel.scene, shard)) {
    panel.paint.Hatch(tile, theme.muted.WithAlpha(0.16f));
  }
  const bool selected =
      panel.state.selection.shard == app::ShardRef{panel.scene.stream_id, shard.index};
  if (selected) panel.paint.Frame(tile, theme.accent, rounding, 1.5f);
}

// A shard that came of others: a stem from the parents' end to the child's beginning.
void DrawLineage(Panel& panel, const ShardView& child) {
  const Scene& scene = panel.scene;
  if (!child.parent) return;
  const float along = scene.axis.At(scene.AgeOf(child.created_at));
  if (along <= 3 || along >= scene.axis.length()) return;
  const LaneSpan to = scene.lanes.Of(child.range);
  const Color color = panel.theme.accent;
  for (const std::optional<ShardIndex>& parent : {child.parent, child.adjacent_parent}) {
    if (!parent || parent->index() >= scene.stream().shards.size()) continue;
    const LaneSpan from = scene.lanes.Of(scene.stream().shards[parent->index()].range);
    const Spot begin = scene.At(along + 22, (from.from + from.to) / 2);
    const Spot end = scene.At(along - 22, (to.from + to.to) / 2);
    const Spot bend1 = scene.At(along - 12, (from.from + from.to) / 2);
    const Spot bend2 = scene.At(along + 12, (to.from + to.to) / 2);
    panel.paint.list().AddBezierCubic(ToImGui(begin), ToImGui(bend1), ToImGui(bend2), ToImGui(end),
                                      ToImGui(color), 1.5f);
    panel.paint.Dot(begin, 2.5f, color);
    panel.paint.Dot(end, 2.5f, color);
  }
}

// A pair of scissors, as far as it goes in eleven pixels.
void DrawScissors(Panel& panel, Spot at, Color color) {
  panel.paint.Line({at.x - 3, at.y - 5}, {at.x + 3, at.y + 5}, color, 1.3f);
  panel.paint.Line({at.x + 3, at.y - 5}, {at.x - 3, at.y + 5}, color, 1.3f);
  panel.paint.Ring({at.x - 3.5f, at.y + 7}, 2.2f, color, 1.2f);
  panel.paint.Ring({at.x + 3.5f, at.y + 7}, 2.2f, color, 1.2f);
}

int64_t ExpiredOf(const StreamView& stream) {
  int64_t expired = 0;
  for (const ShardView& shard : stream.shards) expired += shard.records_expired;
  return expired;
}

void DrawHorizon(Panel& panel) {
  const Scene& scene = panel.scene;
  const float along = HorizonAlong(scene);
  if (along >= scene.axis.length() - 1) return;
  const float breadth = scene.layout.lanes_breadth();
  const Color color = panel.theme.warn;
  const Spot from = scene.At(along, 0);
  const Spot to = scene.At(along, breadth);
  panel.paint.Dashed(from, to, color, 4, 1.5f);
  const int64_t expired = ExpiredOf(scene.stream());
  const std::string label = StrCat({"trim horizon \u00b7 ", FormatAge(scene.retention)});
  const std::string dropped = StrCat({FormatCount(expired), " expired"});
  if (scene.layout.time_runs_down) {
    panel.paint.Text(panel.paint.fonts().small, {to.x - 4, to.y + 3}, color,
                     expired > 0 ? StrCat({label, " \u00b7 ", dropped}) : label, Align::kRight);
    return;
  }
  DrawScissors(panel, {from.x, from.y + 12}, color);
  const std::string text = expired > 0 ? StrCat({label, " \u00b7 ", dropped}) : label;
  ImFont* font = panel.paint.fonts().small;
  const float width = Painter::WidthOf(font, text);
  panel.paint.Fill({from.x - width - 18, from.y + 5, width + 10, 17},
                   panel.theme.background.WithAlpha(0.8f), 5);
  panel.paint.Text(font, {from.x - 13, from.y + 7}, color, text, Align::kRight);
}

void DrawExpiredPast(Panel& panel) {
  const Scene& scene = panel.scene;
  const float along = HorizonAlong(scene);
  if (along >= scene.axis.length()) return;
  const Box past = scene.BoxOf(along, scene.axis.length(), {0, scene.layout.lanes_breadth()});
  panel.paint.Fill(past, panel.theme.background.WithAlpha(0.55f));
  panel.paint.Hatch(past, panel.theme.muted.WithAlpha(0.1f), 9);
}

}  // namespace

void DrawLanesBelow(Panel& panel) {
  const Scene& scene = panel.scene;
  // Newer shards over older ones: after a split the children's tiles begin where the parent's ends.
  for (const ShardView& shard : scene.stream().shards) {
    if (const std::optional<Box> tile = TileOf(scene, shard)) DrawTile(panel, shard, *tile);
  }
  DrawExpiredPast(panel);
}

void DrawLanesAbove(Panel& panel) {
  const Box& box = panel.scene.layout.lanes;
  panel.paint.list().PushClipRect({box.x - 6, box.y - 1}, {box.right() + 1, box.bottom() + 10},
                                  true);
  for (const ShardView& shard : panel.scene.stream().shards) DrawLineage(panel, shard);
  DrawHorizon(panel);
  DrawReaders(panel);
  panel.paint.list().PopClipRect();
}

}  // namespace weir::ui
