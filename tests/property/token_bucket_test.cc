// Token buckets against exact arithmetic: levels as fractions of 128 bits, refilled step by step.
#include "core/base/token_bucket.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/seeds.h"

namespace weir {
namespace {

__extension__ using Wide = __int128;

// Millionths of a token, never rounded and never clever.
struct Exact {
  Wide level;
  Wide capacity;
  Wide per_second;
  Instant at{0};

  void Refill(Instant now) {
    level = std::min<Wide>(capacity, level + static_cast<Wide>((now - at).micros) * per_second);
    at = now;
  }
};

// Mostly short steps, sometimes a pause of up to a year.
Duration RandomStep(Prng& prng) {
  const int64_t scales[] = {10, 1'000, 1'000'000, 60'000'000, 31'536'000'000'000};
  return Micros(prng.Between(0, scales[prng.Below(5)]));
}

TEST(TokenBucketProperty, AgreesWithExactArithmetic) {
  test::ForSeeds(300, [](Prng& prng, uint64_t) {
    const int64_t per_second = prng.Between(1, int64_t{1} << prng.Between(1, 30));
    const int64_t capacity = prng.Between(1, int64_t{1} << prng.Between(1, 39));
    TokenBucket bucket(per_second, capacity, Instant{0});
    const Wide full = static_cast<Wide>(capacity) * 1'000'000;
    Exact exact{full, full, per_second};
    for (int step = 0; step < 200; ++step) {
      const Instant now = exact.at + RandomStep(prng);
      bucket.Refill(now);
      exact.Refill(now);
      const int64_t tokens = prng.Between(0, capacity + 1);
      const bool has = static_cast<Wide>(tokens) * 1'000'000 <= exact.level;
      ASSERT_EQ(bucket.Has(tokens), has);
      if (!has) continue;
      bucket.Take(tokens);
      exact.level -= static_cast<Wide>(tokens) * 1'000'000;
    }
  });
}

TEST(DebtBucketProperty, AgreesWithExactArithmetic) {
  test::ForSeeds(300, [](Prng& prng, uint64_t) {
    const int64_t per_second = prng.Between(1, int64_t{1} << prng.Between(1, 24));
    DebtBucket bucket(per_second, Instant{0});
    const Wide full = static_cast<Wide>(per_second) * 1'000'000;
    Exact exact{full, full, per_second};
    bool debt = false;
    for (int step = 0; step < 200; ++step) {
      const Instant now = exact.at + RandomStep(prng);
      exact.Refill(now);
      debt = debt && exact.level < full;
      ASSERT_EQ(bucket.Allows(now), !debt);
      if (debt) continue;
      const int64_t tokens = prng.Between(0, per_second * 5);
      bucket.Charge(tokens);
      exact.level -= static_cast<Wide>(tokens) * 1'000'000;
      debt = exact.level < 0;
    }
  });
}

// What the two write limits mean: no stretch of time takes more than its refill and one capacity.
TEST(TokenBucketProperty, NoStretchOfTimeTakesMoreThanItsRefillAndTheBurst) {
  test::ForSeeds(50, [](Prng& prng, uint64_t) {
    const int64_t per_second = prng.Between(1, 2'000);
    const int64_t capacity = prng.Between(1, 2'000);
    TokenBucket bucket(per_second, capacity, Instant{0});
    std::vector<std::pair<Instant, int64_t>> taken;
    Instant now{0};
    for (int step = 0; step < 150; ++step) {
      now = now + Micros(prng.Between(0, 300'000));
      bucket.Refill(now);
      const int64_t tokens = prng.Between(1, capacity);
      if (!bucket.Has(tokens)) continue;
      bucket.Take(tokens);
      taken.emplace_back(now, tokens);
    }
    for (size_t i = 0; i < taken.size(); ++i) {
      int64_t sum = 0;
      for (size_t j = i; j < taken.size(); ++j) {
        sum += taken[j].second;
        const int64_t micros = (taken[j].first - taken[i].first).micros;
        ASSERT_LE(sum * 1'000'000, capacity * 1'000'000 + micros * per_second);
      }
    }
  });
}

}  // namespace
}  // namespace weir
