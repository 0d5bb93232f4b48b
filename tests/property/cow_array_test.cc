// CowArray against vectors: many copies, each with what its own writes made of it.
#include "core/base/cow_array.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "tests/support/seeds.h"

namespace weir {
namespace {

TEST(CowArrayProperty, AgreesWithVectorsThroughCopies) {
  test::ForSeeds(200, [](Prng& prng, uint64_t) {
    using Pair = std::pair<CowArray<uint64_t, 8>, std::vector<uint64_t>>;
    std::vector<Pair> pairs(1);
    for (int step = 0; step < 600; ++step) {
      Pair& pair = pairs[test::Index(prng, pairs.size())];
      const uint64_t value = prng.Next();
      switch (prng.Below(5)) {
        case 0:
          pair.first.PushBack(value);
          pair.second.push_back(value);
          break;
        case 1: {
          const size_t size = pair.second.size() + test::Index(prng, 20);
          pair.first.Grow(size);
          pair.second.resize(size);
          break;
        }
        case 2:
          if (!pair.second.empty()) {
            const size_t i = test::Index(prng, pair.second.size());
            pair.first.Mutable(i) = value;
            pair.second[i] = value;
          }
          break;
        case 3: {
          const Pair copy = pair;
          pairs.push_back(copy);
          break;
        }
        default:
          ASSERT_EQ(pair.first.size(), pair.second.size());
          for (size_t i = 0; i < pair.second.size(); ++i) ASSERT_EQ(pair.first[i], pair.second[i]);
      }
    }
  });
}

}  // namespace
}  // namespace weir
