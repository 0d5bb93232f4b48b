// Delivery streams of a scenario, as JSON.
#pragma once

#include "core/engine/json_reader.h"
#include "core/engine/scenario.h"
#include "core/firehose/delivery_stream_spec.h"

namespace weir {

// One element of "delivery_streams"; `scenario` has its streams.
DeliveryStreamSpec ReadDeliveryStream(JsonReader& in, const Scenario& scenario);

}  // namespace weir
