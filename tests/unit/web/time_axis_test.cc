// Time on the canvas.
#include "web/ui/time_axis.h"

#include <gtest/gtest.h>

namespace weir::ui {
namespace {

constexpr float kLength = 600;

TEST(WindowForTest, ARecordMovesSixtyPixelsInASecondOfTheViewer) {
  EXPECT_EQ(WindowFor(1, kLength, Minutes(5), Hours(24), 1), Seconds(10));
  EXPECT_EQ(WindowFor(0.01, kLength, Minutes(5), Hours(24), 1), Millis(100));
}

TEST(WindowForTest, NeverShowsMoreThanTheRunHas) {
  EXPECT_EQ(WindowFor(10'000, kLength, Minutes(5), Hours(24), 1), Minutes(5));
}

TEST(WindowForTest, ReachesBeyondTheHorizonWhenItComesNearIt) {
  const Duration window = WindowFor(10'000, kLength, Hours(60), Hours(24), 1);
  EXPECT_GT(window, Hours(24));
  EXPECT_LT(window, Hours(30));
}

TEST(WindowForTest, ZoomShowsLess) {
  EXPECT_EQ(WindowFor(1, kLength, Minutes(5), Hours(24), 4), Micros(2'500'000));
}

TEST(WindowForTest, IsNeverZero) {
  EXPECT_GE(WindowFor(0.01, kLength, Seconds(1), Hours(24), 4'096), Millis(1));
}

TEST(TimeAxisTest, AgeAtUndoesAt) {
  const TimeAxis axis(Seconds(10), kLength);
  EXPECT_FLOAT_EQ(axis.At(Seconds(5)), 300);
  EXPECT_EQ(axis.AgeAt(300), Seconds(5));
  EXPECT_GT(axis.At(Seconds(11)), kLength);
}

TEST(TimeAxisTest, AnAxisWithoutLengthShowsNothing) {
  EXPECT_EQ(TimeAxis(Seconds(10), 0).AgeAt(5), Micros(0));
  EXPECT_TRUE(TicksOf(TimeAxis(Seconds(10), 0), 50).empty());
}

TEST(TicksOfTest, AreRoundAndFarEnoughApart) {
  const std::vector<Tick> ticks = TicksOf(TimeAxis(Seconds(13), kLength), 80);
  ASSERT_GE(ticks.size(), 2U);
  EXPECT_EQ(ticks[0].label, "2 s");
  EXPECT_EQ(ticks[1].label, "4 s");
  EXPECT_GE(ticks[1].at - ticks[0].at, 80);
  EXPECT_LE(ticks.back().at, kLength);
}

TEST(RoundUpAgeTest, StaysOnAStep) {
  EXPECT_EQ(RoundUpAge(Seconds(20)), Seconds(20));
  EXPECT_EQ(RoundUpAge(Seconds(21)), Seconds(30));
  EXPECT_EQ(RoundUpAge(Hours(13)), Hours(24));
}

}  // namespace
}  // namespace weir::ui
