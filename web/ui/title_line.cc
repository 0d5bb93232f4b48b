#include "web/ui/title_line.h"

#include <algorithm>
#include <string>

#include "core/base/text.h"
#include "web/ui/format.h"

namespace weir::ui {
namespace {

std::string ShardsText(const StreamView& stream) {
  const auto open = std::ranges::count(stream.shards, ShardState::kOpen, &ShardView::state);
  const auto closed = std::ranges::count(stream.shards, ShardState::kClosed, &ShardView::state);
  std::string text = StrCat({std::to_string(open), open == 1 ? " open shard" : " open shards"});
  if (closed > 0) text += StrCat({", ", std::to_string(closed), " closed"});
  return text;
}

// The names of the streams; a click shows another one.
float DrawStreamNames(Panel& panel, Box room, ImFont* font) {
  float x = room.x;
  for (const StreamView& stream : panel.scene.view->streams) {
    if (stream.status == StreamStatus::kDeleted) continue;
    const bool shown = stream.id == panel.scene.stream_id;
    const float width = Painter::WidthOf(font, stream.name);
    if (x + width > room.right()) break;
    const Box box{x, room.y, width, room.h};
    panel.paint.TextIn(font, box, shown ? panel.theme.text : panel.theme.muted, stream.name);
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    if (!shown && box.Contains({mouse.x, mouse.y})) {
      panel.state.cursor = "pointer";
      if (ImGui::IsMouseClicked(ImGuiMouseButton_Left)) panel.state.stream = stream.id;
    }
    x += width + 14;
  }
  return x - room.x;
}

}  // namespace

Verdict VerdictOf(const EngineView& view, const Theme& theme) {
  if (!view.order_kept) {
    return {"\u2717",
            view.first_violation ? StrCat({"order broken: ", view.first_violation->key_name})
                                 : std::string("order broken"),
            "order broken", theme.bad};
  }
  int64_t processed = 0;
  for (const ConsumerView& consumer : view.consumers) processed += consumer.processed;
  if (processed == 0) return {"\u2013", "nothing read yet", "unread", theme.muted};
  return {"\u2713", "order kept for every key", "in order", theme.good};
}

void DrawTitleLine(Panel& panel) {
  const Layout& layout = panel.scene.layout;
  Box room = layout.title;
  if (room.empty()) return;
  const Fonts& fonts = panel.paint.fonts();
  const bool phone = layout.kind == LayoutKind::kPhone;
  const bool full = layout.kind == LayoutKind::kFull;

  const Verdict verdict = VerdictOf(*panel.scene.view, panel.theme);
  // On the narrow layouts the mark and a word; the page tells the rest.
  const std::string text =
      full ? StrCat({verdict.mark, "  ", verdict.text}) : StrCat({verdict.mark, " ", verdict.word});
  const Box pill = panel.paint.Pill({room.right(), room.y + (room.h - 24) / 2}, text, verdict.color,
                                    Align::kRight);
  room.w = pill.x - room.x - 12;

  const float used = DrawStreamNames(panel, room, full ? fonts.title : fonts.body);
  room.x += used;
  room.w -= used;
  const StreamView& stream = panel.scene.stream();
  std::string about = ShardsText(stream);
  if (full) about += StrCat({" \u00b7 retention ", FormatAge(stream.retention)});
  if (stream.status != StreamStatus::kActive) {
    about += StrCat({" \u00b7 ", StatusName(stream.status)});
  }
  if (phone && room.w < 90) return;
  panel.paint.TextIn(fonts.body, {room.x, room.y + (full ? 2.0f : 0.0f), room.w, room.h},
                     panel.theme.muted, about);
}

}  // namespace weir::ui
