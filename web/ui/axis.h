// The axis of time beside the lanes: how long ago.
#pragma once

#include "web/ui/panel.h"

namespace weir::ui {

void DrawAxis(Panel& panel);

}  // namespace weir::ui
