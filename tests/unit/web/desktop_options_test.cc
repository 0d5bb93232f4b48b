// The desktop program's command line.
#include "web/app/desktop_options.h"

#include <gtest/gtest.h>

namespace weir::app {
namespace {

TEST(DesktopOptionsTest, ReadsWhatAPictureNeeds) {
  const Result<DesktopOptions> parsed = ParseDesktopOptions(
      {"--screenshot", "a.png", "--size", "720x420", "--scenario", "split", "--at", "1.5s",
       "--theme", "light", "--layout", "embed", "--speed", "0.5", "--click", "3,4", "--bare"});
  ASSERT_TRUE(parsed.ok());
  const DesktopOptions& options = parsed.value();
  EXPECT_EQ(options.screenshot, "a.png");
  EXPECT_EQ(options.width, 720);
  EXPECT_EQ(options.height, 420);
  EXPECT_EQ(options.scenario, "split");
  EXPECT_EQ(options.at, Millis(1'500));
  EXPECT_TRUE(options.light);
  EXPECT_TRUE(options.bare);
  EXPECT_TRUE(options.click);
  EXPECT_EQ(options.hover_y, 4);
  EXPECT_EQ(options.layout, ui::LayoutKind::kEmbed);
}

TEST(DesktopOptionsTest, WhatItDoesNotUnderstandItSays) {
  const std::vector<std::vector<std::string_view>> wrong = {
      {"--fly", "1"},           {"--size"},          {"--size", "720"},   {"--size", "9x9"},
      {"--at", "soon"},         {"--speed", "fast"}, {"--speed", "-1"},   {"--theme", "pink"},
      {"--layout", "sideways"}, {"--hover", "here"}, {"--scale", "1000"},
  };
  for (const std::vector<std::string_view>& arguments : wrong) {
    const Result<DesktopOptions> parsed = ParseDesktopOptions(arguments);
    ASSERT_FALSE(parsed.ok()) << arguments[0];
    EXPECT_TRUE(parsed.error().message.starts_with(arguments[0])) << parsed.error().message;
  }
}

TEST(LoadIntoTest, AFileThatIsNotThereIsNamed) {
  Session session;
  const Result<void> loaded = LoadInto(session, "no/such/file.json");
  ASSERT_FALSE(loaded.ok());
  EXPECT_EQ(loaded.error().message, "no/such/file.json: cannot be opened");
  EXPECT_FALSE(session.loaded());
}

}  // namespace
}  // namespace weir::app
