// The desktop window's bar at the top: which scenario plays, and dark or light. On the page it is
// the page's own.
#pragma once

#include "web/ui/panel.h"

namespace weir::ui {

// A choice is left in the state: other panels of the frame still look at the old scenario.
void DrawHeaderBar(Panel& panel);

}  // namespace weir::ui
