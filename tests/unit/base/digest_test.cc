// The digest: equal for equal values, different for what is easily confused.
#include "core/base/digest.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>

namespace weir {
namespace {

uint64_t Of(std::initializer_list<std::string_view> texts) {
  Digest digest;
  for (const std::string_view text : texts) digest.Add(text);
  return digest.value();
}

TEST(DigestTest, TheWidthOfATypeIsNotSeen) {
  Digest a;
  a.Add(uint32_t{7});
  Digest b;
  b.Add(uint64_t{7});
  Digest c;
  c.Add(int64_t{7});
  EXPECT_EQ(a.value(), b.value());
  EXPECT_EQ(a.value(), c.value());
}

TEST(DigestTest, WhereOneTextEndsAndTheNextBeginsCounts) {
  EXPECT_EQ(Of({"ab", "c"}), Of({"ab", "c"}));
  EXPECT_NE(Of({"ab", "c"}), Of({"a", "bc"}));
  EXPECT_NE(Of({"abc"}), Of({"ab", "c"}));
  EXPECT_NE(Of({""}), Of({}));
  EXPECT_NE(Of({std::string_view("\0", 1)}), Of({std::string_view("\0\0", 2)}));
}

TEST(DigestTest, EveryByteOfATextCounts) {
  std::set<uint64_t> values;
  for (size_t i = 0; i < 20; ++i) {
    std::string text(20, 'x');
    text[i] = 'y';
    values.insert(Of({text}));
  }
  EXPECT_EQ(values.size(), 20);
}

TEST(DigestTest, OrderAndEveryBitOfANumberCount) {
  Digest ab;
  ab.Add(uint64_t{1});
  ab.Add(uint64_t{2});
  Digest ba;
  ba.Add(uint64_t{2});
  ba.Add(uint64_t{1});
  EXPECT_NE(ab.value(), ba.value());

  std::set<uint64_t> values;
  for (int bit = 0; bit < 64; ++bit) {
    Digest digest;
    digest.Add(uint64_t{1} << bit);
    digest.Add(uint64_t{0});  // What came before is not lost in what follows.
    values.insert(digest.value());
  }
  EXPECT_EQ(values.size(), 64);
}

TEST(DigestTest, AHundredThousandCountersGiveAsManyValues) {
  std::set<uint64_t> values;
  for (uint64_t i = 0; i < 100'000; ++i) {
    Digest digest;
    digest.Add(i);
    values.insert(digest.value());
  }
  EXPECT_EQ(values.size(), 100'000);
}

TEST(DigestTest, TheValueIsTheSameInEveryTwinAndVersion) {
  Digest digest;
  digest.Add(uint64_t{42});
  digest.Add(std::string_view("weir"));
  digest.Add(int64_t{-1});
  EXPECT_EQ(digest.value(), 9'523'135'808'647'568'363ULL);
}

}  // namespace
}  // namespace weir
