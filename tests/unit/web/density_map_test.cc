// Counts over hash space and time.
#include "web/gfx/density_map.h"

#include <gtest/gtest.h>

#include <vector>

namespace weir::gfx {
namespace {

const Instant kStart{1'000'000'000};

RecordView RecordAt(Duration at, uint32_t place) {
  RecordView record;
  record.arrived_at = kStart + at;
  record.hash_place = place;
  return record;
}

size_t Cell(size_t row, size_t place) { return row * kDensityPlaces + place; }

TEST(DensityMapTest, CountsARecordInItsCell) {
  DensityMap map;
  map.Restart(kStart, kStart + Seconds(10), Seconds(1));
  map.Add(std::vector<RecordView>{RecordAt(Millis(3'500), 0x80000000U)}, 1);
  const std::span<const uint8_t> texels = map.Texels();
  for (size_t i = 0; i < texels.size(); ++i) {
    EXPECT_EQ(texels[i], i == Cell(3, 128) ? DensityByte(1) : 0) << i;
  }
  EXPECT_EQ(map.greatest(), DensityByte(1));
}

TEST(DensityMapTest, AWeightStandsForAsManyRecords) {
  DensityMap map;
  map.Restart(kStart, kStart + Seconds(10), Seconds(1));
  map.Add(std::vector<RecordView>{RecordAt(Seconds(1), 0)}, 9);
  EXPECT_EQ(map.Texels()[Cell(1, 0)], DensityByte(9));
}

TEST(DensityMapTest, AColumnOfLongAgoIsClearedWhenTimeComesAroundToIt) {
  DensityMap map;
  map.Restart(kStart, kStart, Seconds(1));
  map.Add(std::vector<RecordView>{RecordAt(Millis(1), 0)}, 1);
  ASSERT_NE(map.Texels()[Cell(0, 0)], 0);
  map.AdvanceTo(kStart + Seconds(static_cast<int64_t>(kDensityColumns)));
  EXPECT_EQ(map.Texels()[Cell(0, 0)], 0);
  EXPECT_EQ(map.greatest(), 0);
}

TEST(DensityMapTest, RecordsThatTheRingHasLeftBehindAreLeftOut) {
  DensityMap map;
  map.Restart(kStart, kStart + Seconds(static_cast<int64_t>(kDensityColumns)), Seconds(1));
  map.Add(std::vector<RecordView>{RecordAt(Millis(1), 0)}, 1);
  map.Texels();
  EXPECT_EQ(map.greatest(), 0);
}

TEST(DensityMapTest, OnlyWhatChangedIsSentAgain) {
  DensityMap map;
  map.Restart(kStart, kStart + Seconds(20), Seconds(1));
  map.Texels();
  EXPECT_EQ(map.TakeChangedRows().last, kDensityColumns);
  map.Add(std::vector<RecordView>{RecordAt(Seconds(7), 0), RecordAt(Seconds(9), 0)}, 1);
  map.Texels();
  const DensityMap::Rows rows = map.TakeChangedRows();
  EXPECT_EQ(rows.first, 7U);
  EXPECT_EQ(rows.last, 10U);
  map.Texels();
  EXPECT_EQ(map.TakeChangedRows().last, 0U);
}

TEST(DensityMapTest, TheRowOfNowMovesEvenly) {
  DensityMap map;
  map.Restart(kStart, kStart, Seconds(1));
  const auto round = static_cast<float>(kDensityColumns);
  EXPECT_FLOAT_EQ(map.RowOf(kStart + Millis(2'500)), round + 2.5f);
}

TEST(DensityByteTest, GrowsWithTheCountAndNeverWraps) {
  EXPECT_EQ(DensityByte(0), 0);
  for (uint32_t count = 0; count < 70'000; ++count) {
    ASSERT_LE(DensityByte(count), DensityByte(count + 1)) << count;
  }
  EXPECT_GT(DensityByte(1), 0);
  EXPECT_EQ(DensityByte(UINT32_MAX - 1), 255);
}

TEST(DensityStepTest, FillsTheWindowWithColumnsThatTheRingHasRoomFor) {
  for (int64_t window = 1'000; window < 4'000'000'000'000; window = window * 3 / 2) {
    const int64_t columns = window / DensityStep(Micros(window)).micros;
    EXPECT_GE(columns, 256) << window;
    EXPECT_LT(columns, static_cast<int64_t>(kDensityColumns)) << window;
  }
}

}  // namespace
}  // namespace weir::gfx
