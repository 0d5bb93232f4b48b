// The numbers expected are those of GNU date.
#include "core/base/civil_time.h"

#include <gtest/gtest.h>

#include "core/base/text.h"

namespace weir {
namespace {

TEST(CivilTimeTest, DaysGoThereAndBack) {
  EXPECT_EQ(DaysFromCivil(1970, 1, 1), 0);
  EXPECT_EQ(DaysFromCivil(2000, 2, 29), 11'016);
  EXPECT_EQ(DaysFromCivil(1, 1, 1), -719'162);
  for (int64_t days = -800'000; days < 800'000; days += 37) {
    const CivilTime civil = CivilDay(days);
    ASSERT_EQ(DaysFromCivil(civil.year, civil.month, civil.day), days);
  }
}

TEST(CivilTimeTest, AnInstantIsTakenApart) {
  const CivilTime civil = ToCivil(Instant{1'783'951'509'123'456});  // 2026-07-13T14:05:09.123456Z
  EXPECT_EQ(civil.year, 2026);
  EXPECT_EQ(civil.month, 7);
  EXPECT_EQ(civil.day, 13);
  EXPECT_EQ(civil.hour, 14);
  EXPECT_EQ(civil.minute, 5);
  EXPECT_EQ(civil.second, 9);
  EXPECT_EQ(civil.micros, 123'456);
  EXPECT_EQ(civil.day_of_week, 1);
  EXPECT_EQ(civil.day_of_year, 194);
}

TEST(CivilTimeTest, BeforeTheEpochTheClockStillRunsForward) {
  const CivilTime civil = ToCivil(Instant{-1});
  EXPECT_EQ(civil.year, 1969);
  EXPECT_EQ(civil.month, 12);
  EXPECT_EQ(civil.day, 31);
  EXPECT_EQ(civil.hour, 23);
  EXPECT_EQ(civil.micros, 999'999);
  EXPECT_EQ(civil.day_of_week, 3);
}

TEST(CivilTimeTest, TheWeekOfIso8601BelongsToTheYearOfItsThursday) {
  const auto week = [](int64_t y, int32_t m, int32_t d) {
    int64_t year = 0;
    const int32_t number = IsoWeek(CivilDay(DaysFromCivil(y, m, d)), year);
    return year * 100 + number;
  };
  EXPECT_EQ(week(2016, 2, 25), 201'608);
  EXPECT_EQ(week(2016, 1, 1), 201'553);
  EXPECT_EQ(week(2018, 12, 31), 201'901);
  EXPECT_EQ(week(2020, 12, 31), 202'053);
}

}  // namespace
}  // namespace weir
