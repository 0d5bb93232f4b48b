#include "web/ui/deliveries.h"

#include <string>

#include "core/base/text.h"
#include "web/ui/delivery_text.h"
#include "web/ui/format.h"

namespace weir::ui {
namespace {

// A new object is bright for so much of the picture's window.
constexpr int64_t kFlashesPerWindow = 20;

Color ColorOf(const Theme& theme, OutputType type, bool to_bucket) {
  switch (type) {
    case OutputType::kData:
      return to_bucket ? theme.good : theme.accent;
    case OutputType::kSourceBackup:
      return theme.muted;
    case OutputType::kProcessingFailed:
    case OutputType::kDeliveryFailed:
      return theme.bad;
  }
  return theme.text;
}

void DrawHead(Panel& panel, const DeliveryRow& row, bool narrow) {
  const Fonts& fonts = panel.paint.fonts();
  const Theme& theme = panel.theme;
  const DeliveryStreamView& stream = *row.stream;
  const EngineView& view = *panel.scene.view;
  const std::string source =
      stream.source ? view.streams[stream.source->index()].name : "Direct PUT";
  const std::string path = StrCat({source, " to ", DestinationText(stream.destination)});
  const int64_t lost = stream.expired + stream.discarded;
  std::string state = StrCat({"holds ", FormatAge(stream.freshness)});
  Color color = theme.muted;
  if (stream.destination_down) {
    state = StrCat({"down, ", state});
    color = theme.warn;
  }
  if (lost > 0) {
    state = StrCat({FormatCount(lost), " lost"});
    color = theme.bad;
  }
  if (stream.status != DeliveryStreamStatus::kActive)
    state = DeliveryStreamStatusName(stream.status);
  Box room = row.head;
  if (narrow) {
    panel.paint.TextIn(fonts.small, room, color, state, Align::kRight);
    room.w -= Painter::WidthOf(fonts.small, state) + 10;
    panel.paint.TextIn(fonts.body, room, theme.text, stream.name);
    return;
  }
  room.w -= 14;
  const float lines = room.h >= 56 ? 3 : 2;
  Box line{room.x, room.y + std::max((room.h - 15 - lines * 17) / 2, 0.0f), room.w, 17};
  panel.paint.TextIn(fonts.body, line, theme.text, stream.name);
  if (lines > 2) {
    line.y += 17;
    panel.paint.TextIn(fonts.small, line, theme.muted, path);
  }
  line.y += 17;
  panel.paint.TextIn(fonts.mono_small, line, color, state);
}

// An open vessel: the level of its bytes, and beside that the sand that is left of its interval.
void DrawVessel(Panel& panel, const VesselSpot& vessel, const Box& names) {
  const Theme& theme = panel.theme;
  const Box& box = vessel.box;
  const Color wall = Mix(theme.line, theme.muted, 0.5f);
  const Color liquid =
      vessel.type == OutputType::kData ? theme.accent : ColorOf(theme, vessel.type, true);
  if (!theme.forced) panel.paint.Fill(box, theme.surface, 4);
  Box inside = box.Inset(3, 3);
  const Box sand = CutRight(inside, 3);
  CutRight(inside, 2);
  float level = 0;
  if (vessel.buffer != nullptr) {
    level = LevelOf(*vessel.buffer);
    // A drop is to be seen too.
    const float height = std::max(inside.h * level, 2.0f);
    panel.paint.Fill({inside.x, inside.bottom() - height, inside.w, height},
                     liquid.WithAlpha(0.75f), 2);
    const float left = sand.h * TimeLeftOf(*vessel.buffer, panel.scene.view->now);
    panel.paint.Fill(sand, theme.line, 1);
    panel.paint.Fill({sand.x, sand.bottom() - left, sand.w, left}, theme.warn, 1);
  }
  panel.paint.Line({box.x, box.y}, {box.x, box.bottom()}, wall, 1.5f);
  panel.paint.Line({box.right(), box.y}, {box.right(), box.bottom()}, wall, 1.5f);
  panel.paint.Line({box.x, box.bottom()}, {box.right(), box.bottom()}, wall, 1.5f);
  const Fonts& fonts = panel.paint.fonts();
  if (vessel.buffer != nullptr && box.w >= 46 && box.h >= 30) {
    const std::string bytes = FormatBytes(vessel.buffer->bytes);
    // Above the liquid, or within it where that stands high.
    const float surface = inside.bottom() - inside.h * level;
    const float y = surface - inside.y >= 15 ? surface - 14 : surface + 3;
    panel.paint.TextIn(fonts.mono_small, {box.x + 3, y, inside.w, 12}, theme.text, bytes,
                       Align::kCenter);
  }
  const Box name{box.x - 2, names.bottom() - 14, box.w + 4, 14};
  if (box.w >= 40) {
    panel.paint.TextIn(fonts.small, name, theme.muted, vessel.name, Align::kCenter);
  } else if (box.w >= 18 && vessel.name.starts_with("shard ")) {
    panel.paint.TextIn(fonts.small, name, theme.muted, std::string_view(vessel.name).substr(6),
                       Align::kCenter);
  }
}

void DrawArrow(Panel& panel, const DeliveryRow& row) {
  const float y = row.vessels.y + (row.vessels.h - 15) / 2;
  const float x = row.tray.x - 19;
  const Color color = panel.theme.muted;
  panel.paint.Line({x, y}, {x + 8, y}, color, 1.5f);
  panel.paint.Triangle({x + 7, y - 4}, {x + 13, y}, {x + 7, y + 4}, color);
}

void DrawTile(Panel& panel, const DeliveryRow& row, const TileSpot& tile) {
  const Theme& theme = panel.theme;
  const Fonts& fonts = panel.paint.fonts();
  const DeliveredObjectView& object = *tile.object;
  const Color color = ColorOf(theme, object.type, object.to_bucket);
  const Duration age = panel.scene.AgeOf(object.delivered_at);
  const bool fresh = age < panel.scene.axis.window() / kFlashesPerWindow;
  if (!theme.forced) panel.paint.Fill(tile.box, color.WithAlpha(fresh ? 0.45f : 0.16f), 5);
  const std::optional<app::ObjectRef>& selected = panel.state.selection.object;
  const bool chosen =
      selected && selected->stream == row.stream->id && selected->number == object.number;
  panel.paint.Frame(tile.box, chosen ? theme.text : color.WithAlpha(0.7f), 5, chosen ? 2.0f : 1.0f);
  // Copies delivered again, or given up on once: a corner says so.
  if (object.attempts > 1) {
    const Spot corner{tile.box.right(), tile.box.y};
    panel.paint.Triangle({corner.x - 9, corner.y + 1}, {corner.x - 1, corner.y + 1},
                         {corner.x - 1, corner.y + 9}, theme.warn);
  }
  const int lines = tile.box.h >= 42 ? 3 : tile.box.h >= 28 ? 2 : 1;
  Box line{tile.box.x + 3, tile.box.y + (tile.box.h - static_cast<float>(lines) * 13) / 2,
           tile.box.w - 6, 13};
  panel.paint.TextIn(fonts.mono_small, line, theme.text, FormatCount(object.records),
                     Align::kCenter);
  if (lines == 1) return;
  line.y += 13;
  panel.paint.TextIn(fonts.mono_small, line, theme.muted, FormatBytes(object.bytes),
                     Align::kCenter);
  if (lines == 2) return;
  line.y += 13;
  panel.paint.TextIn(fonts.small, line, theme.muted, FlushText(object.cause), Align::kCenter);
}

std::string TotalsOf(const DeliveryStreamView& stream, bool narrow) {
  std::string text =
      StrCat({FormatCount(stream.objects), stream.objects == 1 ? " object" : " objects"});
  if (!narrow) {
    text += StrCat({" \u00b7 ", FormatRecords(stream.delivered), " \u00b7 ",
                    FormatBytes(stream.delivered_bytes)});
  }
  if (stream.error_objects > 0) {
    text += StrCat({" \u00b7 ", FormatCount(stream.error_objects), " of errors"});
  }
  if (stream.backup_objects > 0 && !narrow) {
    text += StrCat({" \u00b7 ", FormatCount(stream.backup_objects), " of backup"});
  }
  return text;
}

void DrawTray(Panel& panel, const DeliveryRow& row, bool narrow) {
  const Theme& theme = panel.theme;
  Box ground = row.tray;
  const Box totals = CutBottom(ground, 15);
  if (ground.empty()) return;
  if (theme.forced) {
    panel.paint.Frame(ground, theme.line, 6);
  } else {
    panel.paint.Fill(ground, theme.surface, 6);
  }
  if (row.stream->destination_down) panel.paint.Hatch(ground, theme.warn.WithAlpha(0.35f));
  for (const TileSpot& tile : row.tiles) DrawTile(panel, row, tile);
  const Fonts& fonts = panel.paint.fonts();
  if (row.tiles.empty() && ground.w >= 120) {
    panel.paint.TextIn(fonts.small, ground, theme.muted,
                       row.stream->destination_down ? "the destination is down" : "no object yet",
                       Align::kCenter);
  }
  const bool failed = row.stream->error_objects > 0;
  panel.paint.TextIn(fonts.small, totals, failed ? theme.bad : theme.muted,
                     TotalsOf(*row.stream, narrow));
}

}  // namespace

void DrawDeliveries(Panel& panel, const std::vector<DeliveryRow>& rows) {
  const bool narrow = panel.scene.layout.time_runs_down;
  for (const DeliveryRow& row : rows) {
    DrawHead(panel, row, narrow);
    for (const VesselSpot& vessel : row.shown) DrawVessel(panel, vessel, row.vessels);
    if (row.hidden > 0) {
      panel.paint.TextIn(
          panel.paint.fonts().small, {row.vessels.x, row.vessels.bottom() - 14, row.vessels.w, 14},
          panel.theme.muted, StrCat({"and ", FormatCount(row.hidden), " more"}), Align::kRight);
    }
    DrawArrow(panel, row);
    DrawTray(panel, row, narrow);
  }
}

}  // namespace weir::ui
