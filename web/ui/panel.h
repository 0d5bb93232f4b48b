// What every panel gets to draw with and to act on.
#pragma once

#include "web/app/session.h"
#include "web/app/ui_state.h"
#include "web/ui/painter.h"
#include "web/ui/scene.h"

namespace weir::ui {

struct Panel {
  Painter& paint;
  const Theme& theme;
  const Scene& scene;
  app::Session& session;
  app::UiState& state;
};

// Colours and tags of consumers: "A" is the first reader of a stream.
inline Color ReaderColor(const Theme& theme, int number) {
  return number == 0 ? theme.text : Mix(theme.text, theme.accent, number % 2 == 0 ? 0.35f : 0.7f);
}

}  // namespace weir::ui
