#include "web/ui/fonts.h"

#include <cmath>
#include <span>

#include "core/base/check.h"
#include "core/base/embedded_file.h"
#include "imgui.h"
#include "web/gfx/font_files.h"

namespace weir::ui {
namespace {

// What the subset holds and the panels draw; see web/toolchain/fonts.cmake.
constexpr ImWchar kTextRanges[] = {0x20,   0x7e,   0xa0,   0xff,   0x2013, 0x2014, 0x2018,
                                   0x2019, 0x201c, 0x201d, 0x2022, 0x2026, 0x2190, 0x2193,
                                   0x2212, 0x2212, 0x2248, 0x2248, 0x2260, 0x2265, 0x2713,
                                   0x2713, 0x2717, 0x2717, 0};
// Large sizes and numbers need less, and the atlas stays small.
constexpr ImWchar kAsciiRanges[] = {0x20,   0x7e,   0xb5,   0xb7,   0x2013, 0x2014,
                                    0x2026, 0x2026, 0x2212, 0x2212, 0};

// In the order of the embedded folder.
constexpr size_t kInter = 0;
constexpr size_t kMono = 1;

ImFont* AddFont(size_t file, float size, float scale, const ImWchar* ranges) {
  const std::span<const EmbeddedFile> files = fonts::FontFiles();
  WEIR_CHECK(file < files.size());
  ImFontConfig config;
  // The atlas only reads it, but asks for a pointer that it might own.
  config.FontDataOwnedByAtlas = false;
  config.OversampleH = scale >= 1.5f ? 1 : 2;
  config.OversampleV = 1;
  config.RasterizerMultiply = 1.05f;
  config.GlyphRanges = ranges;
  void* bytes = const_cast<char*>(files[file].bytes.data());
  ImFont* font = ImGui::GetIO().Fonts->AddFontFromMemoryTTF(
      bytes, static_cast<int>(files[file].bytes.size()), std::round(size * scale), &config);
  WEIR_CHECK(font != nullptr);
  // Rasterised in device pixels, laid out in CSS pixels.
  font->Scale = size / std::round(size * scale);
  return font;
}

}  // namespace

Fonts BuildFonts(float scale) {
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  atlas.Clear();
  atlas.Flags |= ImFontAtlasFlags_NoMouseCursors;
  Fonts result;
  result.body = AddFont(kInter, 13, scale, kTextRanges);
  result.small = AddFont(kInter, 11, scale, kTextRanges);
  result.title = AddFont(kInter, 17, scale, kAsciiRanges);
  result.mono_small = AddFont(kMono, 11, scale, kAsciiRanges);
  result.mono = AddFont(kMono, 12, scale, kTextRanges);
  result.mono_large = AddFont(kMono, 22, scale, kAsciiRanges);
  ImGui::GetIO().FontDefault = result.body;
  return result;
}

}  // namespace weir::ui
