// The metrics of delivery streams, as a table each.
#pragma once

#include <string>

#include "core/engine/engine.h"
#include "native/terminal.h"

namespace weir {

// "" where there are none.
std::string DeliveryMetricText(const Engine& engine, bool by_seconds, const Terminal& terminal);

}  // namespace weir
