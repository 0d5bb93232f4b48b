// The keys of a workload: their names, lengths and hashes.
#include "core/producer/key_table.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace weir {
namespace {

TEST(KeyTableTest, NumberedKeysHaveAsManyDigitsAsTheLast) {
  const KeyTable table = KeyTable::Numbered("truck-", 100, 0);
  EXPECT_EQ(table.size(), 100);
  EXPECT_EQ(table.Name(0), "truck-001");
  EXPECT_EQ(table.Name(99), "truck-100");
  EXPECT_EQ(KeyTable::Numbered("k", 9, 0).Name(8), "k9");
  EXPECT_EQ(KeyTable::Numbered("", 10, 4).Name(9), "0010");
}

TEST(KeyTableTest, TheLengthIsThatOfTheNameWithoutSpellingIt) {
  const KeyTable table = KeyTable::Numbered("x", 1'000, 2);
  for (const uint32_t key : {0U, 8U, 9U, 98U, 99U, 100U, 998U, 999U}) {
    EXPECT_EQ(table.bytes(key), table.Name(key).size()) << key;
  }
}

TEST(KeyTableTest, EveryKeyIsHashedAsItsName) {
  const KeyTable table = KeyTable::Numbered("key-", 1'000, 0);  // Not a multiple of the batch.
  for (uint32_t key = 0; key < 1'000; ++key) {
    ASSERT_EQ(table.hash(key), HashKeyOf(table.Name(key))) << key;
  }
}

TEST(KeyTableTest, GivenNamesAreKeptAsTheyAre) {
  const KeyTable table = KeyTable::Of({"us", "ci", "\xc3\xbc"});
  EXPECT_EQ(table.size(), 3);
  EXPECT_EQ(table.Name(1), "ci");
  EXPECT_EQ(table.bytes(2), 2);
  EXPECT_EQ(table.hash(2), HashKeyOf("\xc3\xbc"));
}

TEST(KeyTableDeathTest, ATableOfNoKeysIsNone) {
  EXPECT_DEATH(KeyTable::Numbered("k", 0, 0), "check failed");
  EXPECT_DEATH(KeyTable::Of({}), "check failed");
}

}  // namespace
}  // namespace weir
