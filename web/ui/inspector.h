// The panel at the right: the selected record or shard, or the run as a whole.
#pragma once

#include "web/ui/panel.h"

namespace weir::ui {

void DrawInspector(Panel& panel);

}  // namespace weir::ui
