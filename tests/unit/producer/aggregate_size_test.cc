// Sizes counted without writing, against what the codec writes.
#include "core/producer/aggregate_size.h"

#include <gtest/gtest.h>

#include <string>

#include "core/producer/kpl_aggregate.h"
#include "tests/support/seeds.h"

namespace weir {
namespace {

TEST(AggregateSizeTest, IsThatOfTheBytesTheCodecWrites) {
  test::ForSeeds(30, [](Prng& prng, uint64_t) {
    // More than 128 keys: their places take two bytes then.
    const uint64_t keys = 1 + prng.Below(400);
    KplAggregate written;
    AggregateSize counted;
    EXPECT_EQ(counted.bytes(), 0u);
    for (int i = 0; i < 500; ++i) {
      const std::string key(1 + test::Index(prng, 200), 'k');
      const std::string name = key + std::to_string(prng.Below(keys));
      const std::string data(test::Index(prng, prng.Below(10) == 0 ? 20'000 : 200), 'd');
      const size_t expected = counted.BytesWith(HashKeyOf(name), name.size(), data.size());
      counted.Add(HashKeyOf(name), name.size(), data.size());
      written.Add({name, std::nullopt, data});
      ASSERT_EQ(counted.bytes(), expected);
      ASSERT_EQ(counted.bytes(), written.size()) << "record " << i;
    }
    ASSERT_EQ(counted.bytes(), written.Encode().size());
    counted.Clear();
    counted.Add(HashKeyOf("a"), 1, 1);
    EXPECT_EQ(counted.bytes(), kKplFrameBytes + 3 + 7);
  });
}

}  // namespace
}  // namespace weir
