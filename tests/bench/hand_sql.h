// The floor under `bench sql`: COUNT, SUM, MIN, MAX of each key over tumbling windows, as a person
// writes it by hand for rows that come in order: one open-addressing table, emptied at each border.
// Whole numbers only, no NULL, no late rows, no watermark.
#pragma once

#include "tests/bench/sql_cases.h"

namespace weir::bench {

Sample RunSqlByHand(const SqlCase& one, const SqlRows& rows);

}  // namespace weir::bench
