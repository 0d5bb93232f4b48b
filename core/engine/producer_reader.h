// A scenario's producers as JSON.
#pragma once

#include "core/engine/json_reader.h"
#include "core/engine/scenario.h"
#include "core/engine/scenario_json.h"
#include "core/producer/producer_spec.h"

namespace weir {

// The producer that an object describes, on one of the streams of `scenario`; its errors are noted
// in `in`. A data set that it replays is read with `read_file`.
ProducerSpec ReadProducer(JsonReader& in, const Scenario& scenario, const ReadFile& read_file);

}  // namespace weir
