#include "core/producer/creation_times.h"

#include "core/base/check.h"

namespace weir {

void CreationTimes::Keep(uint32_t number, const Arrivals& arrivals) {
  changed_ = false;
  if (count_ < marks_.size()) {
    marks_.Mutable(count_++) = {number, arrivals};
    return;
  }
  marks_.PushBack({number, arrivals});
  ++count_;
}

void CreationTimes::Forget(uint32_t number) {
  while (count_ > 0 && marks_[count_ - 1].number >= number) --count_;
  changed_ = true;
}

Instant CreationTimes::Of(uint32_t number) const {
  WEIR_CHECK(count_ > 0);
  size_t low = 0;
  size_t high = count_;
  while (high - low > 1) {
    const size_t middle = low + (high - low) / 2;
    if (marks_[middle].number <= number) {
      low = middle;
    } else {
      high = middle;
    }
  }
  Arrivals arrivals = marks_[low].arrivals;
  for (uint32_t i = marks_[low].number; i < number; ++i) arrivals.Advance();
  return arrivals.next_at();
}

}  // namespace weir
