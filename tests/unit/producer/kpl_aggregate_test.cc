// The wire format of KPL aggregates. tests/clients reads and writes them with the npm package.
#include "core/producer/kpl_aggregate.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/base/prng.h"

namespace weir {
namespace {

TEST(KplAggregateTest, TheBytesAreThoseOfTheFormat) {
  KplAggregate aggregate;
  aggregate.Add({"a", std::nullopt, "x"});
  const std::string encoded = aggregate.Encode();
  const std::string message(
      "\x0a\x01"
      "a"
      "\x1a\x05\x08\x00\x1a\x01x",
      10);
  EXPECT_EQ(encoded.substr(0, 4), "\xf3\x89\x9a\xc2");
  EXPECT_EQ(encoded.substr(4, message.size()), message);
  EXPECT_EQ(encoded.size(), 4 + message.size() + 16);
}

TEST(KplAggregateTest, UserRecordsComeBackInTheirOrder) {
  const std::vector<KplUserRecord> records{{"truck-1", std::nullopt, "first"},
                                           {"truck-2", "12345678901234567890", ""},
                                           {"truck-1", "0", "third"}};
  KplAggregate aggregate;
  for (const KplUserRecord& record : records) aggregate.Add(record);
  const std::string encoded = aggregate.Encode();
  EXPECT_EQ(DecodeKplAggregate(encoded), records);
}

TEST(KplAggregateTest, TheSizeIsKnownBeforeARecordIsAdded) {
  Prng prng(1);
  KplAggregate aggregate;
  std::vector<std::string> texts;
  for (int i = 0; i < 300; ++i) {
    const std::string key = "key-" + std::to_string(prng.Below(200));
    const std::string data(static_cast<size_t>(prng.Below(300)), 'd');
    KplUserRecord record{key, std::nullopt, data};
    if (prng.Below(3) == 0) record.explicit_hash_key = "17";
    const size_t expected = aggregate.SizeWith(record);
    aggregate.Add(record);
    ASSERT_EQ(aggregate.size(), expected) << i;
    ASSERT_EQ(aggregate.Encode().size(), expected) << i;
  }
}

TEST(KplAggregateTest, AWrongDigestOrMagicMakesItAnOrdinaryRecord) {
  KplAggregate aggregate;
  aggregate.Add({"a", std::nullopt, "x"});
  const std::string encoded = aggregate.Encode();
  ASSERT_TRUE(DecodeKplAggregate(encoded));
  for (size_t i = 0; i < encoded.size(); ++i) {
    std::string damaged = encoded;
    damaged[i] = static_cast<char>(damaged[i] ^ 1);
    EXPECT_FALSE(DecodeKplAggregate(damaged)) << "byte " << i;
  }
  for (size_t size = 0; size < encoded.size(); ++size) {
    EXPECT_FALSE(DecodeKplAggregate(std::string_view(encoded).substr(0, size))) << size;
  }
}

}  // namespace
}  // namespace weir
