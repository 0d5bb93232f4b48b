// Two runs side by side: their measures, and the moment at which they part.
//
// Both are looked at at the same full seconds. They part where, for the first time, one of them has
// throttled more than the other, or stands further behind by more than a second.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/time.h"
#include "core/engine/measure_watch.h"
#include "core/engine/measures.h"
#include "core/engine/scenario.h"
#include "core/view/engine_view.h"

namespace weir {

// A measure in both runs; none where one has no such thing.
struct ComparedMeasure {
  std::string path;
  std::array<std::optional<MeasureValue>, 2> values;

  bool differs() const { return values[0] != values[1]; }
};

// The first second after which `path` was different.
struct Parting {
  Duration at;  // From the start.
  std::string path;
  std::array<MeasureValue, 2> values;
};

class RunComparison {
 public:
  explicit RunComparison(std::array<std::shared_ptr<const Scenario>, 2> scenarios);

  // When to look next; kNever when both are at their ends. Both runs count from their own starts.
  std::optional<Duration> next() const { return next_; }
  // At next(), or at the end of the run that has ended before.
  void Observe(const EngineView& a, const EngineView& b);

  // At the end: of everything that either run has, in the order of the table of measures.
  std::vector<ComparedMeasure> Measures(const EngineView& a, const EngineView& b) const;
  const std::optional<Parting>& throttling() const { return throttling_; }
  const std::optional<Parting>& lag() const { return lag_; }

 private:
  struct Tracked {
    std::string path;
    std::array<std::optional<MeasureTrack>, 2> tracks;
  };

  void NotePartings(const EngineView& a, const EngineView& b);

  std::array<std::shared_ptr<const Scenario>, 2> scenarios_;
  Duration end_;
  Duration stretch_;
  std::optional<Duration> next_;
  std::vector<Tracked> tracked_;  // What is told over time.
  std::optional<Parting> throttling_;
  std::optional<Parting> lag_;
};

}  // namespace weir
