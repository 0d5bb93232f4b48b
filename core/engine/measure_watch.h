// Measures over the time of a run: how fast they grow, their extremes, when they were first not 0.
//
//   streams.positions.records_in              the value itself
//   streams.positions.records_in.per_second   its growth over the last full second
//   streams.positions.records_in.peak         its greatest growth over a full second so far
//   consumers.dashboard.behind.max            the greatest value at any full second so far, or .min
//   streams.positions.throttled.since         the first full second at which it was not 0
//
// A watch is a value and never touches the engine it looks at: looking does not disturb a run.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/engine/measures.h"
#include "core/view/engine_view.h"

namespace weir {

enum class MeasureOver : uint8_t { kNow, kPerSecond, kPeak, kMax, kMin, kSince };

// The words of the suffixes above and what they mean, for documentation; kNow has none.
struct OverRow {
  std::string_view suffix;
  std::string_view meaning;
};
std::vector<OverRow> OverRows();

struct WatchedMeasure {
  Measure measure;
  MeasureOver over = MeasureOver::kNow;

  // Errors as of Measure::Parse; a text has no suffix, and what is no count of anything no growth.
  static Result<WatchedMeasure> Parse(std::string_view path, const MeasureNames& names);
  MeasureUnit unit() const;
  std::string path() const;
};

// One of them as the run goes on.
class MeasureTrack {
 public:
  explicit MeasureTrack(WatchedMeasure watched) : watched_(std::move(watched)) {}

  const WatchedMeasure& watched() const { return watched_; }
  bool needs_seconds() const { return watched_.over != MeasureOver::kNow; }
  // At a full second; `stretch` since the last time.
  void Sample(const EngineView& view, Duration stretch);
  // The value at the moment of `view`; of all but kNow, as of the last sample.
  std::optional<MeasureValue> At(const EngineView& view) const;

 private:
  WatchedMeasure watched_;
  bool seen_ = false;
  int64_t last_ = 0;        // At the last sample.
  int64_t per_second_ = 0;  // Up to it.
  int64_t peak_ = 0;
  int64_t max_ = 0;
  int64_t min_ = 0;
  std::optional<Duration> since_;
};

// From one look to the next: a second; longer where a run would have more than a million of them.
Duration WatchStretch(Duration run);

}  // namespace weir
