// Colours, dark and light.
//
// Eight key colours that people with any kind of colour vision tell apart, after Okabe and Ito;
// each has a contrast of at least 3:1 on its theme's surface. Colour never stands alone: records
// have a glyph as well, states have a word.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace weir::ui {

struct Color {
  uint8_t r = 0;
  uint8_t g = 0;
  uint8_t b = 0;
  uint8_t a = 255;
  friend constexpr bool operator==(const Color&, const Color&) = default;

  constexpr Color WithAlpha(float alpha) const {
    return {r, g, b, static_cast<uint8_t>(static_cast<float>(a) * alpha + 0.5f)};
  }
};

// 0xRRGGBB.
constexpr Color Rgb(uint32_t value) {
  return {static_cast<uint8_t>(value >> 16), static_cast<uint8_t>(value >> 8 & 255),
          static_cast<uint8_t>(value & 255)};
}

// "#rrggbb"; nothing for any other text.
std::optional<Color> ParseColor(std::string_view text);

// `amount` of `to` over `from`, 0 to 1.
Color Mix(Color from, Color to, float amount);

inline constexpr int kKeyColors = 8;
inline constexpr int kKeyGlyphs = 8;

struct Theme {
  bool dark = true;
  bool forced = false;   // The system chooses the colours: outlines instead of fills.
  bool reduced = false;  // Little motion: records move in steps.
  Color background;
  Color surface;  // Lanes and cards.
  Color raised;   // What lies on a surface.
  Color line;
  Color text;
  Color muted;
  Color accent;
  Color good;
  Color warn;
  Color bad;
  std::array<Color, kKeyColors> keys;
};

Theme DarkTheme();
Theme LightTheme();

}  // namespace weir::ui
