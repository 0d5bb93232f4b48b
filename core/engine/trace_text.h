// A trace event as a line for people and goldens:
//   00:00:01.000 put fleet -> positions: 200 accepted, 0 throttled
#pragma once

#include <string>

#include "core/engine/engine.h"
#include "core/model/trace_event.h"

namespace weir {

// `engine` gives the names. No line end.
std::string TraceLine(const TraceEvent& event, const Engine& engine);

}  // namespace weir
