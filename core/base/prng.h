// The only source of randomness: SplitMix64, seeded by the scenario.
//
// The standard distributions, std::shuffle and std::hash give different numbers on libstdc++ and
// libc++, so none of them may be used in core/.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/check.h"
#include "core/base/digest.h"

namespace weir {

class Prng {
 public:
  explicit Prng(uint64_t seed) : state_(seed) {}

  // A stream of its own for the component `name`: adding a component shifts nobody else's draws.
  static Prng ForComponent(uint64_t scenario_seed, std::string_view name) {
    Digest digest;
    digest.Add(scenario_seed);
    digest.Add(name);
    return Prng(digest.value());
  }

  uint64_t Next() {
    state_ += 0x9e3779b97f4a7c15ULL;
    uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }

  // Uniform in [0, bound), without bias. Two ways for speed, chosen by the bound alone.
  uint64_t Below(uint64_t bound) {
    WEIR_CHECK(bound > 0);
    return bound <= UINT32_MAX ? Below32(static_cast<uint32_t>(bound)) : Below64(bound);
  }

  // Uniform in [low, high], both included.
  int64_t Between(int64_t low, int64_t high) {
    WEIR_CHECK(low <= high);
    return low + static_cast<int64_t>(Below(static_cast<uint64_t>(high - low) + 1));
  }

  void AddTo(Digest& digest) const { digest.Add(state_); }

 private:
  // Lemire's method: the high half of draw * bound; the low half tells whether the draw belongs to
  // the short tail that would favour some results.
  uint64_t Below32(uint32_t bound) {
    uint64_t product = (Next() >> 32) * bound;
    if (static_cast<uint32_t>(product) < bound) {
      const uint32_t tail = (0U - bound) % bound;
      while (static_cast<uint32_t>(product) < tail) product = (Next() >> 32) * bound;
    }
    return product >> 32;
  }
  uint64_t Below64(uint64_t bound) {
    const uint64_t limit = UINT64_MAX - UINT64_MAX % bound;
    uint64_t draw = Next();
    while (draw >= limit) draw = Next();
    return draw % bound;
  }

  uint64_t state_;
};

}  // namespace weir
