// A check: one sentence about a run that is true or false, as a scenario says it.
//
//   {"id": "order-kept", "that": "consumers.dashboard.order_violations", "is": "= 0",
//    "at": "end", "why": "Every position of a truck is processed in the order it was sent."}
//
// Both sides are sums of measures, numbers, durations and parts ("90% of run.intended"); a text is
// compared with a text. Whole numbers throughout: "90% of" is compared without rounding.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/engine/measure_watch.h"
#include "core/engine/measures.h"

namespace weir {

enum class CheckOperator : uint8_t { kEqual, kUnequal, kLess, kAtMost, kGreater, kAtLeast };

// A summand: `percent` hundredths of a measure or of a constant.
struct CheckTerm {
  int64_t percent = 100;                   // Negative behind a minus.
  std::optional<WatchedMeasure> measured;  // None: the constant.
  MeasureValue constant;
};

struct CheckSum {
  std::vector<CheckTerm> terms;  // At least one; a text stands alone.
  MeasureUnit unit = MeasureUnit::kCount;
};

// kEnd, kMoment: true at that instant. kAlways, kEver: at every, at any full second of [from,
// until] at which its measures exist, and at the end of the scenario.
enum class CheckWhen : uint8_t { kEnd, kMoment, kAlways, kEver };

struct Check {
  std::string id;
  std::string that;  // As written.
  std::string is;
  std::string why;  // What a learner reads.
  CheckSum left;
  CheckOperator comparison = CheckOperator::kEqual;
  CheckSum right;
  CheckWhen when = CheckWhen::kEnd;
  Duration at;  // Of kMoment, from the start.
  Duration from;
  Duration until = kDurationMax;
};

// "at the end", "at 60s", "always", "always from 10s", "ever until 5m".
std::string ShownWhen(const Check& check);

// Error kScenario: a sentence, without the place in the document.
Result<CheckSum> ParseCheckSum(std::string_view text, const MeasureNames& names);
// "<= 90% of run.intended": the comparison and what stands behind it.
Result<void> ParseComparison(std::string_view text, const MeasureNames& names, Check& check);

}  // namespace weir
