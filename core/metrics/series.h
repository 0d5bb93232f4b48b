// Totals per stretch of time since the start of a run, in bounded memory.
//
// Points begin at one second. When there are kSeriesPointsMax of them, neighbours are merged and a
// stretch is twice as long: an hour shows seconds, a year shows hours, as CloudWatch coarsens too.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/base/cow_array.h"
#include "core/base/time.h"
#include "core/view/engine_view.h"

namespace weir {

inline constexpr size_t kSeriesPointsMax = 4'096;

class Series {
 public:
  explicit Series(Instant start) : start_(start) {}

  // `point` covers the second that begins at point.from; seconds come one after the other.
  void Add(const SeriesPoint& point);

  size_t size() const { return points_.size(); }
  const SeriesPoint& operator[](size_t i) const { return points_[i]; }
  Duration stretch() const { return Seconds(stretch_s_); }

 private:
  void MergeNeighbours();

  Instant start_;
  int64_t stretch_s_ = 1;
  CowArray<SeriesPoint, 256> points_;
};

}  // namespace weir
