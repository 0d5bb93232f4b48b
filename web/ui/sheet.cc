#include "web/ui/sheet.h"

#include <algorithm>

namespace weir::ui {

Box Sheet::Take(float height) {
  if (height > room_.h) {
    room_.h = 0;
    return {};
  }
  return CutTop(room_, height);
}

void Sheet::Heading(std::string_view text) {
  const Box line = Take(26);
  panel_.paint.TextIn(panel_.paint.fonts().title, line, panel_.theme.text, text);
}

void Sheet::Caption(std::string_view text) {
  const Box line = Take(22);
  panel_.paint.TextIn(panel_.paint.fonts().small, line, panel_.theme.muted, text);
}

void Sheet::Row(std::string_view label, std::string_view value, Color color) {
  const Box line = Take(21);
  if (line.empty()) return;
  const Fonts& fonts = panel_.paint.fonts();
  panel_.paint.TextIn(fonts.body, line, panel_.theme.muted, label);
  const float used = Painter::WidthOf(fonts.body, label) + 10;
  panel_.paint.TextIn(fonts.mono, {line.x + used, line.y, line.w - used, line.h}, color, value,
                      Align::kRight);
}

void Sheet::Item(std::string_view name, std::string_view value, Color color) {
  const Box first = Take(19);
  const Box second = Take(18);
  if (second.empty()) return;
  panel_.paint.TextIn(panel_.paint.fonts().body, first, panel_.theme.text, name);
  panel_.paint.TextIn(panel_.paint.fonts().mono_small, second, color, value);
}

void Sheet::Paragraph(std::string_view text) {
  const float used =
      panel_.paint.TextWrapped(panel_.paint.fonts().body, room_, panel_.theme.muted, text);
  Take(std::min(used, room_.h));
}

void Sheet::Code(std::string_view text, int lines) {
  ImFont* font = panel_.paint.fonts().mono_small;
  const float inner = room_.w - 20;
  const auto wanted = static_cast<float>(
      std::min<size_t>(Wrapped(font, text, inner).size(), static_cast<size_t>(lines)));
  const Box ground = Take(wanted * Painter::LineHeightOf(font) + 14);
  if (ground.empty()) return;
  panel_.paint.Fill(ground, panel_.theme.raised, 6);
  panel_.paint.TextWrapped(font, {ground.x + 10, ground.y + 7, inner, ground.h - 14},
                           panel_.theme.text, text);
}

void Sheet::Bar(double from, double to, Color color) {
  const Box line = Take(14);
  if (line.empty()) return;
  const Box track{line.x, line.y + 4, line.w, 5};
  panel_.paint.Fill(track, panel_.theme.line, 2.5f);
  const float x = track.x + track.w * static_cast<float>(from);
  const float w = std::max(track.w * static_cast<float>(to - from), 3.0f);
  panel_.paint.Fill({std::min(x, track.right() - w), track.y, w, track.h}, color, 2.5f);
}

void Sheet::Rings(int64_t count, Color color) {
  constexpr float kApart = 10;
  const Box line = Take(14);
  if (line.empty()) return;
  const auto most = static_cast<int64_t>(line.w / kApart);
  for (int64_t i = 0; i < std::min(count, most); ++i) {
    panel_.paint.Ring({line.x + 4 + static_cast<float>(i) * kApart, line.y + 7}, 3, color, 1.2f);
  }
}

void Sheet::Gap(float height) { Take(std::min(height, room_.h)); }

void Sheet::Rule() {
  const Box line = Take(21);
  if (line.empty()) return;
  panel_.paint.Line({line.x, line.y + 10}, {line.right(), line.y + 10}, panel_.theme.line);
}

}  // namespace weir::ui
