// Which key comes next, and how its partition key is spelled: shapes by their counts, spellings
// from the number alone.
#include "core/producer/key_chooser.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/support/near.h"

namespace weir {
namespace {

using test::Near;

std::vector<int64_t> Counts(KeySpec spec, int64_t draws, uint64_t seed = 1) {
  KeyChooser chooser(spec, Prng(seed));
  std::vector<int64_t> counts(static_cast<size_t>(spec.count));
  for (int64_t i = 0; i < draws; ++i) ++counts.at(chooser.Choose());
  return counts;
}

KeySpec Spec(KeyShape shape, int64_t count) {
  KeySpec spec;
  spec.shape = shape;
  spec.count = count;
  return spec;
}

TEST(KeyChooserTest, UniformKeysComeEquallyOften) {
  for (const int64_t count : Counts(Spec(KeyShape::kUniform, 20), 200'000)) {
    EXPECT_TRUE(Near(count, 10'000, 600));
  }
}

TEST(KeyChooserTest, AHotKeyHasItsShareAndTheOthersTheRest) {
  KeySpec spec = Spec(KeyShape::kHot, 11);
  spec.hot_percent = 60;
  const std::vector<int64_t> counts = Counts(spec, 100'000);
  EXPECT_TRUE(Near(counts[0], 60'000, 800));
  for (size_t i = 1; i < counts.size(); ++i) EXPECT_TRUE(Near(counts[i], 4'000, 350)) << i;
}

TEST(KeyChooserTest, AHotKeyOfAHundredPercentOrAloneIsTheOnlyOne) {
  KeySpec all = Spec(KeyShape::kHot, 5);
  all.hot_percent = 100;
  EXPECT_EQ(Counts(all, 1'000)[0], 1'000);
  KeySpec alone = Spec(KeyShape::kHot, 1);
  alone.hot_percent = 1;
  EXPECT_EQ(Counts(alone, 1'000)[0], 1'000);
}

TEST(KeyChooserTest, ZipfFrequenciesFallWithTheRank) {
  KeySpec spec = Spec(KeyShape::kZipf, 100);
  spec.zipf_hundredths = 100;
  const std::vector<int64_t> counts =
      Counts(spec, 518'738);  // The harmonic number of 100, times 10^5.
  for (const int64_t rank : {1, 2, 3, 5, 10, 50, 100}) {
    const int64_t expected = 100'000 / rank;
    EXPECT_TRUE(Near(counts[static_cast<size_t>(rank - 1)], expected, expected / 20 + 150)) << rank;
  }
}

TEST(KeyChooserTest, AFleetReportsInTurn) {
  KeyChooser chooser(Spec(KeyShape::kFleet, 3), Prng(1));
  std::vector<uint32_t> keys;
  for (int i = 0; i < 7; ++i) keys.push_back(chooser.Choose());
  EXPECT_EQ(keys, (std::vector<uint32_t>{0, 1, 2, 0, 1, 2, 0}));
}

TEST(KeyChooserTest, ASaltedKeyIsTheKeyWithOneOfItsSuffixes) {
  KeySpec spec = Spec(KeyShape::kUniform, 10);
  spec.partition_by = PartitionBy::kSalted;
  spec.salts = 4;
  const KeyChooser chooser(spec, Prng(3));
  std::map<std::string, int64_t> seen;
  for (uint32_t number = 0; number < 8'000; ++number) ++seen[chooser.PartitionKey(4, number)];
  EXPECT_EQ(seen.size(), 4);
  for (const auto& [name, count] : seen) {
    EXPECT_TRUE(name == "key-05#0" || name == "key-05#1" || name == "key-05#2" ||
                name == "key-05#3");
    EXPECT_TRUE(Near(count, 2'000, 250)) << name;
  }
}

TEST(KeyChooserTest, ARandomPartitionKeyIsSixteenDigitsAndHardlyEverComesTwice) {
  KeySpec spec = Spec(KeyShape::kUniform, 10);
  spec.partition_by = PartitionBy::kRandom;
  const KeyChooser chooser(spec, Prng(3));
  std::set<std::string> seen;
  for (uint32_t number = 0; number < 5'000; ++number) {
    const std::string name = chooser.PartitionKey(4, number);
    ASSERT_EQ(name.size(), 16);
    ASSERT_EQ(name.find_first_not_of("0123456789abcdef"), std::string::npos);
    seen.insert(name);
  }
  EXPECT_EQ(seen.size(), 5'000);
}

TEST(KeyChooserTest, EverySpellingIsMadeAgainFromTheNumberAndHashesAlike) {
  for (const PartitionBy by : {PartitionBy::kKey, PartitionBy::kSalted, PartitionBy::kRandom}) {
    KeySpec spec = Spec(KeyShape::kUniform, 1'000);
    spec.partition_by = by;
    spec.salts = 1'000;
    KeyChooser chooser(spec, Prng(3));
    const KeyChooser fresh = chooser;
    for (uint32_t number = 0; number < 500; ++number) {
      const uint32_t key = chooser.Choose();
      const std::string name = chooser.PartitionKey(key, number);
      ASSERT_EQ(fresh.PartitionKey(key, number), name);
      ASSERT_EQ(chooser.HashOf(key, number), HashKeyOf(name));
      ASSERT_EQ(chooser.PartitionKeyBytes(key, number), name.size());
    }
  }
}

}  // namespace
}  // namespace weir
