// CowArray: copies that share until one writes, and never see each other.
#include "core/base/cow_array.h"

#include <gtest/gtest.h>

namespace weir {
namespace {

using Small = CowArray<int, 4>;

TEST(CowArrayTest, GrownElementsAreZeroAndWritesStayApart) {
  Small array;
  array.Grow(10);  // Three chunks that are one at first.
  array.Mutable(1) = 7;
  EXPECT_EQ(array[1], 7);
  EXPECT_EQ(array[5], 0);
  EXPECT_EQ(array[9], 0);
  EXPECT_EQ(array.size(), 10);
}

TEST(CowArrayTest, ACopyKeepsItsValuesWhateverTheOriginalDoes) {
  Small array;
  for (int i = 0; i < 9; ++i) array.PushBack(i);
  const Small copy = array;
  array.Mutable(0) = 100;
  array.Mutable(8) = 108;
  array.PushBack(109);
  for (int i = 0; i < 9; ++i) EXPECT_EQ(copy[static_cast<size_t>(i)], i);
  EXPECT_EQ(copy.size(), 9);
  EXPECT_EQ(array[0], 100);
  EXPECT_EQ(array[8], 108);
  EXPECT_EQ(array[9], 109);
}

TEST(CowArrayTest, TwoCopiesGrowIntoTheSameChunkApart) {
  Small a;
  a.PushBack(1);
  Small b = a;
  a.PushBack(2);
  b.PushBack(3);
  EXPECT_EQ(a[1], 2);
  EXPECT_EQ(b[1], 3);
}

TEST(CowArrayTest, GrowNeverShrinksAndClearForgets) {
  Small array;
  array.PushBack(5);
  array.Grow(0);
  EXPECT_EQ(array.size(), 1);
  array.Clear();
  EXPECT_EQ(array.size(), 0);
  array.Grow(1);
  EXPECT_EQ(array[0], 0);
}

TEST(CowArrayDeathTest, AnElementThatIsNotThereIsNoElement) {
  Small array;
  array.Grow(4);
  EXPECT_DEATH(static_cast<void>(array[4]), "check failed");
  EXPECT_DEATH(array.Mutable(4), "check failed");
}

}  // namespace
}  // namespace weir
