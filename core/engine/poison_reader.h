// A consumer's poisoned records as JSON.
#pragma once

#include "core/consumer/poison.h"
#include "core/engine/json_reader.h"
#include "core/engine/scenario.h"

namespace weir {

// Member "poison": {"producer": ..., "key": ..., "every": N} or with "numbers": [...] instead of
// "every". `stream` is the consumer's; its producers are those that `scenario` has already.
PoisonSpec ReadPoison(JsonReader& in, const Scenario& scenario, StreamId stream);

}  // namespace weir
