// Virtual time: exact arithmetic, and the moment that never comes.
#include "core/base/time.h"

#include <gtest/gtest.h>

#include "core/model/limits.h"

namespace weir {
namespace {

TEST(TimeTest, UnixSecondsAreRoundedTowardsThePast) {
  EXPECT_EQ(UnixSeconds(Instant{0}), 0);
  EXPECT_EQ(UnixSeconds(Instant{999'999}), 0);
  EXPECT_EQ(UnixSeconds(Instant{1'000'000}), 1);
  EXPECT_EQ(UnixSeconds(Instant{-1}), -1);
  EXPECT_EQ(UnixSeconds(Instant{-1'000'000}), -1);
  EXPECT_EQ(UnixSeconds(Instant{-1'000'001}), -2);
}

TEST(TimeTest, UnitsAreMultiplesOfMicroseconds) {
  EXPECT_EQ(Millis(2), Micros(2'000));
  EXPECT_EQ(Hours(1), Minutes(60));
  EXPECT_EQ(Minutes(1), Seconds(60));
  EXPECT_EQ((Instant{5} + Micros(3)) - Instant{5}, Micros(3));
  EXPECT_EQ(Seconds(1) / 3 * 3, Micros(999'999));
}

TEST(TimeTest, NeverIsLaterThanTheEndOfAnyScenarioAndBearsARetentionPeriod) {
  constexpr Instant kLatestStart{7'258'118'400'000'000};  // The year 2200.
  EXPECT_LT(kLatestStart + kDurationMax + kDurationMax, kNever);
  EXPECT_GT(kNever + kRetentionMax, kNever);
}

}  // namespace
}  // namespace weir
