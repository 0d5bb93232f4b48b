#include "tests/bench/measure.h"

#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>

namespace weir::bench {
namespace {

double WallSeconds() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double>(now).count();
}

#if defined(__wasm__)
// WebAssembly has no clock of processor time, but under node this file of Linux has it, exact to
// the kernel's last tick (4 ms or less). Elsewhere, and for short stretches, the wall clock must
// do.
constexpr double kShortestSeconds = 0.1;

double CpuSeconds() {
  std::FILE* file = std::fopen("/proc/self/schedstat", "r");
  if (file == nullptr) return WallSeconds();
  double nanos = 0;
  const bool read = std::fscanf(file, "%lf", &nanos) == 1;
  std::fclose(file);
  return read ? nanos * 1e-9 : WallSeconds();
}
#else
constexpr double kShortestSeconds = 0;

double CpuSeconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}
#endif

void RequireEqual(const Sample& a, const Sample& b, const std::string& who) {
  if (a.checksum == b.checksum) return;
  std::fprintf(stderr, "weir_bench: checksums differ: %s\n", who.c_str());
  std::exit(1);
}

}  // namespace

Stopwatch::Stopwatch() : began_{WallSeconds(), CpuSeconds()} {}

Took Stopwatch::Elapsed() const {
  const double cpu_s = CpuSeconds() - began_.cpu_s;
  const double wall_s = WallSeconds() - began_.wall_s;
  return {wall_s, wall_s < kShortestSeconds ? wall_s : cpu_s};
}

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

std::vector<Outcome> Compete(const std::vector<Side>& sides, int rounds, Agreement agreement) {
  std::vector<std::vector<Sample>> samples(sides.size());
  for (int round = 0; round < rounds; ++round) {
    for (size_t i = 0; i < sides.size(); ++i) {
      samples[i].push_back(sides[i].run());
      if (agreement != Agreement::kBetweenSides) {
        RequireEqual(samples[i].back(), samples[i].front(), sides[i].name + " between two rounds");
      }
      if (agreement != Agreement::kBetweenRounds) {
        RequireEqual(samples[i].back(), samples[0].back(),
                     sides[i].name + " against " + sides[0].name);
      }
    }
  }
  std::vector<Outcome> outcomes;
  for (size_t i = 0; i < sides.size(); ++i) {
    std::vector<double> wall;
    std::vector<double> cpu;
    for (const Sample& sample : samples[i]) {
      wall.push_back(sample.took.wall_s);
      cpu.push_back(sample.took.cpu_s);
    }
    const auto [least, greatest] = std::minmax_element(cpu.begin(), cpu.end());
    const double spread = (*greatest - *least) / std::max(Median(cpu), 1e-9);
    outcomes.push_back(
        {sides[i].name, {Median(wall), Median(cpu)}, spread, samples[i].front().checksum});
  }
  return outcomes;
}

}  // namespace weir::bench
