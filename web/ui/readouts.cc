#include "web/ui/readouts.h"

#include <algorithm>
#include <array>
#include <string>

#include "core/base/text.h"
#include "web/ui/format.h"

namespace weir::ui {
namespace {

struct Readout {
  const char* label;
  std::string value;
  Color color;
};

Duration WorstBehind(const Scene& scene) {
  Duration worst;
  for (const ConsumerView& consumer : scene.view->consumers) {
    if (consumer.stream != scene.stream_id) continue;
    for (const LeaseView& lease : consumer.leases) worst = std::max(worst, lease.behind);
  }
  return worst;
}

std::array<Readout, 3> ReadoutsOf(const Panel& panel) {
  const Theme& theme = panel.theme;
  const Scene& scene = panel.scene;
  int64_t recent = 0;
  int64_t throttled = 0;
  for (const ShardView& shard : scene.stream().shards) {
    recent += scene.recent[shard.index.index()];
    throttled += shard.throttled_records + shard.throttled_bytes;
  }
  const Duration behind = WorstBehind(scene);
  const bool late = behind > scene.retention / 2;
  return {
      Readout{"coming in", FormatRate(recent, scene.recent_span), theme.text},
      Readout{"readers behind", FormatAge(behind), late ? theme.bad : theme.text},
      Readout{"writes refused", FormatCount(throttled), throttled > 0 ? theme.bad : theme.text}};
}

void DrawColumn(Panel& panel, Box room) {
  const Fonts& fonts = panel.paint.fonts();
  panel.paint.Line({room.x, room.y + 14}, {room.x, room.bottom() - 14}, panel.theme.line);
  room = room.Inset(18, 12);
  const std::array<Readout, 3> readouts = ReadoutsOf(panel);
  const float height = room.h / static_cast<float>(readouts.size());
  for (const Readout& readout : readouts) {
    Box box = CutTop(room, height);
    const float top = box.y + (height - 46) / 2;
    panel.paint.TextIn(fonts.small, {box.x, top, box.w, 16}, panel.theme.muted, readout.label);
    panel.paint.TextIn(fonts.mono_large, {box.x, top + 18, box.w, 28}, readout.color,
                       readout.value);
  }
}

void DrawRow(Panel& panel, Box room) {
  const Fonts& fonts = panel.paint.fonts();
  panel.paint.Line({room.x, room.y + 3}, {room.right(), room.y + 3}, panel.theme.line);
  CutTop(room, 8);
  const std::array<Readout, 3> readouts = ReadoutsOf(panel);
  const float width = room.w / static_cast<float>(readouts.size());
  for (const Readout& readout : readouts) {
    const Box box = CutLeft(room, width);
    panel.paint.TextIn(fonts.small, {box.x, box.y, box.w, 16}, panel.theme.muted, readout.label,
                       Align::kCenter);
    panel.paint.TextIn(fonts.mono_large, {box.x, box.y + 15, box.w, 28}, readout.color,
                       readout.value, Align::kCenter);
  }
}

}  // namespace

void DrawReadouts(Panel& panel) {
  const Layout& layout = panel.scene.layout;
  if (layout.readouts.empty()) return;
  if (layout.time_runs_down) {
    DrawRow(panel, layout.readouts);
  } else {
    DrawColumn(panel, layout.readouts);
  }
}

}  // namespace weir::ui
