// Chance for the swarm: one seed, small words.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

#include "core/base/prng.h"
#include "core/base/text.h"
#include "core/base/time.h"

namespace weir::swarm {

class Draw {
 public:
  explicit Draw(uint64_t seed) : prng_(Prng::ForComponent(seed, "swarm")) {}

  bool Chance(int64_t percent) { return prng_.Between(1, 100) <= percent; }
  int64_t Between(int64_t low, int64_t high) { return prng_.Between(low, std::max(low, high)); }
  // As often small as large: the number of digits is drawn first.
  int64_t Skewed(int64_t low, int64_t high) {
    int64_t top = high;
    for (int64_t i = prng_.Between(0, 6); i > 0 && top / 2 > low; --i) top /= 2;
    return Between(low, top);
  }
  template <typename T>
  T Of(std::initializer_list<T> choices) {
    return choices.begin()[prng_.Below(choices.size())];
  }
  uint64_t Bits() { return prng_.Next(); }
  Duration Span(Duration low, Duration high) { return Micros(Between(low.micros, high.micros)); }
  // The place of a row in a table of weights.
  template <typename Rows>
  const auto& Row(const Rows& rows) {
    int64_t total = 0;
    for (const auto& row : rows) total += row.weight;
    int64_t at = Between(1, total);
    for (const auto& row : rows) {
      at -= row.weight;
      if (at <= 0) return row;
    }
    return *rows.begin();
  }

 private:
  Prng prng_;
};

}  // namespace weir::swarm
