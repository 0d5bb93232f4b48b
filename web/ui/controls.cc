#include "web/ui/controls.h"

#include <algorithm>
#include <array>

namespace weir::ui {
namespace {

struct StyleColor {
  ImGuiCol slot;
  Color color;
};

// The ground of a button; whether it was clicked.
bool Button(Panel& panel, const char* id, const Box& box) {
  ImGui::SetCursorScreenPos({box.x, box.y});
  const bool clicked = ImGui::InvisibleButton(id, {box.w, box.h});
  if (ImGui::IsItemHovered()) {
    panel.state.cursor = "pointer";
    panel.paint.Fill(box, panel.theme.raised, 7);
  }
  return clicked;
}

}  // namespace

ControlStyle::ControlStyle(const Theme& theme) {
  const auto colors = std::to_array<StyleColor>({
      {ImGuiCol_Text, theme.text},
      {ImGuiCol_FrameBg, theme.raised},
      {ImGuiCol_FrameBgHovered, theme.line},
      {ImGuiCol_FrameBgActive, theme.line},
      {ImGuiCol_PopupBg, theme.surface},
      {ImGuiCol_Border, theme.line},
      {ImGuiCol_Button, theme.raised},
      {ImGuiCol_ButtonHovered, theme.line},
      {ImGuiCol_ButtonActive, theme.line},
      {ImGuiCol_Header, theme.raised},
      {ImGuiCol_HeaderHovered, theme.line},
      {ImGuiCol_HeaderActive, theme.line},
  });
  for (const StyleColor& entry : colors) ImGui::PushStyleColor(entry.slot, ToImGui(entry.color));
  ImGui::PushStyleVar(ImGuiStyleVar_FrameRounding, 7);
  ImGui::PushStyleVar(ImGuiStyleVar_PopupRounding, 8);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(10, 7));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(8, 8));
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(8, 8));
}

ControlStyle::~ControlStyle() {
  ImGui::PopStyleVar(5);
  ImGui::PopStyleColor(12);
}

bool TextButton(Panel& panel, const char* id, const Box& box, std::string_view text) {
  const bool clicked = Button(panel, id, box);
  panel.paint.TextIn(panel.paint.fonts().body, box, panel.theme.text, text, Align::kCenter);
  return clicked;
}

bool IconButton(Panel& panel, const char* id, const Box& box, Icon icon) {
  const bool clicked = Button(panel, id, box);
  const Color color = panel.theme.text;
  const float x = box.x + box.w / 2;
  const float y = box.y + box.h / 2;
  Painter& paint = panel.paint;
  const auto right = [&](float left, float width) {
    paint.Triangle({left, y - 6}, {left + width, y}, {left, y + 6}, color);
  };
  const auto left = [&](float tip, float width) {
    paint.Triangle({tip + width, y - 6}, {tip, y}, {tip + width, y + 6}, color);
  };
  switch (icon) {
    case Icon::kPlay:
      right(x - 4, 10);
      break;
    case Icon::kPause:
      paint.Fill({x - 5, y - 6, 3.5f, 12}, color, 1);
      paint.Fill({x + 1.5f, y - 6, 3.5f, 12}, color, 1);
      break;
    case Icon::kStep:
      paint.Fill({x - 5, y - 6, 2.5f, 12}, color, 1);
      right(x - 1, 7);
      break;
    case Icon::kStepBack:
      paint.Fill({x + 3, y - 6, 2.5f, 12}, color, 1);
      left(x - 6, 7);
      break;
    case Icon::kStart:
      paint.Fill({x - 7, y - 6, 2, 12}, color, 1);
      left(x - 5, 6);
      left(x + 1, 6);
      break;
    case Icon::kEnd:
      paint.Fill({x + 5, y - 6, 2, 12}, color, 1);
      right(x - 7, 6);
      right(x - 1, 6);
      break;
  }
  return clicked;
}

}  // namespace weir::ui
