// Listens to a run for a front end: marks of refused writes to draw, notices to tell.
//
// It may hear a million events in a frame, so it sums where it can: marks within one stretch of a
// shard become one, and of a long throttling only the beginning is a notice.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/time.h"
#include "core/model/ids.h"
#include "core/sim/trace.h"
#include "web/app/notice.h"

namespace weir::app {

// Writes that a shard refused, summed over a short stretch.
struct ThrottleMark {
  Instant at;  // Of the first one.
  int64_t records = 0;
};

class Chronicle : public TraceSink {
 public:
  static constexpr size_t kNoticesMax = 100;
  // Beyond that the older half is halved: the past gets coarser, never lost.
  static constexpr size_t kMarksPerShardMax = 1'024;
  // Refusals nearer to each other become one mark.
  static constexpr Duration kResolution = Millis(20);
  // A throttling that pauses for longer is a new one.
  static constexpr Duration kStretchPause = Seconds(5);

  void OnEvent(const TraceEvent& event) override;

  // Forgets everything, notices too.
  void Clear();
  // Forgets marks after `now`: time went back.
  void ForgetAfter(Instant now);
  // Nothing is told while false: somebody scrubs through the past.
  void set_telling(bool telling) { telling_ = telling; }

  void Tell(Notice notice);
  bool has_notices() const { return !notices_.empty(); }
  // What was told since the last call, oldest first. `missed` counts what found no room.
  std::vector<Notice> TakeNotices(int64_t& missed);

  // Grows by one for every change of the marks.
  uint64_t marks_version() const { return marks_version_; }
  std::span<const ThrottleMark> MarksOf(StreamId stream, ShardIndex shard) const;

 private:
  struct ShardMarks {
    std::vector<ThrottleMark> marks;  // By time.
    Instant last_refusal{-1};
  };

  ShardMarks& At(StreamId stream, ShardIndex shard);
  void OnThrottled(const TraceEvent& event);
  void OnShardChange(const TraceEvent& event);
  // The notice of this kind and shard already waiting at this instant, or null.
  Notice* Waiting(NoticeKind kind, StreamId stream, Instant at);

  std::vector<std::vector<ShardMarks>> streams_;
  std::vector<Notice> notices_;
  int64_t missed_ = 0;
  uint64_t marks_version_ = 0;
  bool telling_ = true;
};

}  // namespace weir::app
