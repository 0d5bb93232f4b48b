#include "web/ui/header_bar.h"

#include <string>
#include <vector>

#include "core/base/text.h"
#include "web/ui/controls.h"

namespace weir::ui {
namespace {

void DrawScenarios(Panel& panel, const Box& box) {
  app::UiState& state = panel.state;
  ImGui::SetCursorScreenPos({box.x, box.y});
  ImGui::SetNextItemWidth(box.w);
  if (!ImGui::BeginCombo("##scenario", panel.session.scenario().title.c_str(),
                         ImGuiComboFlags_HeightLargest)) {
    return;
  }
  for (const app::ScenarioChoice& choice : state.choices) {
    const bool shown = choice.name == panel.session.scenario().name;
    if (ImGui::Selectable(choice.title.c_str(), shown)) state.chosen = choice.name;
  }
  ImGui::EndCombo();
}

}  // namespace

void DrawHeaderBar(Panel& panel) {
  const Box& bar = panel.scene.layout.header;
  if (bar.empty()) return;
  const Fonts& fonts = panel.paint.fonts();
  const Theme& theme = panel.theme;
  panel.paint.Fill(bar, theme.surface);
  panel.paint.Line({bar.x, bar.bottom() - 0.5f}, {bar.right(), bar.bottom() - 0.5f}, theme.line);
  const bool phone = panel.scene.layout.kind == LayoutKind::kPhone;
  float x = bar.x + (phone ? 12.0f : 20.0f);
  if (!phone) {
    panel.paint.TextIn(fonts.title, {x, bar.y, 60, bar.h}, theme.accent, "weir");
    x += 62;
  }
  const ControlStyle style(theme);
  DrawScenarios(panel, {x, bar.y + 10, phone ? 210.0f : 260.0f, 28});
  x += (phone ? 210.0f : 260.0f) + 16;
  if (bar.w >= 760) {
    panel.paint.TextIn(fonts.mono_small, {x, bar.y, 220, bar.h}, theme.muted,
                       StrCat({"seed ", std::to_string(panel.session.scenario().seed)}));
  }
  const Box button{bar.right() - 12 - 64, bar.y + 10, 64, 28};
  if (TextButton(panel, "theme", button, theme.dark ? "Light" : "Dark")) {
    panel.state.theme = theme.dark ? LightTheme() : DarkTheme();
  }
}

}  // namespace weir::ui
