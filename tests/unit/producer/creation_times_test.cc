// Creation times found again, against those that were seen.
#include "core/producer/creation_times.h"

#include <gtest/gtest.h>

#include <vector>

#include "tests/support/builders.h"
#include "tests/support/seeds.h"

namespace weir {
namespace {

TEST(CreationTimesTest, AreThoseThatTheArrivalsGave) {
  test::ForSeeds(20, [](Prng& prng, uint64_t) {
    ArrivalSpec spec;
    spec.spacing = prng.Below(2) == 0 ? ArrivalSpacing::kEven : ArrivalSpacing::kPoisson;
    spec.rate = {prng.Between(1, 5'000), Seconds(1)};
    Arrivals arrivals(spec, test::kStart, Prng(prng.Next()));
    CreationTimes times;
    std::vector<Instant> seen;
    for (int step = 0; step < 6; ++step) {
      const int64_t more = prng.Between(0, 2'500);
      for (int64_t i = 0; i < more; ++i) {
        times.Note(static_cast<uint32_t>(seen.size()), arrivals);
        seen.push_back(arrivals.next_at());
        arrivals.Advance();
      }
      // A new rate takes some records back: they are given again, at other times.
      const size_t back = test::Index(prng, seen.size() + 1) / 3;
      seen.resize(seen.size() - back);
      const Instant now = seen.empty() ? test::kStart : seen.back();
      arrivals.SetRate(now, {prng.Between(1, 5'000), Seconds(1)});
      times.Forget(static_cast<uint32_t>(seen.size()));
    }
    for (size_t i = 0; i < seen.size(); i += 1 + test::Index(prng, 40)) {
      ASSERT_EQ(times.Of(static_cast<uint32_t>(i)), seen[i]) << i;
    }
  });
}

}  // namespace
}  // namespace weir
