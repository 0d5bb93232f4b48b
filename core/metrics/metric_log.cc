#include "core/metrics/metric_log.h"

#include <algorithm>
#include <utility>

#include "core/base/check.h"
#include "core/model/limits_clients.h"

namespace weir {
namespace {

// However many series there are, a picture of the whole run has that many points at the least.
constexpr size_t kMinutePointsPerSeries = 16;

}  // namespace

BlockIndex MetricLog::AddBlock(size_t count) {
  WEIR_CHECK(count >= 1 && count <= kBlockSeriesMax);
  size_t first = second_.size();
  const size_t room = Sets::kChunk - first % Sets::kChunk;
  if (room < count) first += room;
  for (Sets* sets : {&second_, &stretch_}) sets->Grow(first + count);
  had_samples_.Grow(first + count);
  blocks_.push_back({static_cast<SeriesIndex>(first), static_cast<uint16_t>(count), false, false});
  return static_cast<BlockIndex>(blocks_.size() - 1);
}

void MetricLog::CloseBlock(Block& block, uint32_t period) {
  StatisticSet* second = &second_.Mutable(block.first);
  StatisticSet* stretch = &stretch_.Mutable(block.first);
  for (uint32_t i = 0; i < block.count; ++i) {
    StatisticSet& set = second[i];
    if (set.samples == 0) continue;
    seconds_.Grow(seconds_place_ + 1);
    seconds_.Mutable(seconds_place_) = {block.first + i, period, set};
    seconds_place_ = seconds_place_ + 1 == second_points_max_ ? 0 : seconds_place_ + 1;
    ++seconds_end_;
    if (stretch[i].samples == 0) had_samples_.Mutable(block.first + i) = true;
    stretch[i].Add(set);
    set = {};
  }
}

void MetricLog::CloseSecond() {
  for (const BlockIndex index : touched_in_second_) {
    Block& block = blocks_[index];
    CloseBlock(block, static_cast<uint32_t>(closed_seconds_));
    block.touched_in_second = false;
    if (!block.touched_in_stretch) touched_in_stretch_.push_back(index);
    block.touched_in_stretch = true;
  }
  touched_in_second_.clear();
  if (seconds_end_ - seconds_begin_ > second_points_max_) {
    // Seconds go whole: half of one would look like less traffic.
    const uint64_t oldest = seconds_end_ - second_points_max_;
    const uint32_t cut = SecondAt(oldest).period;
    seconds_begin_ = oldest;
    while (seconds_begin_ < seconds_end_ && SecondAt(seconds_begin_).period == cut) {
      ++seconds_begin_;
    }
  }
  ++closed_seconds_;
  if (closed_seconds_ % (kMetricPeriodSeconds * stretch_minutes_) == 0) CloseStretch();
}

void MetricLog::CloseStretch() {
  const int64_t stretches = closed_seconds_ / (kMetricPeriodSeconds * stretch_minutes_);
  for (const BlockIndex index : touched_in_stretch_) {
    Block& block = blocks_[index];
    block.touched_in_stretch = false;
    StatisticSet* sets = &stretch_.Mutable(block.first);
    for (uint32_t i = 0; i < block.count; ++i) {
      if (sets[i].samples == 0) continue;
      minutes_.PushBack({block.first + i, static_cast<uint32_t>(stretches - 1), sets[i]});
      sets[i] = {};
    }
  }
  touched_in_stretch_.clear();
  // After an even number of stretches, so that no merged one is half full.
  const size_t points_max = std::max(minute_points_max_, kMinutePointsPerSeries * series());
  if (stretches % 2 == 0 && minutes_.size() > points_max) MergeNeighbours();
}

void MetricLog::MergeNeighbours() {
  CowArray<Point, 256> merged;
  std::vector<size_t> place(series());  // Of a series in `merged`, plus one.
  size_t pair_begin = 0;                // Where the current pair begins in `merged`.
  for (size_t i = 0; i < minutes_.size(); ++i) {
    Point point = minutes_[i];
    point.period /= 2;
    if (merged.size() > pair_begin && merged[merged.size() - 1].period != point.period) {
      pair_begin = merged.size();
    }
    size_t& at = place[point.series];
    if (at > pair_begin) {
      merged.Mutable(at - 1).set.Add(point.set);
    } else {
      merged.PushBack(point);
      at = merged.size();
    }
  }
  minutes_ = std::move(merged);
  stretch_minutes_ *= 2;
}

std::vector<LogPoint> MetricLog::SecondPoints(SeriesIndex series) const {
  std::vector<LogPoint> points;
  for (uint64_t i = seconds_begin_; i < seconds_end_; ++i) {
    const Point& point = SecondAt(i);
    if (point.series == series) points.push_back({int64_t{point.period}, 1, point.set});
  }
  const StatisticSet& open = second_[series];
  if (open.samples > 0) points.push_back({closed_seconds_, 1, open});
  return points;
}

std::vector<LogPoint> MetricLog::MinutePoints(SeriesIndex series) const {
  const int64_t length = kMetricPeriodSeconds * stretch_minutes_;
  std::vector<LogPoint> points;
  for (size_t i = 0; i < minutes_.size(); ++i) {
    const Point& point = minutes_[i];
    if (point.series == series) points.push_back({point.period * length, length, point.set});
  }
  StatisticSet open = stretch_[series];
  open.Add(second_[series]);
  const int64_t first = closed_seconds_ / length * length;
  const int64_t passed = closed_seconds_ - first + (second_[series].samples > 0 ? 1 : 0);
  if (open.samples > 0) points.push_back({first, passed, open});
  return points;
}

StatisticSet MetricLog::Total(SeriesIndex series) const {
  StatisticSet total;
  for (const LogPoint& point : MinutePoints(series)) total.Add(point.set);
  return total;
}

int64_t MetricLog::seconds_kept_from() const {
  if (seconds_begin_ == 0 || seconds_begin_ == seconds_end_) return 0;
  return SecondAt(seconds_begin_).period;
}

void MetricLog::AddTo(Digest& digest) const {
  const auto add = [&](const StatisticSet& set) {
    for (const int64_t value : {set.samples, set.sum, set.minimum, set.maximum}) digest.Add(value);
  };
  const auto add_point = [&](const Point& point) {
    digest.Add(static_cast<uint64_t>(point.series) << 32 | point.period);
    add(point.set);
  };
  digest.Add(closed_seconds_);
  digest.Add(stretch_minutes_);
  for (uint64_t i = seconds_begin_; i < seconds_end_; ++i) add_point(SecondAt(i));
  for (size_t i = 0; i < minutes_.size(); ++i) add_point(minutes_[i]);
  for (size_t i = 0; i < second_.size(); ++i) add(second_[i]);
  for (size_t i = 0; i < stretch_.size(); ++i) add(stretch_[i]);
}

}  // namespace weir
