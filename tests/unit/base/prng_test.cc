// The random numbers: the published sequence, fair bounds, and a stream of its own per component.
#include "core/base/prng.h"

#include <gtest/gtest.h>

#include <array>
#include <set>

namespace weir {
namespace {

TEST(PrngTest, GivesThePublishedSequenceOfSplitMix64) {
  // The reference implementation's first numbers for the seed 1234567.
  Prng prng(1'234'567);
  EXPECT_EQ(prng.Next(), 6'457'827'717'110'365'317ULL);
  EXPECT_EQ(prng.Next(), 3'203'168'211'198'807'973ULL);
  EXPECT_EQ(prng.Next(), 9'817'491'932'198'370'423ULL);
  EXPECT_EQ(prng.Next(), 4'593'380'528'125'082'431ULL);
}

TEST(PrngTest, EveryValueBelowASmallBoundComesEquallyOften) {
  Prng prng(7);
  std::array<int, 6> counts{};
  constexpr int kDraws = 60'000;
  for (int i = 0; i < kDraws; ++i) ++counts[static_cast<size_t>(prng.Below(6))];
  // Six standard deviations of a binomial count are 548.
  for (const int count : counts) EXPECT_NEAR(count, kDraws / 6, 548);
}

TEST(PrngTest, ABoundOfOneGivesZeroAndAHugeBoundIsKept) {
  Prng prng(3);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(prng.Below(1), 0);
  constexpr uint64_t kBound = (uint64_t{1} << 63) + 1;  // Half of all draws are refused.
  bool high = false;
  for (int i = 0; i < 100; ++i) {
    const uint64_t value = prng.Below(kBound);
    ASSERT_LT(value, kBound);
    high = high || value > UINT32_MAX;
  }
  EXPECT_TRUE(high);
}

TEST(PrngTest, ABoundAround32BitsIsTakenByEitherWay) {
  for (const uint64_t bound : {uint64_t{UINT32_MAX}, uint64_t{UINT32_MAX} + 1}) {
    Prng prng(11);
    uint64_t greatest = 0;
    for (int i = 0; i < 1'000; ++i) greatest = std::max(greatest, prng.Below(bound));
    EXPECT_LT(greatest, bound);
    EXPECT_GT(greatest, bound - bound / 100);
  }
}

TEST(PrngTest, BetweenReachesBothEnds) {
  Prng prng(5);
  std::set<int64_t> seen;
  for (int i = 0; i < 200; ++i) seen.insert(prng.Between(-2, 2));
  EXPECT_EQ(seen, (std::set<int64_t>{-2, -1, 0, 1, 2}));
  EXPECT_EQ(prng.Between(9, 9), 9);
}

TEST(PrngTest, ComponentsHaveStreamsOfTheirOwnAndOneSeedOneStream) {
  Prng a = Prng::ForComponent(7, "fleet/keys");
  Prng again = Prng::ForComponent(7, "fleet/keys");
  Prng other_name = Prng::ForComponent(7, "fleet/sizes");
  Prng other_seed = Prng::ForComponent(8, "fleet/keys");
  const uint64_t first = a.Next();
  EXPECT_EQ(first, again.Next());
  EXPECT_NE(first, other_name.Next());
  EXPECT_NE(first, other_seed.Next());
}

TEST(PrngDeathTest, NoNumberLiesBelowZero) {
  Prng prng(1);
  EXPECT_DEATH(prng.Below(0), "check failed");
  EXPECT_DEATH(prng.Between(1, 0), "check failed");
}

}  // namespace
}  // namespace weir
