// The desktop window's bar at the bottom: play, step, speed, scrub; and its keys. On the page it is
// the page's own.
#pragma once

#include "web/ui/panel.h"

namespace weir::ui {

void DrawTransportBar(Panel& panel);

}  // namespace weir::ui
