// Rate limits in whole numbers: nothing is ever rounded, so both twins refuse the same record.
#pragma once

#include <algorithm>
#include <cstdint>

#include "core/base/check.h"
#include "core/base/digest.h"
#include "core/base/time.h"

namespace weir {

inline constexpr int64_t kMicrosPerSecond = 1'000'000;

// Tokens refill at `per_second` up to `capacity`. The level is kept in millionths of a token: a
// microsecond at N tokens a second is worth exactly N millionths.
class TokenBucket {
 public:
  // `capacity` >= 1 and below 2^40 tokens. Starts full.
  TokenBucket(int64_t per_second, int64_t capacity, Instant now)
      : per_second_(per_second),
        capacity_micros_(capacity * kMicrosPerSecond),
        level_micros_(capacity * kMicrosPerSecond),
        refilled_at_(now) {
    WEIR_CHECK(per_second > 0);
    SetCapacity(now, capacity);
  }

  // What is in it by `now` stays, as far as it fits.
  void SetCapacity(Instant now, int64_t capacity) {
    WEIR_CHECK(capacity > 0 && capacity < (int64_t{1} << 40));
    if (now > refilled_at_) Refill(now);
    capacity_micros_ = capacity * kMicrosPerSecond;
    level_micros_ = std::min(level_micros_, capacity_micros_);
    full_after_micros_ = (capacity_micros_ + per_second_ - 1) / per_second_;
  }

  void Refill(Instant now) {
    WEIR_CHECK(now >= refilled_at_);
    const int64_t elapsed = (now - refilled_at_).micros;
    // No more than what fills an empty bucket: an idle year times the rate would not fit 64 bits.
    const int64_t gained = std::min(elapsed, full_after_micros_) * per_second_;
    level_micros_ = std::min(level_micros_ + gained, capacity_micros_);
    refilled_at_ = now;
  }

  // As of the last Refill, so that a batch at one instant refills once.
  bool Has(int64_t tokens) const { return tokens * kMicrosPerSecond <= level_micros_; }
  void Take(int64_t tokens) {
    level_micros_ -= tokens * kMicrosPerSecond;
    WEIR_CHECK(level_micros_ >= 0);
  }

  // Millionths of the capacity that are used up: 0 idle, 1 000 000 empty. For the picture.
  int64_t UsedMillionths() const {
    return (capacity_micros_ - level_micros_) / (capacity_micros_ / kMicrosPerSecond);
  }

  void AddTo(Digest& digest) const {
    digest.Add(level_micros_);
    digest.Add(refilled_at_.micros);
  }

 private:
  int64_t per_second_;
  int64_t capacity_micros_;
  int64_t level_micros_;
  int64_t full_after_micros_ = 0;  // From empty.
  Instant refilled_at_;
};

// What a push is paced by: it may take what is there, and more when one record is larger than that;
// then the level is below zero and the next push waits until it is above.
class PacedBucket {
 public:
  PacedBucket(int64_t per_second, Instant now)
      : per_second_(per_second), level_micros_(per_second * kMicrosPerSecond), refilled_at_(now) {
    WEIR_CHECK(per_second > 0);
  }

  // Whole tokens that may be taken at `now`; 0 while it is overdrawn.
  int64_t Available(Instant now) {
    WEIR_CHECK(now >= refilled_at_);
    const int64_t full = per_second_ * kMicrosPerSecond;
    const int64_t elapsed = (now - refilled_at_).micros;
    level_micros_ = elapsed > (full - level_micros_) / per_second_
                        ? full
                        : level_micros_ + elapsed * per_second_;
    refilled_at_ = now;
    return std::max<int64_t>(level_micros_ / kMicrosPerSecond, 0);
  }
  void Take(int64_t tokens) { level_micros_ -= tokens * kMicrosPerSecond; }
  // The first instant at which one token is there, if nothing is taken before.
  Instant AvailableAt() const {
    const int64_t missing = kMicrosPerSecond - level_micros_;
    if (missing <= 0) return refilled_at_;
    return refilled_at_ + Micros((missing + per_second_ - 1) / per_second_);
  }

  void AddTo(Digest& digest) const {
    digest.Add(level_micros_);
    digest.Add(refilled_at_.micros);
  }

 private:
  int64_t per_second_;
  int64_t level_micros_;
  Instant refilled_at_;
};

// A limit that is charged after the fact, because the size of an answer is known only then.
//
// Credit of one second; an answer may overdraw it, and once overdrawn the next call waits until the
// credit is whole again. That gives both figures of the API reference with one rule: a small
// overdraft refuses calls for the next second, an answer of 10 MiB at 2 MiB/s for the next 5.
class DebtBucket {
 public:
  DebtBucket(int64_t per_second, Instant now)
      : per_second_(per_second), level_micros_(per_second * kMicrosPerSecond), refilled_at_(now) {
    WEIR_CHECK(per_second > 0);
  }

  bool Allows(Instant now) {
    Refill(now);
    return !in_debt_;
  }
  void Charge(int64_t tokens) {
    level_micros_ -= tokens * kMicrosPerSecond;
    if (level_micros_ < 0) in_debt_ = true;
  }

  void AddTo(Digest& digest) const {
    digest.Add(level_micros_);
    digest.Add(refilled_at_.micros);
    digest.Add(static_cast<uint64_t>(in_debt_));
  }

 private:
  void Refill(Instant now) {
    WEIR_CHECK(now >= refilled_at_);
    const int64_t full = per_second_ * kMicrosPerSecond;
    const int64_t elapsed = (now - refilled_at_).micros;
    if (elapsed >= (full - level_micros_ + per_second_ - 1) / per_second_) {
      level_micros_ = full;
      in_debt_ = false;
    } else {
      level_micros_ += elapsed * per_second_;
    }
    refilled_at_ = now;
  }

  int64_t per_second_;
  int64_t level_micros_;
  Instant refilled_at_;
  bool in_debt_ = false;
};

}  // namespace weir
