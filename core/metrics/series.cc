#include "core/metrics/series.h"

#include <algorithm>

#include "core/base/check.h"

namespace weir {
namespace {

void AddUp(SeriesPoint& sum, const SeriesPoint& more) {
  sum.records_in += more.records_in;
  sum.bytes_in += more.bytes_in;
  sum.throttled += more.throttled;
  sum.records_out += more.records_out;
  sum.bytes_out += more.bytes_out;
  sum.records_expired += more.records_expired;
  sum.iterator_age_us = std::max(sum.iterator_age_us, more.iterator_age_us);
}

}  // namespace

void Series::Add(const SeriesPoint& point) {
  WEIR_CHECK(point.from >= start_);
  const int64_t second = (point.from - start_).micros / 1'000'000;
  if (points_.size() == kSeriesPointsMax &&
      second / stretch_s_ >= static_cast<int64_t>(points_.size())) {
    MergeNeighbours();
  }
  const size_t place = static_cast<size_t>(second / stretch_s_);
  if (place < points_.size()) {
    AddUp(points_.Mutable(place), point);
    return;
  }
  WEIR_CHECK(place == points_.size());
  SeriesPoint first = point;
  first.from = start_ + Seconds(static_cast<int64_t>(place) * stretch_s_);
  points_.PushBack(first);
}

void Series::MergeNeighbours() {
  CowArray<SeriesPoint, 256> merged;
  for (size_t i = 0; i + 1 < points_.size(); i += 2) {
    SeriesPoint sum = points_[i];
    AddUp(sum, points_[i + 1]);
    merged.PushBack(sum);
  }
  points_ = merged;
  stretch_s_ *= 2;
}

}  // namespace weir
