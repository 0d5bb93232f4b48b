// When the records of a workload are created: gaps that follow a rate, in whole numbers.
//
// A gap is one unit of work (even spacing) or an exponential draw of mean one (Poisson), consumed
// at the rate of the moment. Rates are constant over pieces of time, so crossing from one piece
// into the next is exact: what is left of the unit goes on at the new rate.
#pragma once

#include <cstdint>

#include "core/base/digest.h"
#include "core/base/prng.h"
#include "core/base/time.h"
#include "core/producer/workload_spec.h"

namespace weir {

class Arrivals {
 public:
  Arrivals() : Arrivals(ArrivalSpec{}, Instant{}, Prng(0)) {}
  // Evenly spaced records begin at `start`, Poisson ones a gap later.
  Arrivals(ArrivalSpec spec, Instant start, Prng prng);

  // When the next record is created; kNever when the rate is zero for good.
  Instant next_at() const { return Instant{next_.micros}; }
  void Advance() {
    if (steady_gap_ > 0) {
      AddGap(steady_gap_ + CarriedOver());
    } else {
      AdvanceUnsteadily();
    }
  }

  // From `now` on, a constant rate instead of the shape.
  void SetRate(Instant now, Rate rate);

  void AddTo(Digest& digest) const;

 private:
  // A moment in 2^-20ths of a microsecond: a million records a second stay evenly spaced.
  struct FineInstant {
    int64_t micros = 0;
    uint32_t fraction = 0;
  };
  static constexpr int kFractionBits = 20;

  struct Piece {
    Rate rate;
    Duration length;  // From the moment asked for; kDurationMax when it never ends.
  };
  Piece PieceAt(Duration since_start) const;
  bool Periodic() const;
  uint64_t UnitsInPeriod() const;
  void AddGap(uint64_t gap) {
    const uint64_t fine = next_.fraction + gap;
    next_.micros += static_cast<int64_t>(fine >> kFractionBits);
    next_.fraction = static_cast<uint32_t>(fine & ((1U << kFractionBits) - 1));
  }
  // The n-th record of a steady rate lies at n * per / count, rounded down, whatever n is.
  uint64_t CarriedOver() {
    remainder_sum_ += gap_remainder_;
    if (remainder_sum_ < rate_count_) return 0;
    remainder_sum_ -= rate_count_;
    return 1;
  }
  void AdvanceUnsteadily();
  void SetPiece();
  uint64_t DrawUnits();
  void SkipPeriods(uint64_t& units);
  void AdvanceAcrossPieces();

  ArrivalSpec spec_;
  Instant start_;
  Prng prng_;
  FineInstant next_;
  // The piece that next_ lies in: until when, and the mean gap in 2^-20ths of a microsecond.
  Instant piece_end_;
  uint64_t mean_gap_ = 0;    // Rounded up; 0: silence.
  uint64_t steady_gap_ = 0;  // Rounded down, of even spacing in a piece without an end; else 0.
  // What rounding takes away of a steady gap: the remainder of the division by rate_count_, and the
  // sum of it so far.
  uint64_t gap_remainder_ = 0;
  uint64_t remainder_sum_ = 0;
  uint64_t rate_count_ = 0;
  uint64_t period_units_ = 0;  // Units of work in one period of a burst or diurnal shape.
};

}  // namespace weir
