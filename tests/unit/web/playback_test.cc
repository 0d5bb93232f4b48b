// The virtual clock of a front end.
#include "web/app/playback.h"

#include <gtest/gtest.h>

#include <cmath>

namespace weir::app {
namespace {

Playback Playing(double speed) {
  Playback playback;
  playback.SetSpeed(speed);
  playback.set_playing(true);
  return playback;
}

TEST(PlaybackTest, APausedClockStands) {
  Playback playback;
  EXPECT_EQ(playback.Take(16), Micros(0));
}

TEST(PlaybackTest, AFrameIsWorthItsTimeTimesTheSpeed) {
  EXPECT_EQ(Playing(1).Take(16), Millis(16));
  EXPECT_EQ(Playing(10'000).Take(16), Seconds(160));
  EXPECT_EQ(Playing(0.01).Take(16), Micros(160));
}

TEST(PlaybackTest, ATabThatSleptCatchesNothingUp) {
  EXPECT_EQ(Playing(1).Take(60'000), Millis(50));
}

TEST(PlaybackTest, NonsenseFromTheHostIsNoTime) {
  Playback playback = Playing(1);
  EXPECT_EQ(playback.Take(-5), Micros(0));
  EXPECT_EQ(playback.Take(std::nan("")), Micros(0));
}

TEST(PlaybackTest, PartsOfAMicrosecondAreNotLost) {
  Playback playback = Playing(0.015);
  int64_t sum = 0;
  for (int i = 0; i < 1'000; ++i) sum += playback.Take(1.001).micros;
  EXPECT_EQ(sum, 15'015);
}

TEST(PlaybackTest, SpeedIsHeldWithinItsBounds) {
  EXPECT_EQ(Playing(1e9).speed(), kSpeedMax);
  EXPECT_EQ(Playing(0).speed(), kSpeedMin);
  EXPECT_EQ(Playing(std::nan("")).speed(), 1);
}

TEST(SpeedStepsTest, GoUpAndDownTheSameLadder) {
  double speed = kSpeedMin;
  int steps = 0;
  while (speed < kSpeedMax) {
    const double faster = FasterThan(speed);
    EXPECT_DOUBLE_EQ(SlowerThan(faster), speed);
    speed = faster;
    ++steps;
  }
  EXPECT_EQ(steps, 18);
  EXPECT_EQ(FasterThan(kSpeedMax), kSpeedMax);
  EXPECT_EQ(SlowerThan(kSpeedMin), kSpeedMin);
}

TEST(ComfortableSpeedTest, ARunTakesAboutAMinute) {
  EXPECT_EQ(ComfortableSpeed(Seconds(30)), 1);
  EXPECT_EQ(ComfortableSpeed(Minutes(5)), 5);
  EXPECT_EQ(ComfortableSpeed(Hours(60)), 2'000);
}

}  // namespace
}  // namespace weir::app
