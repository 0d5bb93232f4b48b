// Commands as JSON objects: in the events of a scenario, in journals, and from a page.
//
//   {"do": "SplitShard", "stream": "positions", "shard": 0}
//   {"do": "UpdateShardCount", "stream": "positions", "target": 6}
//   {"do": "SetConsumerRate", "consumer": "dashboard", "records_per_second": 50}
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/engine/command.h"

namespace weir {

// One command from text. Error kScenario, with the path of the member that is wrong.
Result<Command> ParseCommand(std::string_view json);

// ParseCommand reads it back. One line, members in a fixed order.
std::string CommandToJson(const Command& command);

}  // namespace weir
