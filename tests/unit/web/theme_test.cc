// Colours that can be told from their ground.
#include "web/ui/theme.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace weir::ui {
namespace {

// WCAG 2.2, "relative luminance" and "contrast ratio".
double Luminance(Color color) {
  const auto linear = [](uint8_t byte) {
    const double value = byte / 255.0;
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(color.r) + 0.7152 * linear(color.g) + 0.0722 * linear(color.b);
}

double Contrast(Color a, Color b) {
  const double light = std::max(Luminance(a), Luminance(b));
  const double dark = std::min(Luminance(a), Luminance(b));
  return (light + 0.05) / (dark + 0.05);
}

TEST(ThemeTest, TextIsReadable) {
  for (const Theme& theme : {DarkTheme(), LightTheme()}) {
    for (const Color color :
         {theme.text, theme.muted, theme.accent, theme.good, theme.warn, theme.bad}) {
      EXPECT_GE(Contrast(color, theme.background), 4.5) << theme.dark;
      EXPECT_GE(Contrast(color, theme.surface), 4.5) << theme.dark;
    }
  }
}

TEST(ThemeTest, KeysStandOutFromTheirLane) {
  for (const Theme& theme : {DarkTheme(), LightTheme()}) {
    for (size_t i = 0; i < theme.keys.size(); ++i) {
      EXPECT_GE(Contrast(theme.keys[i], theme.surface), 3) << theme.dark << ' ' << i;
    }
  }
}

TEST(ParseColorTest, ReadsSixHexDigits) {
  EXPECT_EQ(ParseColor("#0f1217"), Rgb(0x0f1217));
  EXPECT_EQ(ParseColor("#ABCDEF"), Rgb(0xabcdef));
  for (const char* bad : {"", "0f1217", "#0f121", "#0f12177", "#0g1217", "red"}) {
    EXPECT_FALSE(ParseColor(bad)) << bad;
  }
}

TEST(MixTest, GoesFromOneToTheOther) {
  EXPECT_EQ(Mix(Rgb(0x000000), Rgb(0x102030), 0), Rgb(0x000000));
  EXPECT_EQ(Mix(Rgb(0x000000), Rgb(0x102030), 1), Rgb(0x102030));
  EXPECT_EQ(Mix(Rgb(0x000000), Rgb(0x204060), 0.5f), Rgb(0x102030));
}

}  // namespace
}  // namespace weir::ui
