// A record as twelve bytes for the vertex shader.
#include "web/gfx/record_point.h"

#include <gtest/gtest.h>

#include <set>
#include <utility>

namespace weir::gfx {
namespace {

TEST(RecordPointTest, PacksWhatTheShaderUnpacks) {
  const RecordPoint point = MakePoint(Micros(90'061'234'567), 65'535, 40'000, 46, 77);
  EXPECT_EQ(point.seconds, 90'061U);
  EXPECT_EQ(point.micros_and_look & 0xfffffU, 234'567U);
  EXPECT_EQ(point.micros_and_look >> 20 & 63U, 46U);
  EXPECT_EQ(point.micros_and_look >> 26 & 7U, ColorOfKey(77));
  EXPECT_EQ(point.micros_and_look >> 29 & 7U, GlyphOfKey(77));
  EXPECT_EQ(point.shard_and_place >> 16, 65'535U);
  EXPECT_EQ(point.shard_and_place & 0xffffU, 40'000U);
}

TEST(RecordPointTest, SixtyFourKeysLookDifferent) {
  std::set<std::pair<uint32_t, uint32_t>> looks;
  for (uint32_t key = 0; key < 64; ++key) looks.insert({ColorOfKey(key), GlyphOfKey(key)});
  EXPECT_EQ(looks.size(), 64U);
}

TEST(SizeClassTest, GrowsByTwoAnOctave) {
  EXPECT_EQ(SizeClass(0), 0U);
  EXPECT_EQ(SizeClass(1), 0U);
  EXPECT_EQ(SizeClass(2), 2U);
  EXPECT_EQ(SizeClass(1'024), 20U);
  EXPECT_EQ(SizeClass(1'500), 21U);
  EXPECT_EQ(SizeClass(1 << 20), 40U);
  EXPECT_LE(SizeClass(UINT32_MAX), 63U);
  for (uint32_t bytes = 1; bytes < 100'000; ++bytes) {
    ASSERT_LE(SizeClass(bytes), SizeClass(bytes + 1)) << bytes;
  }
}

TEST(PlaceWithinTest, RunsFromOneEndOfTheRangeToTheOther) {
  EXPECT_EQ(PlaceWithin(0, kWholeHashRange), 0U);
  EXPECT_EQ(PlaceWithin(UINT32_MAX, kWholeHashRange), 65'535U);
  const HashKeyRange upper_half{MiddleOf(kWholeHashRange), kHashKeyMax};
  EXPECT_EQ(PlaceWithin(0x80000000U, upper_half), 0U);
  EXPECT_EQ(PlaceWithin(0xc0000000U, upper_half), 32'768U);
  // A place outside is held at the border instead of wrapping around.
  EXPECT_EQ(PlaceWithin(0, upper_half), 0U);
}

}  // namespace
}  // namespace weir::gfx
