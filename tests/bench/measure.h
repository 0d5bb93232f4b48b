// Timing two or more ways of doing one thing so that the comparison means something.
//
// Machines are shared and noisy: a figure alone says little, a ratio of two figures of one run says
// much. So sides are run in turn, A, B, A, B, their checksums must agree, and what is reported is
// the median with its spread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace weir::bench {

// Seconds of the wall clock, and of this thread on a processor. Ratios are of the latter: it does
// not count the time for which a neighbour had the core.
struct Took {
  double wall_s = 0;
  double cpu_s = 0;
};

class Stopwatch {
 public:
  Stopwatch();
  Took Elapsed() const;

 private:
  Took began_;
};

// One run of one side. `checksum` stands for the result; sides that compete must agree on it.
struct Sample {
  Took took;
  uint64_t checksum = 0;
};

struct Side {
  std::string name;
  std::function<Sample()> run;  // Times itself, so that preparations do not count.
};

struct Outcome {
  std::string name;
  Took median;
  double spread = 0;  // Of the CPU time: (greatest - least) / median.
  uint64_t checksum = 0;
};

double Median(std::vector<double> values);

// Which checksums must be equal.
enum class Agreement : uint8_t {
  kEverywhere,    // All: every round does the same work on every side.
  kBetweenSides,  // Those of one round: rounds go on where the last one ended.
  kBetweenRounds  // Those of one side: sides do different work.
};

// `rounds` times every side in turn. Stops the program when checksums that must agree do not:
// figures of different work must not be shown.
std::vector<Outcome> Compete(const std::vector<Side>& sides, int rounds,
                             Agreement agreement = Agreement::kEverywhere);

}  // namespace weir::bench
