// "In any stretch of time t at most capacity + rate * t": the words of a quota, taken literally and
// in exact numbers. Shares no idea with a bucket that is refilled step by step.
#pragma once

#include <algorithm>
#include <cstdint>

#include "core/base/time.h"

namespace weir::swarm {

__extension__ using Wide = __int128;

class Window {
 public:
  Window(int64_t capacity, int64_t per_second, Instant since)
      : capacity_(capacity), per_second_(per_second), since_(since) {}

  // S(i) is what was taken up to the i-th taking at t(i). The rule for every pair i <= j,
  // S(j) - S(i-1) <= capacity + rate * (t(j) - t(i)), is  S(j) - rate * t(j)  <=  capacity + the
  // least  S(i-1) - rate * t(i)  so far.
  void Take(Instant at, int64_t tokens) {
    least_ = std::min(least_, Line(at));
    taken_ += tokens;
  }
  // A greater capacity from `at` on. What is new of it has to be filled first, as if it had been
  // taken.
  void Grow(Instant at, int64_t capacity) {
    Take(at, capacity - capacity_);
    capacity_ = capacity;
  }
  // A greater capacity, there at once.
  void Allow(int64_t capacity) { capacity_ = std::max(capacity_, capacity); }
  int64_t capacity() const { return capacity_; }
  // Millionths of a token that might still be taken at `at`; below zero: the rule is broken.
  Wide Left(Instant at) const {
    return Wide{capacity_} * 1'000'000 - (Line(at) - std::min(least_, Line(at)));
  }

 private:
  Wide Line(Instant at) const {
    return taken_ * 1'000'000 - Wide{per_second_} * (at - since_).micros;
  }

  int64_t capacity_;
  int64_t per_second_;
  Instant since_;
  Wide taken_ = 0;
  Wide least_ = 0;
};

}  // namespace weir::swarm
