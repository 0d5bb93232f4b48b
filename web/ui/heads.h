// The head of every lane: its shard's name, what comes in, and how full its two limits are.
#pragma once

#include "web/ui/panel.h"

namespace weir::ui {

// The strip of the whole hash space beside the heads is part of it.
void DrawHeads(Panel& panel);

}  // namespace weir::ui
