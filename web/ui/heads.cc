#include "web/ui/heads.h"

#include <algorithm>
#include <string>

#include "core/base/text.h"
#include "web/ui/fills.h"
#include "web/ui/format.h"

namespace weir::ui {
namespace {

constexpr int kTeeth = 10;  // Of the records comb: a hundred records a second each.

// The same as floats, for drawing.
struct Levels {
  float bytes = 0;
  float records = 0;
  float greatest() const { return std::max(bytes, records); }
};

Levels LevelsOf(const Scene& scene, const ShardView& shard) {
  const Fills fills = FillsOf(shard, scene.recent[shard.index.index()], scene.recent_span);
  return {static_cast<float>(fills.bytes), static_cast<float>(fills.records)};
}

Color FillColor(const Theme& theme, float fill) {
  if (fill >= 0.985f) return theme.bad;
  if (fill >= 0.8f) return theme.warn;
  return theme.accent;
}

// The level of the bytes and a comb of the records, side by side: the higher one binds.
void DrawGauges(Panel& panel, const Box& box, const Levels& fills) {
  const Theme& theme = panel.theme;
  const bool down = panel.scene.layout.time_runs_down;
  Box room = box;
  const Box level = down ? CutTop(room, 4) : CutLeft(room, 5);
  if (down) {
    CutTop(room, 2);
  } else {
    CutLeft(room, 3);
  }
  panel.paint.Fill(level, theme.line, 2);
  Box full = level;
  if (down) {
    full.w = level.w * std::min(fills.bytes, 1.0f);
  } else {
    full.h = level.h * std::min(fills.bytes, 1.0f);
    full.y = level.bottom() - full.h;
  }
  panel.paint.Fill(full, FillColor(theme, fills.bytes), 2);

  const int teeth =
      static_cast<int>(std::clamp((down ? room.w : room.h) / 4, 2.0f, static_cast<float>(kTeeth)));
  for (int i = 0; i < teeth; ++i) {
    const auto step = static_cast<float>(i);
    const auto count = static_cast<float>(teeth);
    const bool lit = fills.records * count > step + 0.02f;
    const Color color = lit ? FillColor(theme, fills.records) : theme.line;
    if (down) {
      const float w = room.w / count;
      panel.paint.Fill({room.x + step * w, room.y, w - 1, 4}, color);
    } else {
      const float h = room.h / count;
      panel.paint.Fill({room.x, room.bottom() - (step + 1) * h + 1, 6, h - 1}, color);
    }
  }
}

std::string ShardName(const ShardView& shard, float width) {
  return width >= 62 ? StrCat({"shard ", std::to_string(shard.index.value)})
                     : StrCat({"s", std::to_string(shard.index.value)});
}

void DrawHeadAcross(Panel& panel, const ShardView& shard, const Box& box) {
  const Fonts& fonts = panel.paint.fonts();
  const Theme& theme = panel.theme;
  const Levels fills = LevelsOf(panel.scene, shard);
  Box gauges{box.right() - 24, box.y + 3, 14, box.h - 6};
  DrawGauges(panel, gauges, fills);
  Box room{box.x, box.y, box.w - 32, box.h};
  if (room.h < 13) return;
  const int64_t throttled = shard.throttled_records + shard.throttled_bytes;
  const int lines = room.h >= 54 && throttled > 0 ? 3 : room.h >= 34 ? 2 : 1;
  Box line{room.x, room.y + (room.h - static_cast<float>(lines) * 17) / 2, room.w, 17};
  panel.paint.TextIn(fonts.body, line, theme.text, ShardName(shard, room.w));
  if (lines == 1) return;
  line.y += 17;
  const bool hot = fills.greatest() >= 0.985f;
  panel.paint.TextIn(fonts.mono_small, line, hot ? theme.bad : theme.muted,
                     FormatRate(panel.scene.recent[shard.index.index()], panel.scene.recent_span));
  if (lines == 2) return;
  line.y += 17;
  panel.paint.TextIn(fonts.mono_small, line, theme.bad,
                     StrCat({FormatCount(throttled), " refused"}));
}

void DrawHeadDown(Panel& panel, const ShardView& shard, const Box& box) {
  const Fonts& fonts = panel.paint.fonts();
  if (box.w >= 18) {
    panel.paint.TextIn(fonts.small, {box.x, box.y, box.w, 16}, panel.theme.text,
                       ShardName(shard, box.w), Align::kCenter);
  }
  DrawGauges(panel, {box.x, box.y + 20, box.w, 10}, LevelsOf(panel.scene, shard));
}

void DrawHashStrip(Panel& panel, const LaneSpan& lane, int number) {
  const Box& strip = panel.scene.layout.hash_strip;
  const bool down = panel.scene.layout.time_runs_down;
  const Box part = down ? Box{strip.x + lane.from, strip.y, lane.size(), strip.h}
                        : Box{strip.x, strip.y + lane.from, strip.w, lane.size()};
  // Two shades in turn: what lies beside each other in the hash space.
  panel.paint.Fill(part, Mix(panel.theme.line, panel.theme.muted, number % 2 == 0 ? 0.15f : 0.45f),
                   3);
}

}  // namespace

void DrawHeads(Panel& panel) {
  const Scene& scene = panel.scene;
  const bool down = scene.layout.time_runs_down;
  int number = 0;
  for (const ShardView& shard : scene.stream().shards) {
    if (shard.state != ShardState::kOpen) continue;
    const LaneSpan lane = scene.lanes.Of(shard.range);
    DrawHashStrip(panel, lane, number++);
    const Box& heads = scene.layout.heads;
    if (down) {
      DrawHeadDown(panel, shard, {heads.x + lane.from, heads.y, lane.size(), heads.h});
    } else {
      DrawHeadAcross(panel, shard, {heads.x, heads.y + lane.from, heads.w, lane.size()});
    }
  }
}

}  // namespace weir::ui
