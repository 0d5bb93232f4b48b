#include "web/ui/axis.h"

#include <string>
#include <vector>

#include "core/base/text.h"

namespace weir::ui {
namespace {

void DrawAcross(Panel& panel, const std::vector<Tick>& ticks) {
  const Layout& layout = panel.scene.layout;
  const Box& axis = layout.axis;
  ImFont* font = panel.paint.fonts().small;
  const float y = axis.y + 8;
  panel.paint.Text(font, {layout.lanes.x, y}, panel.theme.muted, "now");
  float taken = layout.lanes.x + 26;
  for (const Tick& tick : ticks) {
    const float x = layout.lanes.x + tick.at;
    const std::string label = StrCat({tick.label, " ago"});
    const float half = Painter::WidthOf(font, label) / 2;
    // The last label stays within the picture.
    const bool last = x + half > layout.lanes.right();
    const float left = last ? layout.lanes.right() - half * 2 : x - half;
    if (left < taken + 12) continue;
    panel.paint.Line({x, axis.y + 1}, {x, axis.y + 5}, panel.theme.line);
    panel.paint.Text(font, {left, y}, panel.theme.muted, label);
    taken = left + half * 2;
  }
}

void DrawDown(Panel& panel, const std::vector<Tick>& ticks) {
  const Box& axis = panel.scene.layout.axis;
  ImFont* font = panel.paint.fonts().small;
  panel.paint.Text(font, {axis.right() - 8, axis.y - 2}, panel.theme.muted, "now", Align::kRight);
  for (const Tick& tick : ticks) {
    const float y = axis.y + tick.at;
    if (y > axis.bottom() - 6) break;
    panel.paint.Line({axis.right() - 5, y}, {axis.right() - 1, y}, panel.theme.line);
    panel.paint.Text(font, {axis.right() - 8, y - 6}, panel.theme.muted, tick.label, Align::kRight);
  }
}

}  // namespace

void DrawAxis(Panel& panel) {
  const Layout& layout = panel.scene.layout;
  if (layout.axis.empty()) return;
  if (layout.time_runs_down) {
    DrawDown(panel, TicksOf(panel.scene.axis, 44));
  } else {
    DrawAcross(panel, TicksOf(panel.scene.axis, 110));
  }
}

}  // namespace weir::ui
