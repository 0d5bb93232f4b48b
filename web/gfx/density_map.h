// Counts of records over hash space and time, for when single points would be too many.
//
//   columns   a stretch of time each, in a ring: the newest overwrites the oldest
//   places    256 stretches of the hash space
//
// Whole numbers on the processor, one byte a cell for the texture. No GL here.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/time.h"
#include "core/view/engine_view.h"

namespace weir::gfx {

inline constexpr size_t kDensityPlaces = 256;
inline constexpr size_t kDensityColumns = 512;

class DensityMap {
 public:
  // `step`: the time of one column. The columns end with the one that holds `now`.
  void Restart(Instant start, Instant now, Duration step);
  // Later moments only. Clears the columns that time enters.
  void AdvanceTo(Instant now);
  // Records that are not newer than the last AdvanceTo; those too old for the ring are left out.
  void Add(std::span<const RecordView> records, uint32_t weight);

  Duration step() const { return step_; }
  // The row of `now` in the texture with its fraction, plus one round so that ages can be
  // subtracted from it.
  float RowOf(Instant now) const;

  // The bytes of the texture, a column of time a row of kDensityPlaces bytes; brought up to date.
  std::span<const uint8_t> Texels();
  // Rows [first, last) changed since the last call; the ring may wrap, then it is all of them.
  struct Rows {
    size_t first = 0;
    size_t last = 0;
  };
  Rows TakeChangedRows();
  // The greatest byte of all.
  uint8_t greatest() const { return greatest_; }

 private:
  int64_t ColumnOf(Instant at) const { return (at - start_).micros / step_.micros; }
  void Touch(int64_t column);

  Instant start_;
  Duration step_ = Seconds(1);
  int64_t newest_ = 0;  // Column of now.
  std::vector<uint16_t> counts_;
  std::vector<uint8_t> texels_;
  std::array<uint8_t, kDensityColumns> greatest_of_{};  // Per row.
  std::vector<uint8_t> changed_ = std::vector<uint8_t>(kDensityColumns, 0);
  Rows uploaded_;
  uint8_t greatest_ = 0;
};

// One byte for a count: 16 times the binary logarithm of it plus one, about.
uint8_t DensityByte(uint32_t count);

// The time of one column so that 256 to 511 columns fill `window`: a power of two of microseconds,
// so that a slow zoom does not count everything anew for every frame.
Duration DensityStep(Duration window);

}  // namespace weir::gfx
