#include "web/ui/painter.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace weir::ui {
namespace {

const char* End(std::string_view text) { return text.data() + text.size(); }

// Where the character before `size` begins, so that a cut never leaves half of one.
size_t CharacterStart(std::string_view text, size_t size) {
  while (size > 0 && size < text.size() && (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80)
    --size;
  return size;
}

}  // namespace

float Painter::WidthOf(ImFont* font, std::string_view text) {
  if (text.empty()) return 0;
  const float size = font->FontSize * font->Scale;
  return font->CalcTextSizeA(size, FLT_MAX, 0, text.data(), End(text)).x;
}

float Painter::HeightOf(ImFont* font) { return font->FontSize * font->Scale; }

void Painter::Text(ImFont* font, Spot at, Color color, std::string_view text, Align align) {
  if (text.empty()) return;
  if (align == Align::kCenter) at.x -= WidthOf(font, text) / 2;
  if (align == Align::kRight) at.x -= WidthOf(font, text);
  // Whole pixels keep the stems of letters sharp.
  const ImVec2 place(std::round(at.x), std::round(at.y));
  list_.AddText(font, HeightOf(font), place, ToImGui(color), text.data(), End(text));
}

void Painter::TextIn(ImFont* font, const Box& box, Color color, std::string_view text,
                     Align align) {
  if (box.empty()) return;
  const std::string shown = Elided(font, text, box.w);
  Spot at{box.x, box.y + (box.h - HeightOf(font)) / 2};
  if (align == Align::kCenter) at.x = box.x + box.w / 2;
  if (align == Align::kRight) at.x = box.right();
  Text(font, at, color, shown, align);
}

float Painter::TextWrapped(ImFont* font, const Box& box, Color color, std::string_view text) {
  const float height = LineHeightOf(font);
  float y = 0;
  for (const std::string_view line : Wrapped(font, text, box.w)) {
    if (y + height > box.h + 0.5f) break;
    Text(font, {box.x, box.y + y}, color, line);
    y += height;
  }
  return y;
}

void Painter::Fill(const Box& box, Color color, float rounding) {
  if (box.empty()) return;
  list_.AddRectFilled({box.x, box.y}, {box.right(), box.bottom()}, ToImGui(color), rounding);
}

void Painter::Frame(const Box& box, Color color, float rounding, float width) {
  if (box.empty()) return;
  // Half a pixel in: a line of one pixel then covers exactly one row.
  list_.AddRect({box.x + 0.5f, box.y + 0.5f}, {box.right() - 0.5f, box.bottom() - 0.5f},
                ToImGui(color), rounding, 0, width);
}

void Painter::Line(Spot from, Spot to, Color color, float width) {
  list_.AddLine(ToImGui(from), ToImGui(to), ToImGui(color), width);
}

void Painter::Dashed(Spot from, Spot to, Color color, float dash, float width) {
  const float dx = to.x - from.x;
  const float dy = to.y - from.y;
  const float length = std::hypot(dx, dy);
  for (float at = 0; at < length; at += dash * 2) {
    const float end = std::min(at + dash, length);
    Line({from.x + dx * at / length, from.y + dy * at / length},
         {from.x + dx * end / length, from.y + dy * end / length}, color, width);
  }
}

void Painter::Hatch(const Box& box, Color color, float apart) {
  if (box.empty()) return;
  list_.PushClipRect({box.x, box.y}, {box.right(), box.bottom()}, true);
  // Strokes start on a grid of the canvas, not of the box: they stand still while the box moves.
  const float first = std::floor((box.x - box.h) / apart) * apart - std::fmod(box.y, apart);
  for (float x = first; x < box.right(); x += apart) {
    Line({x, box.bottom()}, {x + box.h, box.y}, color);
  }
  list_.PopClipRect();
}

void Painter::Dot(Spot at, float radius, Color color) {
  list_.AddCircleFilled(ToImGui(at), radius, ToImGui(color));
}

void Painter::Ring(Spot at, float radius, Color color, float width) {
  list_.AddCircle(ToImGui(at), radius, ToImGui(color), 0, width);
}

void Painter::Triangle(Spot a, Spot b, Spot c, Color color) {
  list_.AddTriangleFilled(ToImGui(a), ToImGui(b), ToImGui(c), ToImGui(color));
}

Box Painter::Pill(Spot at, std::string_view text, Color color, Align align) {
  const float width = WidthOf(fonts_.body, text) + 20;
  Box box{at.x, at.y, width, 24};
  if (align == Align::kRight) box.x -= width;
  Fill(box, color.WithAlpha(0.14f), 12);
  TextIn(fonts_.body, box, color, text, Align::kCenter);
  return box;
}

std::vector<std::string_view> Wrapped(ImFont* font, std::string_view text, float width) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    size_t fits = 0;  // Bytes of the line so far, up to the end of a word.
    size_t at = 0;
    while (at < text.size() && text[at] != '\n') {
      const size_t end = std::min(text.find_first_of(" \n", at + 1), text.size());
      if (Painter::WidthOf(font, text.substr(0, end)) > width) break;
      fits = at = end;
    }
    if (fits == 0 && text.front() != '\n') {
      // One word is too long: as many of its characters as there is room for, at least one.
      fits = 1;
      while (fits < text.size() && text[fits] != ' ' && text[fits] != '\n' &&
             Painter::WidthOf(font, text.substr(0, fits + 1)) <= width) {
        ++fits;
      }
      fits = std::max<size_t>(CharacterStart(text, fits), 1);
    }
    lines.push_back(text.substr(0, fits));
    text.remove_prefix(fits);
    if (!text.empty() && (text.front() == ' ' || text.front() == '\n')) text.remove_prefix(1);
  }
  return lines;
}

std::string Elided(ImFont* font, std::string_view text, float width) {
  if (Painter::WidthOf(font, text) <= width) return std::string(text);
  constexpr std::string_view kEllipsis = "\u2026";
  size_t low = 0;
  size_t high = text.size();
  while (low < high) {
    const size_t middle = (low + high + 1) / 2;
    std::string shown(text.substr(0, middle));
    shown += kEllipsis;
    if (Painter::WidthOf(font, shown) <= width) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  const size_t size = CharacterStart(text, low);
  if (size == 0) return {};
  std::string shown(text.substr(0, size));
  while (!shown.empty() && shown.back() == ' ') shown.pop_back();
  return shown.append(kEllipsis);
}

}  // namespace weir::ui
