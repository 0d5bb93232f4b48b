#include "core/stream/router.h"

#include <algorithm>
#include <utility>

#include "core/base/check.h"

namespace weir {

void Router::Rebuild(std::vector<OpenRange> open) {
  WEIR_CHECK(!open.empty());
  open_ = std::move(open);
  std::sort(open_.begin(), open_.end(), [](const OpenRange& a, const OpenRange& b) {
    return a.range.starting < b.range.starting;
  });
  WEIR_CHECK(open_.front().range.starting == HashKey{});
  WEIR_CHECK(open_.back().range.ending == kHashKeyMax);
  for (size_t i = 0; i + 1 < open_.size(); ++i) {
    WEIR_CHECK(Next(open_[i].range.ending) == open_[i + 1].range.starting);
  }
  // Four cells a shard keep the walk in Route at one step for uniform ranges.
  int bits = 1;
  while ((size_t{1} << bits) < open_.size() * 4 && bits < 16) ++bits;
  shift_ = 64 - bits;
  first_.assign(size_t{1} << bits, 0);
  uint32_t range = 0;
  for (size_t cell = 0; cell < first_.size(); ++cell) {
    const HashKey start{static_cast<uint64_t>(cell) << shift_, 0};
    while (open_[range].range.ending < start) ++range;
    first_[cell] = range;
  }
}

}  // namespace weir
