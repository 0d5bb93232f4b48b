// The checks of a scenario against one run of it.
//
//   CheckWatch watch(scenario);
//   while (watch.next() != kNever) {
//     engine.AdvanceTo(watch.next());
//     watch.Observe(engine.View());
//   }
//
// A value like the engine: a copy is a checkpoint of both. The engine never hears of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/time.h"
#include "core/engine/check.h"
#include "core/engine/scenario.h"
#include "core/view/engine_view.h"

namespace weir {

enum class CheckVerdict : uint8_t { kOpen, kPassed, kFailed };

const char* VerdictWord(CheckVerdict verdict);  // "open", "ok", "FAILED"

struct CheckOutcome {
  CheckVerdict verdict = CheckVerdict::kOpen;  // kOpen: not decided yet.
  // At the moment that decided: of "always" the first at which it was false, of "ever" the first at
  // which it was true, otherwise the last one looked at. None: there was no such thing to measure.
  Instant at;
  std::optional<MeasureValue> found;
  std::optional<MeasureValue> expected;
};

// One side of a check as the run goes on.
class WatchedSum {
 public:
  explicit WatchedSum(const CheckSum& sum);

  bool needs_seconds() const;
  void Sample(const EngineView& view, Duration stretch);
  // Keeps the value at the moment of `view`; false when something of it is not there.
  bool Take(const EngineView& view);
  MeasureValue value() const;  // As taken, without its last fraction.
  // <0, 0, >0: as taken, exactly. Both of one kind.
  friend int Compare(const WatchedSum& a, const WatchedSum& b);

 private:
  struct Term {
    int64_t percent = 100;
    std::optional<MeasureTrack> track;
    MeasureValue constant;
  };

  __extension__ using Hundredths = __int128;

  MeasureUnit unit_;
  std::vector<Term> terms_;
  Hundredths hundredths_ = 0;
  std::string text_;
};

class CheckWatch {
 public:
  explicit CheckWatch(std::shared_ptr<const Scenario> scenario);

  // When it wants to look next; kNever when it has seen the end.
  Instant next() const { return next_; }
  // `view` is of the moment next(), with every event up to it run.
  void Observe(const EngineView& view);

  // One a check, in the order of the scenario.
  const std::vector<CheckOutcome>& outcomes() const { return outcomes_; }
  // No check failed; before the end: none so far.
  bool passed() const;

 private:
  struct Sides {
    WatchedSum left;
    WatchedSum right;
  };

  void Judge(const EngineView& view, size_t number);
  // Nothing to look at was ever there.
  void Close(size_t number);

  std::shared_ptr<const Scenario> scenario_;
  Duration stretch_;
  bool by_seconds_ = false;  // Something needs every full second.
  Instant next_;
  Instant second_;  // The next full second.
  std::vector<Sides> sides_;
  std::vector<CheckOutcome> outcomes_;
};

}  // namespace weir
