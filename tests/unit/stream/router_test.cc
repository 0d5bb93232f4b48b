// Routing: every hash key to the one open shard whose range holds it.
#include "core/stream/router.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "core/base/prng.h"
#include "core/model/limits.h"

namespace weir {
namespace {

std::vector<OpenRange> Uniform(int64_t count) {
  std::vector<OpenRange> open;
  for (const HashKeyRange& range : UniformHashRanges(count)) {
    open.push_back({range, {static_cast<uint32_t>(open.size())}});
  }
  return open;
}

void ExpectEndsRouted(const Router& router, const std::vector<OpenRange>& open) {
  for (const OpenRange& range : open) {
    ASSERT_EQ(router.Route(range.range.starting), range.shard);
    ASSERT_EQ(router.Route(range.range.ending), range.shard);
  }
}

TEST(RouterTest, BothEndsOfEveryRangeGoToItsShard) {
  for (const int64_t count : {1, 2, 3, 5, 7, 16, 100, 4'096, 20'000}) {
    Router router;
    router.Rebuild(Uniform(count));
    ExpectEndsRouted(router, Uniform(count));
  }
}

TEST(RouterTest, TheOrderInWhichRangesAreGivenDoesNotMatter) {
  std::vector<OpenRange> open = Uniform(50);
  std::reverse(open.begin(), open.end());
  Router router;
  router.Rebuild(open);
  ExpectEndsRouted(router, open);
  EXPECT_EQ(router.open().front().range.starting, HashKey{});
}

TEST(RouterTest, RandomKeysLandInTheRangeThatHoldsThem) {
  Router router;
  const std::vector<OpenRange> open = Uniform(37);
  router.Rebuild(open);
  Prng prng(1);
  for (int i = 0; i < 10'000; ++i) {
    const HashKey key{prng.Next(), prng.Next()};
    ASSERT_TRUE(open[router.Route(key).index()].range.Contains(key));
  }
}

TEST(RouterTest, ManyTinyRangesInOneCornerAreTold) {
  // One key each, at both sides of a carry and at the top of the space.
  std::vector<OpenRange> open;
  HashKey start{};
  const auto add = [&](HashKey ending) {
    open.push_back({{start, ending}, {static_cast<uint32_t>(open.size())}});
    start = Next(ending);
  };
  add({6, UINT64_MAX - 3});
  for (int i = 0; i < 8; ++i) add(start);
  add({UINT64_MAX, UINT64_MAX - 3});
  for (int i = 0; i < 2; ++i) add(start);
  add(kHashKeyMax);
  Router router;
  router.Rebuild(open);
  ExpectEndsRouted(router, open);
}

TEST(RouterTest, ARebuiltRouterKnowsOnlyTheNewRanges) {
  Router router;
  router.Rebuild(Uniform(5'000));
  router.Rebuild({{kWholeHashRange, {77}}});
  EXPECT_EQ(router.Route(HashKey{}), ShardIndex{77});
  EXPECT_EQ(router.Route(kHashKeyMax), ShardIndex{77});
}

TEST(RouterDeathTest, GapsOverlapsAndMissingEndsAreRefused) {
  Router router;
  std::vector<OpenRange> gap = Uniform(3);
  gap[1].range.starting = Next(gap[1].range.starting);
  EXPECT_DEATH(router.Rebuild(gap), "check failed");
  std::vector<OpenRange> overlap = Uniform(3);
  overlap[1].range.starting = Previous(overlap[1].range.starting);
  EXPECT_DEATH(router.Rebuild(overlap), "check failed");
  std::vector<OpenRange> no_end = Uniform(3);
  no_end.pop_back();
  EXPECT_DEATH(router.Rebuild(no_end), "check failed");
  EXPECT_DEATH(router.Rebuild({}), "check failed");
}

}  // namespace
}  // namespace weir
