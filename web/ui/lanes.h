// The plane of hash space and time: shards as tiles, under and over the records.
#pragma once

#include "web/ui/panel.h"

namespace weir::ui {

// Under the records: ground, tiles, hatching of closed shards, the expired past.
void DrawLanesBelow(Panel& panel);
// Over the records: forks and joins, readers' pointers, the trim horizon, the selection.
void DrawLanesAbove(Panel& panel);

}  // namespace weir::ui
