// Buttons, combo boxes and sliders of the desktop window in the theme's colours.
#pragma once

#include <string_view>

#include "web/ui/panel.h"

namespace weir::ui {

// While it lives, ImGui's own widgets (combo boxes) have the theme's colours.
class ControlStyle {
 public:
  explicit ControlStyle(const Theme& theme);
  ControlStyle(const ControlStyle&) = delete;
  ControlStyle& operator=(const ControlStyle&) = delete;
  ~ControlStyle();
};

// True when it was clicked. `id` is unique in the window.
bool TextButton(Panel& panel, const char* id, const Box& box, std::string_view text);

enum class Icon { kPlay, kPause, kStep, kStepBack, kStart, kEnd };
bool IconButton(Panel& panel, const char* id, const Box& box, Icon icon);

}  // namespace weir::ui
