// Commands as a person would say them: the markers of a timeline.
#pragma once

#include <string>

#include "core/engine/command.h"

namespace weir::app {

// "Split shard 0 of positions". No full stop.
std::string Describe(const Command& command);

}  // namespace weir::app
