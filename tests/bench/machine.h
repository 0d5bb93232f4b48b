// The machine under a benchmark: how loaded it is, how fast its memory is just now.
#pragma once

#include <string>

#include "tests/bench/report.h"

namespace weir::bench {

// Copying in blocks of many megabytes: what no append can beat.
struct MemcpySpeed {
  double gb_per_s = 0;  // Median.
  double spread = 0;
};
// Copies `blocks` times `mebibytes`.
MemcpySpeed MeasureMemcpy(int blocks, int mebibytes);

// Load average over the last minute, or "unknown".
std::string LoadAverage();

// Twin, compiler and flags of this program.
Conditions ConditionsOfBuild();

}  // namespace weir::bench
