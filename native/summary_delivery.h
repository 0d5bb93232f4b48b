// What a run's summary says of its delivery streams.
#pragma once

#include <string>

#include "core/engine/json_document.h"
#include "core/view/engine_view.h"
#include "native/terminal.h"

namespace weir {

// "" where there are none.
std::string DeliveryText(const EngineView& view, const Paint& paint);
Json DeliveryJson(const EngineView& view);

}  // namespace weir
