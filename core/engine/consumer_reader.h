// A scenario's consumers as JSON.
#pragma once

#include "core/consumer/consumer_spec.h"
#include "core/engine/json_reader.h"
#include "core/engine/scenario.h"

namespace weir {

// The consumer that an object describes, on one of the streams of `scenario`; its errors are noted
// in `in`. The consumers before it are those that `scenario` has already.
ConsumerSpec ReadConsumer(JsonReader& in, const Scenario& scenario);

}  // namespace weir
