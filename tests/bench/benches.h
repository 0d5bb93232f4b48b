// The benchmarks, one function each. PERFORMANCE goals are named P1, P2, ... in their rows.
#pragma once

#include <string>

#include "tests/bench/report.h"

namespace weir::bench {

struct Options {
  int rounds = 5;
  bool quick = false;     // Tiny sizes: shows that the program runs, says nothing about speed.
  int64_t rows = 0;       // Of `sql`: 0 is the size that the goals name.
  std::string self;       // How to start this program again.
  std::string wasm_twin;  // The other twin's program, or empty.
};

void BenchIngest(const Options& options, Report& report);    // P1
void BenchSimulate(const Options& options, Report& report);  // P2
void BenchTwins(const Options& options, Report& report);     // P3, natively only
void BenchSeek(const Options& options, Report& report);      // P11
void BenchSql(const Options& options, Report& report);       // P7 and P8, natively only
void BenchFirehose(const Options& options, Report& report);  // P13, natively only
void BenchScale(const Options& options, Report& report);     // P12

}  // namespace weir::bench
