// A long series in few pixels.
#include "web/ui/decimate.h"

#include <gtest/gtest.h>

#include <vector>

namespace weir::ui {
namespace {

TEST(DecimateTest, ASpikeSurvives) {
  std::vector<Sample> samples;
  for (int64_t i = 0; i < 10'000; ++i) samples.push_back({i, i == 7'777 ? 500.0 : 1.0});
  const std::vector<Column> columns = Decimate(samples, 0, 10'000, 10'000, 100);
  ASSERT_EQ(columns.size(), 100U);
  EXPECT_EQ(columns[77].greatest, 500);
  EXPECT_EQ(columns[77].least, 1);
  EXPECT_EQ(columns[76].greatest, 1);
  EXPECT_EQ(columns[78].greatest, 1);
}

TEST(DecimateTest, ASampleHoldsUntilTheNextOne) {
  const std::vector<Sample> samples = {{0, 3}, {50, 5}};
  const std::vector<Column> columns = Decimate(samples, 0, 100, 100, 10);
  EXPECT_EQ(columns[4].greatest, 3);
  EXPECT_EQ(columns[5].least, 5);
  EXPECT_EQ(columns[9].greatest, 5);
}

TEST(DecimateTest, NothingIsShownBeforeTheFirstSampleAndAfterNow) {
  const std::vector<Sample> samples = {{30, 3}};
  const std::vector<Column> columns = Decimate(samples, 0, 100, 60, 10);
  EXPECT_FALSE(columns[2].filled);
  EXPECT_TRUE(columns[3].filled);
  EXPECT_TRUE(columns[5].filled);
  EXPECT_FALSE(columns[6].filled);
}

TEST(DecimateTest, SamplesOutsideTheStretchAreLeftOut) {
  const std::vector<Sample> samples = {{0, 9}, {100, 1}, {300, 9}};
  for (const Column& column : Decimate(samples, 100, 300, 400, 20)) {
    EXPECT_EQ(column.greatest, 1);
  }
}

TEST(DecimateTest, NoColumnsAndNoSamplesAreNoTrouble) {
  EXPECT_TRUE(Decimate({}, 0, 10, 10, 0).empty());
  EXPECT_FALSE(Decimate({}, 0, 10, 10, 3)[1].filled);
}

}  // namespace
}  // namespace weir::ui
