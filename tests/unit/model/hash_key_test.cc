// Hash keys: where partition keys land, how the space is cut, how keys are written and read.
#include "core/model/hash_key.h"

#include <gtest/gtest.h>

#include <string>

#include "core/base/prng.h"
#include "core/model/limits.h"

namespace weir {
namespace {

constexpr const char* kMaxDecimal = "340282366920938463463374607431768211455";  // 2^128 - 1.

TEST(HashKeyTest, ThreeShardsDivideTheSpaceAsTheServiceDoes) {
  const std::vector<HashKeyRange> ranges = UniformHashRanges(3);
  ASSERT_EQ(ranges.size(), 3);
  EXPECT_EQ(ToDecimal(ranges[0].starting), "0");
  EXPECT_EQ(ToDecimal(ranges[0].ending), "113427455640312821154458202477256070484");
  EXPECT_EQ(ToDecimal(ranges[1].starting), "113427455640312821154458202477256070485");
  EXPECT_EQ(ToDecimal(ranges[1].ending), "226854911280625642308916404954512140969");
  EXPECT_EQ(ToDecimal(ranges[2].starting), "226854911280625642308916404954512140970");
  EXPECT_EQ(ToDecimal(ranges[2].ending), kMaxDecimal);
}

TEST(HashKeyTest, TwoShardsMeetExactlyInTheMiddle) {
  const std::vector<HashKeyRange> ranges = UniformHashRanges(2);
  EXPECT_EQ(ToDecimal(ranges[0].ending), "170141183460469231731687303715884105727");
  EXPECT_EQ(ranges[1].starting, (HashKey{uint64_t{1} << 63, 0}));
}

TEST(HashKeyTest, EveryCountOfRangesCoversTheSpaceOnce) {
  for (int64_t count = 1; count <= 300; ++count) {
    const std::vector<HashKeyRange> ranges = UniformHashRanges(count);
    ASSERT_EQ(ranges.size(), static_cast<size_t>(count));
    EXPECT_EQ(ranges.front().starting, HashKey{});
    EXPECT_EQ(ranges.back().ending, kHashKeyMax);
    for (size_t i = 0; i + 1 < ranges.size(); ++i) {
      ASSERT_EQ(Next(ranges[i].ending), ranges[i + 1].starting) << count << " shards, " << i;
    }
  }
  EXPECT_EQ(UniformHashRanges(kShardsPerStreamMax).back().ending, kHashKeyMax);
}

TEST(HashKeyTest, APartitionKeyLandsAtItsMd5AsABigEndianNumber) {
  // RFC 1321: MD5("a") = 0cc175b9c0f1b6a831c399e269772661.
  EXPECT_EQ(HashKeyOf("a"), (HashKey{0x0cc175b9c0f1b6a8ULL, 0x31c399e269772661ULL}));
  EXPECT_EQ(ToDecimal(HashKeyOf("a")), "16955237001963240173058271559858726497");
}

TEST(HashKeyTest, DecimalTextIsReadBackForEveryMagnitude) {
  Prng prng(1);
  for (int bits = 0; bits <= 128; ++bits) {
    for (int i = 0; i < 20; ++i) {
      HashKey key{prng.Next(), prng.Next()};
      if (bits <= 64) key = {0, bits == 0 ? 0 : key.lo >> (64 - bits)};
      if (bits > 64) key.hi >>= 128 - bits;
      const Result<HashKey> back = ParseHashKey(ToDecimal(key));
      ASSERT_TRUE(back.ok());
      ASSERT_EQ(back.value(), key);
    }
  }
}

TEST(HashKeyTest, TheGreatestKeyIsReadAndTheNextNumberRefused) {
  EXPECT_EQ(ParseHashKey(kMaxDecimal).value(), kHashKeyMax);
  EXPECT_EQ(ParseHashKey("0").value(), HashKey{});
  for (const char* text :
       {"340282366920938463463374607431768211456", "340282366920938463463374607431768211460",
        "999999999999999999999999999999999999999", "1000000000000000000000000000000000000000", "",
        "00", "01", "-1", "+1", " 1", "1 ", "1e3", "0x10", "1,000"}) {
    const Result<HashKey> parsed = ParseHashKey(text);
    ASSERT_FALSE(parsed.ok()) << text;
    EXPECT_EQ(parsed.error().code, ErrorCode::kInvalidArgument);
    EXPECT_NE(parsed.error().message.find("2^128 - 1"), std::string::npos);
  }
}

TEST(HashKeyTest, NextAndPreviousCarryAcrossTheWords) {
  EXPECT_EQ(Next({0, UINT64_MAX}), (HashKey{1, 0}));
  EXPECT_EQ(Previous({1, 0}), (HashKey{0, UINT64_MAX}));
  EXPECT_EQ(Next(kHashKeyMax), HashKey{});
  EXPECT_EQ(Previous(HashKey{}), kHashKeyMax);
  EXPECT_LT((HashKey{0, UINT64_MAX}), (HashKey{1, 0}));
}

TEST(HashKeyTest, TheMiddleCutsARangeIntoHalves) {
  EXPECT_EQ(MiddleOf(kWholeHashRange), (HashKey{uint64_t{1} << 63, 0}));
  EXPECT_EQ(MiddleOf({{0, 0}, {0, 9}}), (HashKey{0, 5}));
  EXPECT_EQ(MiddleOf({{0, 10}, {0, 20}}), (HashKey{0, 16}));
  EXPECT_EQ(MiddleOf({{uint64_t{1} << 63, 0}, kHashKeyMax}), (HashKey{uint64_t{3} << 62, 0}));
}

TEST(HashKeyTest, ARangeHoldsBothOfItsEnds) {
  const HashKeyRange range{{0, 5}, {1, 0}};
  EXPECT_TRUE(range.Contains({0, 5}));
  EXPECT_TRUE(range.Contains({1, 0}));
  EXPECT_FALSE(range.Contains({0, 4}));
  EXPECT_FALSE(range.Contains({1, 1}));
}

TEST(HashKeyTest, ThePlaceInSpaceGrowsWithTheKey) {
  EXPECT_EQ(PlaceInSpace(HashKey{}), 0);
  EXPECT_EQ(PlaceInSpace({uint64_t{1} << 63, 0}), uint32_t{1} << 31);
  EXPECT_EQ(PlaceInSpace(kHashKeyMax), UINT32_MAX);
}

}  // namespace
}  // namespace weir
