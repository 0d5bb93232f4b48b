// Numbers beside the picture: short, with a unit.
#include "web/ui/format.h"

#include <gtest/gtest.h>

namespace weir::ui {
namespace {

TEST(FormatCountTest, GrowsThroughItsUnits) {
  EXPECT_EQ(FormatCount(0), "0");
  EXPECT_EQ(FormatCount(12'345), "12,345");
  EXPECT_EQ(FormatCount(99'999), "99,999");
  EXPECT_EQ(FormatCount(100'000), "100k");
  EXPECT_EQ(FormatCount(1'234'567), "1.23M");
  EXPECT_EQ(FormatCount(1'034'567), "1.03M");
  EXPECT_EQ(FormatCount(1'200'000), "1.2M");
  EXPECT_EQ(FormatCount(45'600'000'000), "45.6G");
}

TEST(FormatRecordsTest, OneIsNotMany) {
  EXPECT_EQ(FormatRecords(0), "0 records");
  EXPECT_EQ(FormatRecords(1), "1 record");
  EXPECT_EQ(FormatRecords(2'000), "2,000 records");
}

TEST(FormatBytesTest, UsesBinaryUnits) {
  EXPECT_EQ(FormatBytes(0), "0 B");
  EXPECT_EQ(FormatBytes(1'023), "1023 B");
  EXPECT_EQ(FormatBytes(1'024), "1 KiB");
  EXPECT_EQ(FormatBytes(1'536), "1.5 KiB");
  EXPECT_EQ(FormatBytes(int64_t{10} << 20), "10 MiB");
}

TEST(FormatAgeTest, PicksTheUnitsPeopleCountIn) {
  EXPECT_EQ(FormatAge(Micros(0)), "0 s");
  EXPECT_EQ(FormatAge(Micros(999)), "999 \u00b5s");
  EXPECT_EQ(FormatAge(Millis(85)), "85 ms");
  EXPECT_EQ(FormatAge(Millis(1'250)), "1.2 s");
  EXPECT_EQ(FormatAge(Seconds(48)), "48 s");
  EXPECT_EQ(FormatAge(Seconds(60)), "1m");
  EXPECT_EQ(FormatAge(Seconds(200)), "3m 20s");
  EXPECT_EQ(FormatAge(Minutes(125)), "2h 05m");
}

TEST(FormatAgeTest, ASecondDayIsStillCountedInHours) {
  EXPECT_EQ(FormatAge(Hours(24)), "24h");
  EXPECT_EQ(FormatAge(Hours(48)), "48h");
  EXPECT_EQ(FormatAge(Hours(49)), "2d 01h");
  EXPECT_EQ(FormatAge(Hours(24 * 7)), "7d");
}

TEST(FormatRateTest, IsARoundNumberASecond) {
  EXPECT_EQ(FormatRate(0, Seconds(1)), "0/s");
  EXPECT_EQ(FormatRate(67, Seconds(1)), "67/s");
  EXPECT_EQ(FormatRate(3, Seconds(2)), "1.5/s");
  EXPECT_EQ(FormatRate(2'500, Seconds(2)), "1,250/s");
  EXPECT_EQ(FormatRate(1, Minutes(1)), "<0.1/s");
}

TEST(FormatPercentTest, ShowsThatALittleIsNotNothing) {
  EXPECT_EQ(FormatPercent(0), "0%");
  EXPECT_EQ(FormatPercent(3), "<1%");
  EXPECT_EQ(FormatPercent(125), "12%");
  EXPECT_EQ(FormatPercent(1'000), "100%");
}

TEST(FormatSpeedTest, IsAFractionBelowOne) {
  EXPECT_EQ(FormatSpeed(0.01), "1/100x");
  EXPECT_EQ(FormatSpeed(0.5), "1/2x");
  EXPECT_EQ(FormatSpeed(1), "1x");
  EXPECT_EQ(FormatSpeed(2.5), "2.5x");
  EXPECT_EQ(FormatSpeed(10'000), "10,000x");
}

}  // namespace
}  // namespace weir::ui
