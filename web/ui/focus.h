// What the pointer is over and what a click selects.
#pragma once

#include "web/ui/panel.h"

namespace weir::ui {

// Draws the ring and the label of the record under the pointer, the selected record and its key's
// other records; changes the selection on a click.
void DrawFocus(Panel& panel);

}  // namespace weir::ui
