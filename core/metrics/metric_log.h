// The samples of many series: a statistic set a period, at one second and at one minute.
//
//   Open(block)[i].Add -> open second --CloseSecond--> seconds: a ring, the last points only
//                             |
//                             '-> open stretch --every n minutes--> minutes: the whole run
//
// Series come in blocks, one for all that a call records at once: it is looked up once a call.
//
// Memory is bounded twice. Seconds are a ring of kSecondPointsMax points: with a hundred series
// that have a sample in every second, the last forty minutes. Minutes cover the run from its
// start: above kMinutePointsMax points (or sixteen a series, if that is more) neighbours are merged
// and a stretch is two minutes long, then four, as CloudWatch keeps five minutes and then hours of
// what is old. A series without samples in a period has no point and costs nothing.
//
// Points of all series stand in one array by time, in chunks that copies share: a checkpoint costs
// a pointer a chunk.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/cow_array.h"
#include "core/base/digest.h"
#include "core/metrics/statistic_set.h"

namespace weir {

using SeriesIndex = uint32_t;
using BlockIndex = uint32_t;

// Of one series.
struct LogPoint {
  int64_t first_second = 0;  // Since the start.
  int64_t seconds = 1;       // How long the period is; shorter when it is not over.
  StatisticSet set;
};

class MetricLog {
 public:
  static constexpr size_t kSecondPointsMax = size_t{1} << 18;  // 10 MiB
  static constexpr size_t kMinutePointsMax = size_t{1} << 17;
  static constexpr size_t kBlockSeriesMax = 32;

  // The bounds are arguments for tests.
  explicit MetricLog(size_t second_points_max = kSecondPointsMax,
                     size_t minute_points_max = kMinutePointsMax)
      : second_points_max_(second_points_max), minute_points_max_(minute_points_max) {}

  // `count` new series, at most kBlockSeriesMax.
  BlockIndex AddBlock(size_t count);
  SeriesIndex FirstOf(BlockIndex block) const { return blocks_[block].first; }

  // The block's sets of the second that is open, to add samples of now to.
  StatisticSet* Open(BlockIndex block) {
    Block& of = blocks_[block];
    if (!of.touched_in_second) {
      of.touched_in_second = true;
      touched_in_second_.push_back(block);
    }
    return &second_.Mutable(of.first);
  }
  bool HasSamples(SeriesIndex series) const {
    return had_samples_[series] || second_[series].samples > 0;
  }
  // A second is over. Called once for every second.
  void CloseSecond();

  // Oldest first; the last one may still be open.
  std::vector<LogPoint> SecondPoints(SeriesIndex series) const;
  std::vector<LogPoint> MinutePoints(SeriesIndex series) const;
  // The whole run, exactly: what the minutes add up to.
  StatisticSet Total(SeriesIndex series) const;

  int64_t closed_seconds() const { return closed_seconds_; }
  // The first second of which points are still there.
  int64_t seconds_kept_from() const;
  int64_t minutes_per_stretch() const { return stretch_minutes_; }

  // Everything that can be asked for.
  void AddTo(Digest& digest) const;

 private:
  struct Block {
    SeriesIndex first = 0;
    uint16_t count = 0;
    bool touched_in_second = false;
    bool touched_in_stretch = false;
  };
  struct Point {
    SeriesIndex series = 0;
    uint32_t period = 0;  // A second, or a stretch of minutes, since the start.
    StatisticSet set;
  };
  // A block lies in one chunk, so that its sets lie side by side.
  using Sets = CowArray<StatisticSet, 128>;

  const Point& SecondAt(uint64_t i) const { return seconds_[i % second_points_max_]; }
  size_t series() const { return second_.size(); }
  void CloseBlock(Block& block, uint32_t period);
  void CloseStretch();
  void MergeNeighbours();

  size_t second_points_max_;
  size_t minute_points_max_;
  int64_t closed_seconds_ = 0;
  int64_t stretch_minutes_ = 1;
  std::vector<Block> blocks_;
  Sets second_;                       // By series: the second that is open.
  Sets stretch_;                      // Of closed seconds only.
  CowArray<bool, 1024> had_samples_;  // In a closed second.
  std::vector<BlockIndex> touched_in_second_;
  std::vector<BlockIndex> touched_in_stretch_;
  CowArray<Point, 256> seconds_;  // A ring.
  uint64_t seconds_begin_ = 0;    // Counted since the start; the place is the remainder.
  uint64_t seconds_end_ = 0;
  size_t seconds_place_ = 0;  // Of seconds_end_.
  CowArray<Point, 256> minutes_;
};

}  // namespace weir
