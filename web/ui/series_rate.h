// From the totals of a series' points to rates.
#pragma once

#include <algorithm>
#include <cstdint>

#include "core/base/time.h"
#include "core/engine/engine.h"

namespace weir::ui {

// The seconds that `point` sums up: a whole stretch, but for the last point, which is being filled.
inline double SecondsCovered(const Series& series, const SeriesPoint& point, Instant now) {
  const int64_t stretch = series.stretch().micros / 1'000'000;
  const int64_t until_now = (now - point.from).micros / 1'000'000;
  return static_cast<double>(std::clamp<int64_t>(until_now, 1, std::max<int64_t>(stretch, 1)));
}

}  // namespace weir::ui
