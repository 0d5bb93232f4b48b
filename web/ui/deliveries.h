// The delivery streams: what is in their buffers, how long it may stay, and what became of it.
#pragma once

#include <vector>

#include "web/ui/delivery_map.h"
#include "web/ui/panel.h"

namespace weir::ui {

void DrawDeliveries(Panel& panel, const std::vector<DeliveryRow>& rows);

}  // namespace weir::ui
