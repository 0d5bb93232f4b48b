// Totals over time: a point a second, neighbours merged when there are too many.
#include "core/metrics/series.h"

#include <gtest/gtest.h>

#include "tests/support/builders.h"

namespace weir {
namespace {

using test::kStart;

SeriesPoint Point(int64_t second, int64_t records, int64_t age_us = 0) {
  SeriesPoint point;
  point.from = kStart + Seconds(second);
  point.records_in = records;
  point.bytes_in = records * 10;
  point.throttled = 1;
  point.records_out = 2;
  point.bytes_out = 3;
  point.records_expired = 4;
  point.iterator_age_us = age_us;
  return point;
}

Series SeriesOf(int64_t seconds) {
  Series series(kStart);
  for (int64_t i = 0; i < seconds; ++i) series.Add(Point(i, i, i));
  return series;
}

TEST(SeriesTest, UpToItsLimitEverySecondIsAPoint) {
  const Series series = SeriesOf(4'096);
  EXPECT_EQ(series.size(), kSeriesPointsMax);
  EXPECT_EQ(series.stretch(), Seconds(1));
  EXPECT_EQ(series[4'095].records_in, 4'095);
  EXPECT_EQ(series[4'095].from, kStart + Seconds(4'095));
}

TEST(SeriesTest, OneMorePointMergesNeighbours) {
  const Series series = SeriesOf(4'097);
  EXPECT_EQ(series.size(), 2'049);
  EXPECT_EQ(series.stretch(), Seconds(2));
  EXPECT_EQ(series[0].records_in, 0 + 1);
  EXPECT_EQ(series[5].records_in, 10 + 11);
  EXPECT_EQ(series[5].bytes_in, 210);
  EXPECT_EQ(series[5].throttled, 2);
  EXPECT_EQ(series[5].records_out, 4);
  EXPECT_EQ(series[5].bytes_out, 6);
  EXPECT_EQ(series[5].records_expired, 8);
  EXPECT_EQ(series[5].iterator_age_us, 11);  // The greater one, not the sum.
  EXPECT_EQ(series[5].from, kStart + Seconds(10));
  EXPECT_EQ(series[2'048].from, kStart + Seconds(4'096));
}

TEST(SeriesTest, TheSumOverAllPointsNeverChangesByMerging) {
  for (const int64_t seconds : {1'000, 4'097, 8'192, 8'193, 50'001}) {
    const Series series = SeriesOf(seconds);
    EXPECT_LE(series.size(), kSeriesPointsMax);
    int64_t sum = 0;
    for (size_t i = 0; i < series.size(); ++i) {
      sum += series[i].records_in;
      EXPECT_EQ(series[i].from, kStart + series.stretch() * static_cast<int64_t>(i));
    }
    EXPECT_EQ(sum, seconds * (seconds - 1) / 2);
  }
}

TEST(SeriesTest, ACopyIsACheckpoint) {
  Series series = SeriesOf(10);
  const Series copy = series;
  series.Add(Point(10, 77));
  EXPECT_EQ(copy.size(), 10);
  EXPECT_EQ(series[10].records_in, 77);
}

TEST(SeriesDeathTest, SecondsComeOneAfterTheOther) {
  Series series = SeriesOf(3);
  EXPECT_DEATH(series.Add(Point(5, 0)), "check failed");
  EXPECT_DEATH(series.Add(Point(-1, 0)), "check failed");
}

}  // namespace
}  // namespace weir
