// Traces of watermarks and idleness of several shards (valve.jsonl): each is run through the valve.
#pragma once

#include <string>
#include <vector>

#include "native/sql_case.h"

namespace weir {

// One outcome for each line of the file.
Result<std::vector<SqlCaseOutcome>> RunValveTraces(const std::string& file);

}  // namespace weir
