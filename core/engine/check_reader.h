// Reads "check" and "wrong" of a scenario.
#pragma once

#include "core/engine/json_reader.h"
#include "core/engine/scenario.h"

namespace weir {

inline constexpr int64_t kChecksMax = 100;
inline constexpr int64_t kVariantsMax = 20;

// When streams, producers, consumers and events of `scenario` have been read: checks name them.
void ReadChecks(JsonReader& in, Scenario& scenario);
// When its checks have been read.
void ReadVariants(JsonReader& in, Scenario& scenario);

}  // namespace weir
