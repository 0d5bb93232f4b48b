// When the records of a workload were created, without a word for each: the state of the arrivals
// is kept every thousand records, and who asks has it run on from there.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/base/cow_array.h"
#include "core/base/time.h"
#include "core/producer/arrivals.h"

namespace weir {

class CreationTimes {
 public:
  // `arrivals` is about to give record `number`. Numbers grow by one, except after Forget.
  void Note(uint32_t number, const Arrivals& arrivals) {
    if (number % kEvery == 0 || changed_) Keep(number, arrivals);
  }
  // Records from `number` on are given anew, and by other arrivals.
  void Forget(uint32_t number);

  // Of a record that was noted.
  Instant Of(uint32_t number) const;

 private:
  static constexpr uint32_t kEvery = 1'024;
  struct Mark {
    uint32_t number = 0;
    Arrivals arrivals;
  };
  void Keep(uint32_t number, const Arrivals& arrivals);

  CowArray<Mark, 64> marks_;
  size_t count_ = 0;  // Of marks_ that are still true.
  bool changed_ = true;
};

}  // namespace weir
