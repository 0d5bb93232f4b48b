// What the pointer is over and what a click selects.
#pragma once

#include <vector>

#include "web/ui/delivery_map.h"
#include "web/ui/panel.h"

namespace weir::ui {

// Draws the ring and the label of the record or object under the pointer, the selected record and
// its key's other records; changes the selection on a click.
void DrawFocus(Panel& panel, const std::vector<DeliveryRow>& deliveries);

}  // namespace weir::ui
