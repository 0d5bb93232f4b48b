// The typefaces at the sizes the panels use, rasterised for the screen's own pixels.
#pragma once

struct ImFont;

namespace weir::ui {

// Inter for words, JetBrains Mono for numbers: its digits have one width, so counters do not
// shiver.
struct Fonts {
  ImFont* small = nullptr;       // 11
  ImFont* body = nullptr;        // 13
  ImFont* title = nullptr;       // 17
  ImFont* mono_small = nullptr;  // 11
  ImFont* mono = nullptr;        // 12
  ImFont* mono_large = nullptr;  // 22
};

// Fills the atlas of the current ImGui context anew for `scale` device pixels a CSS pixel. The
// backend's font texture has to be made again afterwards.
Fonts BuildFonts(float scale);

}  // namespace weir::ui
