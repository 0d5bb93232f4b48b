// Points of many series in bounded memory: what is kept, what is merged, and that sums never
// change.
#include "core/metrics/metric_log.h"

#include <gtest/gtest.h>

namespace weir {
namespace {

void CloseSeconds(MetricLog& log, int64_t seconds) {
  for (int64_t i = 0; i < seconds; ++i) log.CloseSecond();
}

uint64_t DigestOf(const MetricLog& log) {
  Digest digest;
  log.AddTo(digest);
  return digest.value();
}

// A block of `count` series, by the number of the first.
SeriesIndex AddSeries(MetricLog& log, size_t count) { return log.FirstOf(log.AddBlock(count)); }

// These tests have one block.
void AddTo(MetricLog& log, SeriesIndex series, int64_t value) { log.Open(0)[series].Add(value); }

TEST(StatisticSetTest, KeepsCountSumLeastAndGreatest) {
  StatisticSet set;
  for (const int64_t value : {5, -2, 9}) set.Add(value);
  EXPECT_EQ(set, (StatisticSet{3, 12, -2, 9}));
  EXPECT_EQ(set.AverageMillis(), 4'000);
}

TEST(StatisticSetTest, AnAverageIsInThousandths) {
  StatisticSet set;
  for (const int64_t value : {1, 0, 1}) set.Add(value);
  EXPECT_EQ(set.AverageMillis(), 666);
  EXPECT_EQ(StatisticSet{}.AverageMillis(), 0);
}

TEST(StatisticSetTest, TheSetOfNothingAddsNothing) {
  StatisticSet set;
  set.Add(7);
  set.Add(StatisticSet{});
  EXPECT_EQ(set, (StatisticSet{1, 7, 7, 7}));
  StatisticSet empty;
  empty.Add(set);
  EXPECT_EQ(empty, set) << "a least of 0 would be that of no sample";
}

TEST(MetricLogTest, ASampleBelongsToTheSecondThatIsClosedNext) {
  MetricLog log;
  const SeriesIndex series = AddSeries(log, 1);
  AddTo(log, series, 3);
  AddTo(log, series, 5);
  log.CloseSecond();
  log.CloseSecond();
  AddTo(log, series, 1);
  log.CloseSecond();
  const std::vector<LogPoint> points = log.SecondPoints(series);
  ASSERT_EQ(points.size(), 2U) << "a second without samples has no point";
  EXPECT_EQ(points[0].first_second, 0);
  EXPECT_EQ(points[0].set, (StatisticSet{2, 8, 3, 5}));
  EXPECT_EQ(points[1].first_second, 2);
  EXPECT_EQ(points[1].set, (StatisticSet{1, 1, 1, 1}));
}

TEST(MetricLogTest, TheOpenSecondCanBeSeen) {
  MetricLog log;
  const SeriesIndex series = AddSeries(log, 1);
  EXPECT_FALSE(log.HasSamples(series));
  CloseSeconds(log, 61);
  AddTo(log, series, 4);
  EXPECT_TRUE(log.HasSamples(series));
  ASSERT_EQ(log.SecondPoints(series).size(), 1U);
  EXPECT_EQ(log.SecondPoints(series)[0].first_second, 61);
  ASSERT_EQ(log.MinutePoints(series).size(), 1U);
  EXPECT_EQ(log.MinutePoints(series)[0].first_second, 60);
  EXPECT_EQ(log.MinutePoints(series)[0].seconds, 2);
}

TEST(MetricLogTest, SixtySecondsAreAMinute) {
  MetricLog log;
  const SeriesIndex series = AddSeries(log, 2) + 1;
  for (int64_t second = 0; second < 150; ++second) {
    AddTo(log, series, second);
    log.CloseSecond();
  }
  const std::vector<LogPoint> minutes = log.MinutePoints(series);
  ASSERT_EQ(minutes.size(), 3U);
  EXPECT_EQ(minutes[0].set, (StatisticSet{60, 59 * 60 / 2, 0, 59}));
  EXPECT_EQ(minutes[1].first_second, 60);
  EXPECT_EQ(minutes[1].set, (StatisticSet{60, 59 * 60 / 2 + 3'600, 60, 119}));
  EXPECT_EQ(minutes[2].seconds, 30) << "the minute that is not over";
  EXPECT_EQ(minutes[2].set.samples, 30);
  EXPECT_EQ(log.MinutePoints(series - 1).size(), 0U);
  EXPECT_EQ(log.Total(series), (StatisticSet{150, 149 * 150 / 2, 0, 149}));
}

TEST(MetricLogTest, OnlyTheLastSecondsAreKeptAndOnlyWholeOnes) {
  MetricLog log(10, 1'000);
  const SeriesIndex series = AddSeries(log, 3);
  for (int64_t second = 0; second < 100; ++second) {
    for (SeriesIndex i = 0; i < 3; ++i) AddTo(log, series + i, second);
    log.CloseSecond();
  }
  // Ten places hold three seconds of three series and a third of one, which is not shown.
  EXPECT_EQ(log.seconds_kept_from(), 97);
  for (SeriesIndex i = 0; i < 3; ++i) {
    const std::vector<LogPoint> points = log.SecondPoints(series + i);
    ASSERT_EQ(points.size(), 3U);
    EXPECT_EQ(points[0].set.sum, 97);
    EXPECT_EQ(points[2].set.sum, 99);
  }
  EXPECT_EQ(log.Total(series).sum, 99 * 100 / 2) << "minutes forget nothing";
}

TEST(MetricLogTest, ManyMinutesBecomeLongerOnesAndTheSumsStay) {
  MetricLog log(1'000, 40);
  const SeriesIndex series = AddSeries(log, 2);
  int64_t sum = 0;
  for (int64_t second = 0; second < 100 * 60; ++second) {
    if (second % 7 == 0) AddTo(log, series, second);
    if (second % 7 == 0) sum += second;
    if (second / 60 % 3 == 0) AddTo(log, series + 1, 1);  // Has no point in two of three minutes.
    log.CloseSecond();
  }
  // Two series of 100 and 34 minutes: halved until they fit into 40 points.
  EXPECT_EQ(log.minutes_per_stretch(), 8);
  const std::vector<LogPoint> points = log.MinutePoints(series);
  ASSERT_EQ(points.size(), 13U);
  for (size_t i = 0; i < points.size(); ++i) {
    EXPECT_EQ(points[i].first_second, static_cast<int64_t>(i) * 480);
    EXPECT_EQ(points[i].set.minimum, (static_cast<int64_t>(i) * 480 + 6) / 7 * 7);
  }
  EXPECT_EQ(points.back().seconds, 240);
  EXPECT_EQ(log.Total(series).sum, sum);
  EXPECT_EQ(log.Total(series + 1).samples, 34 * 60);
}

TEST(MetricLogTest, BlocksOfDifferentSizesDoNotTouch) {
  MetricLog log;
  std::vector<BlockIndex> blocks;
  for (size_t i = 0; i < 100; ++i) blocks.push_back(log.AddBlock(i % 32 + 1));
  for (size_t i = 0; i < blocks.size(); ++i) {
    StatisticSet* open = log.Open(blocks[i]);
    for (size_t series = 0; series < i % 32 + 1; ++series) {
      open[series].Add(static_cast<int64_t>(i * 100 + series));
    }
  }
  log.CloseSecond();
  for (size_t i = 0; i < blocks.size(); ++i) {
    for (size_t series = 0; series < i % 32 + 1; ++series) {
      const StatisticSet set = log.Total(log.FirstOf(blocks[i]) + static_cast<SeriesIndex>(series));
      EXPECT_EQ(set.samples, 1);
      EXPECT_EQ(set.sum, static_cast<int64_t>(i * 100 + series));
    }
  }
}

TEST(MetricLogTest, CopiesGoTheirOwnWays) {
  MetricLog log;
  const SeriesIndex series = AddSeries(log, 1);
  for (int i = 0; i < 90; ++i) {
    AddTo(log, series, 1);
    log.CloseSecond();
  }
  AddTo(log, series, 5);
  MetricLog copy = log;
  const uint64_t before = DigestOf(log);
  for (int i = 0; i < 90; ++i) {
    AddTo(copy, series, 2);
    copy.CloseSecond();
  }
  EXPECT_EQ(DigestOf(log), before);
  EXPECT_EQ(log.Total(series).sum, 95);
  EXPECT_EQ(copy.Total(series).sum, 95 + 180);
  for (int i = 0; i < 90; ++i) {
    AddTo(log, series, 2);
    log.CloseSecond();
  }
  EXPECT_EQ(DigestOf(log), DigestOf(copy));
}

}  // namespace
}  // namespace weir
