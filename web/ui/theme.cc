#include "web/ui/theme.h"

namespace weir::ui {
namespace {

std::optional<uint32_t> HexDigit(char c) {
  if (c >= '0' && c <= '9') return static_cast<uint32_t>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<uint32_t>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<uint32_t>(c - 'A' + 10);
  return std::nullopt;
}

uint8_t MixByte(uint8_t from, uint8_t to, float amount) {
  const float mixed =
      static_cast<float>(from) + (static_cast<float>(to) - static_cast<float>(from)) * amount;
  return static_cast<uint8_t>(mixed + 0.5f);
}

}  // namespace

std::optional<Color> ParseColor(std::string_view text) {
  if (text.size() != 7 || text[0] != '#') return std::nullopt;
  uint32_t value = 0;
  for (const char c : text.substr(1)) {
    const std::optional<uint32_t> digit = HexDigit(c);
    if (!digit) return std::nullopt;
    value = value << 4 | *digit;
  }
  return Rgb(value);
}

Color Mix(Color from, Color to, float amount) {
  return {MixByte(from.r, to.r, amount), MixByte(from.g, to.g, amount),
          MixByte(from.b, to.b, amount), MixByte(from.a, to.a, amount)};
}

Theme DarkTheme() {
  Theme theme;
  theme.dark = true;
  theme.background = Rgb(0x0f1217);
  theme.surface = Rgb(0x171c23);
  theme.raised = Rgb(0x1f2630);
  theme.line = Rgb(0x2c3542);
  theme.text = Rgb(0xe9edf2);
  theme.muted = Rgb(0x94a1b0);
  theme.accent = Rgb(0x62b4ff);
  theme.good = Rgb(0x43d696);
  theme.warn = Rgb(0xf5bb50);
  theme.bad = Rgb(0xff6b6b);
  theme.keys = {Rgb(0x56b4e9), Rgb(0xe69f00), Rgb(0x2ec4a0), Rgb(0xf0e442),
                Rgb(0x97a3ff), Rgb(0xff9466), Rgb(0xe08bc4), Rgb(0xc3ccd6)};
  return theme;
}

Theme LightTheme() {
  Theme theme;
  theme.dark = false;
  theme.background = Rgb(0xffffff);
  theme.surface = Rgb(0xf3f5f8);
  theme.raised = Rgb(0xe9edf2);
  theme.line = Rgb(0xd5dce4);
  theme.text = Rgb(0x171b20);
  theme.muted = Rgb(0x586472);
  theme.accent = Rgb(0x0a66c2);
  theme.good = Rgb(0x0f7a4a);
  theme.warn = Rgb(0x9a5b00);
  theme.bad = Rgb(0xc92a2a);
  theme.keys = {Rgb(0x0072b2), Rgb(0xb26a00), Rgb(0x007a5e), Rgb(0x857400),
                Rgb(0x4a50c4), Rgb(0xc2410c), Rgb(0xa3437f), Rgb(0x4d5863)};
  return theme;
}

}  // namespace weir::ui
