// Drawing in the vocabulary of the panels: texts, boxes, hatching, over one ImGui draw list.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "imgui.h"
#include "web/ui/fonts.h"
#include "web/ui/geometry.h"
#include "web/ui/theme.h"

namespace weir::ui {

inline ImU32 ToImGui(Color color) { return IM_COL32(color.r, color.g, color.b, color.a); }
inline ImVec2 ToImGui(Spot spot) { return {spot.x, spot.y}; }

enum class Align { kLeft, kCenter, kRight };

class Painter {
 public:
  // Both outlive the painter, which lives for one frame.
  Painter(ImDrawList& list, const Fonts& fonts) : list_(list), fonts_(fonts) {}

  ImDrawList& list() { return list_; }
  const Fonts& fonts() const { return fonts_; }

  // --- Text. `at` is the upper left (centre, right) end of the line. ---
  static float WidthOf(ImFont* font, std::string_view text);
  static float HeightOf(ImFont* font);
  static float LineHeightOf(ImFont* font) { return HeightOf(font) * 1.35f; }
  void Text(ImFont* font, Spot at, Color color, std::string_view text, Align align = Align::kLeft);
  // In the vertical middle of `box`; cut with an ellipsis where it would leave the box.
  void TextIn(ImFont* font, const Box& box, Color color, std::string_view text,
              Align align = Align::kLeft);
  // Wrapped as of Wrapped(). Returns the height used, at most `box.h`.
  float TextWrapped(ImFont* font, const Box& box, Color color, std::string_view text);

  // --- Shapes ---
  void Fill(const Box& box, Color color, float rounding = 0);
  void Frame(const Box& box, Color color, float rounding = 0, float width = 1);
  void Line(Spot from, Spot to, Color color, float width = 1);
  void Dashed(Spot from, Spot to, Color color, float dash = 3, float width = 1);
  // Diagonal strokes `apart` pixels from each other, clipped to the box.
  void Hatch(const Box& box, Color color, float apart = 7);
  void Dot(Spot at, float radius, Color color);
  void Ring(Spot at, float radius, Color color, float width = 1.5f);
  void Triangle(Spot a, Spot b, Spot c, Color color);
  // A word on a tinted, rounded ground. Returns its box; `at` is its upper right or left corner.
  Box Pill(Spot at, std::string_view text, Color color, Align align = Align::kLeft);

 private:
  ImDrawList& list_;
  const Fonts& fonts_;
};

// Lines of at most `width`, broken at spaces and line ends, and within words that are longer.
std::vector<std::string_view> Wrapped(ImFont* font, std::string_view text, float width);

// `text`, or as much of it as is `width` wide with an ellipsis. Counts characters, not bytes.
std::string Elided(ImFont* font, std::string_view text, float width);

}  // namespace weir::ui
