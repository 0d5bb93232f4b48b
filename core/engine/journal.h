// The commands of a person, each with its instant: scenario + seed + journal give the session
// again.
//
// As text, one JSON object a line; the first line says what the commands belong to:
//   {"weir_journal": 1, "scenario": "trucks", "seed": 7}
//   {"at_us": 60000000, "do": "SplitShard", "stream": "positions", "shard": 0}
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/engine/scenario.h"

namespace weir {

struct Journal {
  std::string scenario;  // Name of a bundled scenario, or the path of a file.
  uint64_t seed = 0;
  std::vector<TimedCommand> commands;  // In the order they were given; times never go back.
};

std::string JournalToText(const Journal& journal);
// Errors kInput, with the line: not JSON, no header, a command that is none, time going back.
Result<Journal> ParseJournal(std::string_view text);

}  // namespace weir
