// A weighted choice gives each key exactly its weight, and draws follow it.
#include "core/base/alias_table.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "core/base/prng.h"

namespace weir {
namespace {

// What each key owns over all columns: exactly size * weight if the table is right.
std::vector<uint64_t> HeightsByKey(const AliasTable& table) {
  std::vector<uint64_t> heights(table.size());
  for (size_t column = 0; column < table.size(); ++column) {
    const AliasTable::Division division = table.DivisionOf(column);
    EXPECT_LE(division.own, table.total());
    heights.at(column) += division.own;
    heights.at(division.alias) += table.total() - division.own;
  }
  return heights;
}

void ExpectExact(const std::vector<uint64_t>& weights) {
  const auto table = AliasTable::Make(weights);
  ASSERT_TRUE(table.ok()) << table.error().message;
  const std::vector<uint64_t> heights = HeightsByKey(table.value());
  for (size_t key = 0; key < weights.size(); ++key) {
    ASSERT_EQ(heights[key], weights[key] * weights.size()) << "key " << key;
  }
}

TEST(AliasTableTest, EachKeyOwnsExactlyItsWeight) {
  ExpectExact({1});
  ExpectExact({5, 5, 5, 5});
  ExpectExact({1, 2, 3, 4});
  ExpectExact({4, 3, 2, 1});
  ExpectExact({1'000'000, 1, 1, 1, 1});
  ExpectExact({1, 1, 1, 1, 1'000'000});
  ExpectExact({0, 7, 0, 0, 1, 0});
}

TEST(AliasTableTest, EachKeyOwnsExactlyItsWeightFor300RandomTables) {
  for (uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(seed);
    Prng prng(seed);
    std::vector<uint64_t> weights(1 + static_cast<size_t>(prng.Below(200)));
    for (uint64_t& weight : weights) {
      const uint64_t shift = 14 + prng.Below(50);  // Below 2^50: 200 of them stay below 2^58.
      weight = prng.Next() >> shift;
    }
    weights.front() += 1;  // Not all 0.
    ExpectExact(weights);
  }
}

TEST(AliasTableTest, TheLargestTotalIsHeldWithoutOverflow) {
  const std::vector<uint64_t> weights = {AliasTable::kTotalMax - 3, 1, 2};
  const auto table = AliasTable::Make(weights);
  ASSERT_TRUE(table.ok());
  // 3 * weight would not fit 64 bits: the columns of the small keys tell enough.
  EXPECT_EQ(table.value().DivisionOf(0).own, AliasTable::kTotalMax);
  EXPECT_EQ(table.value().DivisionOf(1).own, 3);
  EXPECT_EQ(table.value().DivisionOf(2).own, 6);
  EXPECT_EQ(table.value().DivisionOf(2).alias, 0);
}

TEST(AliasTableTest, DrawsFollowTheWeightsByChiSquare) {
  const std::vector<uint64_t> weights = {50, 25, 12, 6, 3, 2, 1, 1};
  const auto table = AliasTable::Make(weights);
  ASSERT_TRUE(table.ok());
  constexpr int kDraws = 1'000'000;
  Prng prng(11);
  std::vector<int> counts(weights.size());
  for (int i = 0; i < kDraws; ++i) ++counts.at(table.value().Choose(prng.Next()));
  double chi_square = 0;
  for (size_t key = 0; key < weights.size(); ++key) {
    const double expected = kDraws * static_cast<double>(weights[key]) / 100;
    chi_square += (counts[key] - expected) * (counts[key] - expected) / expected;
  }
  EXPECT_LT(chi_square, 24.3);  // 7 degrees of freedom: exceeded by one seed in a thousand.
}

TEST(AliasTableTest, AKeyOfNoWeightIsNeverChosen) {
  const auto table = AliasTable::Make(std::vector<uint64_t>{0, 1, 0, 1'000, 0});
  ASSERT_TRUE(table.ok());
  Prng prng(12);
  for (int i = 0; i < 100'000; ++i) {
    const uint32_t key = table.value().Choose(prng.Next());
    ASSERT_TRUE(key == 1 || key == 3) << key;
  }
  for (const uint64_t draw : {uint64_t{0}, UINT64_MAX}) {
    EXPECT_EQ(table.value().Choose(draw) % 2, 1);
  }
}

TEST(AliasTableTest, ZipfWeightsMakeTheFirstKeyAsFrequentAsItsLawSays) {
  std::vector<uint64_t> weights;
  double harmonic = 0;
  for (uint64_t rank = 1; rank <= 1'000; ++rank) {
    weights.push_back(ZipfWeight(rank, 100));
    harmonic += 1.0 / static_cast<double>(rank);
  }
  const auto table = AliasTable::Make(weights);
  ASSERT_TRUE(table.ok());
  constexpr int kDraws = 500'000;
  Prng prng(13);
  int first = 0;
  for (int i = 0; i < kDraws; ++i) first += table.value().Choose(prng.Next()) == 0 ? 1 : 0;
  const double expected = kDraws / harmonic;
  EXPECT_NEAR(first, expected, 5 * std::sqrt(expected));
}

TEST(AliasTableTest, WeightsThatMakeNoChoiceAreRefused) {
  EXPECT_FALSE(AliasTable::Make({}).ok());
  EXPECT_FALSE(AliasTable::Make(std::vector<uint64_t>{0, 0}).ok());
  EXPECT_FALSE(AliasTable::Make(std::vector<uint64_t>{AliasTable::kTotalMax, 1}).ok());
  EXPECT_FALSE(AliasTable::Make(std::vector<uint64_t>(AliasTable::kSizeMax + 1, 1)).ok());
}

}  // namespace
}  // namespace weir
