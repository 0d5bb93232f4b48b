#include "web/gfx/density_map.h"

#include <algorithm>
#include <bit>

#include "core/base/check.h"

namespace weir::gfx {

uint8_t DensityByte(uint32_t count) {
  if (count == 0) return 0;
  const uint32_t value = count + 1;
  const auto whole = static_cast<uint32_t>(std::bit_width(value)) - 1;
  // The fraction of an octave, linear: the eye does not see the difference.
  const uint32_t fraction = (value - (uint32_t{1} << whole)) * 16 / (uint32_t{1} << whole);
  return static_cast<uint8_t>(std::min<uint32_t>(whole * 16 + fraction, 255));
}

Duration DensityStep(Duration window) {
  const auto columns = static_cast<uint64_t>(std::max<int64_t>(window.micros / 256, 1));
  return Micros(static_cast<int64_t>(std::bit_floor(columns)));
}

void DensityMap::Restart(Instant start, Instant now, Duration step) {
  WEIR_CHECK(step > Micros(0));
  start_ = start;
  step_ = step;
  newest_ = ColumnOf(now);
  counts_.assign(kDensityColumns * kDensityPlaces, 0);
  texels_.assign(kDensityColumns * kDensityPlaces, 0);
  greatest_of_.fill(0);
  std::ranges::fill(changed_, uint8_t{1});
}

void DensityMap::AdvanceTo(Instant now) {
  const int64_t newest = ColumnOf(now);
  const int64_t first = std::max(newest_ + 1, newest - static_cast<int64_t>(kDensityColumns) + 1);
  for (int64_t column = first; column <= newest; ++column) {
    const size_t row = static_cast<size_t>(column) % kDensityColumns;
    const auto begin = counts_.begin() + static_cast<std::ptrdiff_t>(row * kDensityPlaces);
    std::fill(begin, begin + kDensityPlaces, uint16_t{0});
    changed_[row] = 1;
  }
  newest_ = std::max(newest_, newest);
}

void DensityMap::Add(std::span<const RecordView> records, uint32_t weight) {
  for (const RecordView& record : records) {
    const int64_t column = ColumnOf(record.arrived_at);
    if (column > newest_ || column + static_cast<int64_t>(kDensityColumns) <= newest_) continue;
    const size_t row = static_cast<size_t>(column) % kDensityColumns;
    uint16_t& count = counts_[row * kDensityPlaces + (record.hash_place >> 24)];
    count = static_cast<uint16_t>(std::min<uint32_t>(count + weight, UINT16_MAX));
    changed_[row] = 1;
  }
}

float DensityMap::RowOf(Instant now) const {
  const int64_t since = (now - start_).micros;
  const auto row = static_cast<float>(since / step_.micros % static_cast<int64_t>(kDensityColumns));
  const float fraction =
      static_cast<float>(since % step_.micros) / static_cast<float>(step_.micros);
  return row + fraction + static_cast<float>(kDensityColumns);
}

std::span<const uint8_t> DensityMap::Texels() {
  size_t first = kDensityColumns;
  size_t last = 0;
  for (size_t row = 0; row < kDensityColumns; ++row) {
    if (changed_[row] == 0) continue;
    changed_[row] = 0;
    first = std::min(first, row);
    last = row + 1;
    uint8_t greatest = 0;
    for (size_t i = row * kDensityPlaces; i < (row + 1) * kDensityPlaces; ++i) {
      texels_[i] = DensityByte(counts_[i]);
      greatest = std::max(greatest, texels_[i]);
    }
    greatest_of_[row] = greatest;
  }
  uploaded_ = first < last ? Rows{first, last} : Rows{};
  greatest_ = std::ranges::max(greatest_of_);
  return texels_;
}

DensityMap::Rows DensityMap::TakeChangedRows() {
  const Rows rows = uploaded_;
  uploaded_ = {};
  return rows;
}

}  // namespace weir::gfx
