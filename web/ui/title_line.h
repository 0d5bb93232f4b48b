// The line above the lanes: which stream, in which state, and whether order holds.
#pragma once

#include <string>

#include "web/ui/panel.h"

namespace weir::ui {

void DrawTitleLine(Panel& panel);

// "order kept for every key", or the key that broke it; with its mark and colour.
struct Verdict {
  const char* mark = "";
  std::string text;
  const char* word = "";  // The same where there is no room.
  Color color;
};
Verdict VerdictOf(const EngineView& view, const Theme& theme);

}  // namespace weir::ui
