#include "core/producer/arrivals.h"

#include <algorithm>
#include <utility>

#include "core/base/check.h"
#include "core/base/fixed.h"

namespace weir {
namespace {

constexpr int64_t kDiurnalStepsMax = 1'440;  // A day by minutes.
constexpr Duration kDiurnalStepMin = Millis(1);
// Work is counted in 2^-56ths of a unit: a millisecond at one record a day is still 10^9 of them.
constexpr int kUnitBits = 56;
constexpr uint64_t kOneUnit = uint64_t{1} << kUnitBits;

// How many units of work fit `span` (2^-20ths of a microsecond) at a mean gap of `mean`.
uint64_t UnitsIn(uint64_t span, uint64_t mean) {
  __extension__ using Wide = unsigned __int128;
  const Wide units = (static_cast<Wide>(span) << kUnitBits) / mean;
  return units > UINT64_MAX ? UINT64_MAX : static_cast<uint64_t>(units);
}

// In 2^-20ths of a microsecond.
uint64_t Fine(Duration span, int bits) { return static_cast<uint64_t>(span.micros) << bits; }

Rate Between(Rate low, Rate high, int64_t millionths) {
  // Both in records per day, which is exact for every rate a scenario can name; the rate between
  // them is rounded to a whole record a day.
  const auto per_day = [](Rate r) { return r.count * (Hours(24).micros / r.per.micros); };
  const int64_t sum = per_day(low) * (1'000'000 - millionths) + per_day(high) * millionths;
  return {(sum + 500'000) / 1'000'000, Hours(24)};
}

}  // namespace

Arrivals::Arrivals(ArrivalSpec spec, Instant start, Prng prng)
    : spec_(std::move(spec)), start_(start), prng_(prng), next_{start.micros, 0} {
  if (Periodic()) period_units_ = UnitsInPeriod();
  SetPiece();
  // Even spacing begins with its first record; a Poisson process, and silence, with a wait.
  if (spec_.spacing == ArrivalSpacing::kPoisson || mean_gap_ == 0) Advance();
}

Arrivals::Piece Arrivals::PieceAt(Duration since_start) const {
  const auto until = [&](Duration phase, Duration edge) { return edge - phase; };
  switch (spec_.shape) {
    case ArrivalShape::kConstant:
      break;
    case ArrivalShape::kBurst: {
      const Duration phase{since_start.micros % spec_.period.micros};
      if (phase < spec_.lasts) return {spec_.peak, until(phase, spec_.lasts)};
      return {spec_.rate, until(phase, spec_.period)};
    }
    case ArrivalShape::kSpike: {
      if (since_start < spec_.at) return {spec_.rate, until(since_start, spec_.at)};
      const Duration end = spec_.at + spec_.lasts;
      if (since_start < end) return {spec_.peak, until(since_start, end)};
      break;
    }
    case ArrivalShape::kDiurnal: {
      const int64_t period = spec_.period.micros;
      const int64_t steps =
          std::clamp<int64_t>(period / kDiurnalStepMin.micros, 1, kDiurnalStepsMax);
      const Duration phase{since_start.micros % period};
      const int64_t step = phase.micros * steps / period;
      // Lowest at the start of the period, highest in its middle.
      const uint32_t turn =
          static_cast<uint32_t>((static_cast<uint64_t>(step) << 32) / static_cast<uint64_t>(steps));
      const int64_t height = (1'000'000 - SineMillionths(turn + (1U << 30))) / 2;
      const int64_t end = ((step + 1) * period + steps - 1) / steps;
      return {Between(spec_.rate, spec_.peak, height), until(phase, Duration{end})};
    }
  }
  return {spec_.rate, kDurationMax};
}

void Arrivals::SetPiece() {
  const Instant now{next_.micros};
  const Piece piece = PieceAt(now - start_);
  // A day at the most, so that a piece in 2^-20ths of a microsecond fits 64 bits.
  piece_end_ = piece.length >= kDurationMax ? kNever : now + std::min(piece.length, Hours(24));
  rate_count_ = static_cast<uint64_t>(piece.rate.count);
  mean_gap_ = 0;
  steady_gap_ = 0;
  gap_remainder_ = 0;
  remainder_sum_ = 0;
  if (rate_count_ == 0) return;
  const uint64_t per = Fine(piece.rate.per, kFractionBits);
  gap_remainder_ = per % rate_count_;
  // Rounded up: a gap too short by a hair would let one record too many into a piece.
  mean_gap_ = per / rate_count_ + (gap_remainder_ > 0 ? 1 : 0);
  const bool steady = piece_end_ == kNever && spec_.spacing == ArrivalSpacing::kEven;
  if (steady) steady_gap_ = per / rate_count_;
}

bool Arrivals::Periodic() const {
  return spec_.shape == ArrivalShape::kBurst || spec_.shape == ArrivalShape::kDiurnal;
}

uint64_t Arrivals::UnitsInPeriod() const {
  uint64_t units = 0;
  for (Duration phase; phase < spec_.period;) {
    const Piece piece = PieceAt(phase);
    const Duration length = std::min(piece.length, Hours(24));
    if (piece.rate.count > 0) {
      const uint64_t mean =
          Fine(piece.rate.per, kFractionBits) / static_cast<uint64_t>(piece.rate.count);
      const uint64_t more = UnitsIn(Fine(length, kFractionBits), mean);
      units = units + more < units ? UINT64_MAX : units + more;
    }
    phase = phase + length;
  }
  return units;
}

uint64_t Arrivals::DrawUnits() {
  return spec_.spacing == ArrivalSpacing::kEven ? kOneUnit : ExponentialGap(prng_.Next(), kOneUnit);
}

void Arrivals::AdvanceUnsteadily() {
  if (next_.micros >= kNever.micros) return;
  if (piece_end_ == kNever && mean_gap_ > 0) {
    AddGap(ExponentialGap(prng_.Next(), mean_gap_));
    return;
  }
  AdvanceAcrossPieces();
}

// A slow rate in a short period would be walked through piece by piece for hours: whole periods are
// taken at once, at the start of one.
void Arrivals::SkipPeriods(uint64_t& units) {
  const Duration since{next_.micros - start_.micros};
  if (!Periodic() || since.micros % spec_.period.micros != 0 || units <= period_units_) return;
  const uint64_t periods = units / period_units_;
  const uint64_t longest = static_cast<uint64_t>(kDurationMax.micros / spec_.period.micros);
  next_.micros += static_cast<int64_t>(std::min(periods, longest)) * spec_.period.micros;
  units -= periods * period_units_;
}

void Arrivals::AdvanceAcrossPieces() {
  uint64_t units = DrawUnits();
  // Silence to the end of the longest scenario means that nothing comes any more.
  const Instant give_up = Instant{next_.micros} + kDurationMax;
  if (Periodic() && period_units_ == 0) {
    next_ = {kNever.micros, 0};
    return;
  }
  for (;;) {
    if (mean_gap_ > 0) {
      const uint64_t gap = MulShift(units, mean_gap_, kUnitBits);
      const FineInstant before = next_;
      AddGap(gap);
      if (piece_end_ == kNever || next_.micros < piece_end_.micros) return;
      next_ = before;
      const uint64_t span =
          Fine(Micros(piece_end_.micros - next_.micros), kFractionBits) - next_.fraction;
      units -= std::min(units, UnitsIn(span, mean_gap_));
    }
    if (piece_end_ == kNever || piece_end_ > give_up) {
      next_ = {kNever.micros, 0};
      return;
    }
    next_ = {piece_end_.micros, 0};
    SkipPeriods(units);
    SetPiece();
  }
}

void Arrivals::SetRate(Instant now, Rate rate) {
  spec_.shape = ArrivalShape::kConstant;
  spec_.rate = rate;
  // A producer that has not begun still begins when it was meant to.
  const bool begun = now >= start_;
  next_ = {std::max(now, start_).micros, 0};
  SetPiece();
  if (begun || spec_.spacing == ArrivalSpacing::kPoisson || mean_gap_ == 0) Advance();
}

void Arrivals::AddTo(Digest& digest) const {
  prng_.AddTo(digest);
  digest.Add(next_.micros);
  digest.Add(static_cast<uint64_t>(next_.fraction));
  digest.Add(mean_gap_);
  digest.Add(remainder_sum_);
  digest.Add(piece_end_.micros);
}

}  // namespace weir
