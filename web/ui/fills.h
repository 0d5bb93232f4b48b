// How near a shard is to its two write limits.
#pragma once

#include <cstdint>

#include "core/base/time.h"
#include "core/view/engine_view.h"

namespace weir::ui {

// Parts of the limits: 1 is all of it.
struct Fills {
  double bytes = 0;
  double records = 0;
  double greatest() const { return bytes < records ? records : bytes; }
};

// What came in of late (`recent` records in `span`), or what is missing in the tank after a burst,
// where that is more: a tank that refills faster than it is used is full at almost every moment,
// and would hide a steady load. Of a closed shard: nothing.
Fills FillsOf(const ShardView& shard, int64_t recent, Duration span);

}  // namespace weir::ui
