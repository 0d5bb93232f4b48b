// Three numbers for the small layouts: what comes in, how far behind the readers are, what is
// refused.
#pragma once

#include "web/ui/panel.h"

namespace weir::ui {

void DrawReadouts(Panel& panel);

}  // namespace weir::ui
