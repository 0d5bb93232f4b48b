// P11: to any moment of a run of a million records and ten minutes, as a hand on the scrub bar
// does.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "core/base/prng.h"
#include "core/engine/timeline.h"
#include "tests/bench/benches.h"
#include "tests/bench/cases.h"

namespace weir::bench {
namespace {

uint64_t DigestAt(const Engine& engine) {
  const Digests digests = engine.digests();
  return digests.state ^ digests.trace * 3 ^ digests.unseed * 5;
}

double At(const std::vector<double>& sorted, int percent) {
  const size_t last = sorted.size() - 1;
  return sorted[last * static_cast<size_t>(percent) / 100];
}

}  // namespace

void BenchSeek(const Options& options, Report& report) {
  LoadSpec spec{.shards = 3, .records_per_second = 1'700, .duration = Minutes(10)};
  if (options.quick) spec.duration = Seconds(20);
  const std::shared_ptr<const Scenario> scenario = LoadScenario(spec);
  Timeline timeline(scenario);
  timeline.SeekTo(scenario->end());
  const uint64_t straight = DigestAt(timeline.engine());

  Prng prng(11);
  std::vector<double> wall_ms;
  std::vector<double> cpu_ms;
  for (int i = 0; i < (options.quick ? 10 : 300); ++i) {
    const auto offset =
        static_cast<int64_t>(prng.Below(static_cast<uint64_t>(spec.duration.micros)));
    const Stopwatch watch;
    timeline.SeekTo(scenario->start + Micros(offset));
    const Took took = watch.Elapsed();
    wall_ms.push_back(took.wall_s * 1e3);
    cpu_ms.push_back(took.cpu_s * 1e3);
  }
  timeline.SeekTo(scenario->end());
  if (DigestAt(timeline.engine()) != straight) report.Note("DIGESTS DIFFER after seeking");

  std::sort(wall_ms.begin(), wall_ms.end());
  std::sort(cpu_ms.begin(), cpu_ms.end());
  for (const auto& [name, percent] :
       {std::pair<std::string, int>{"median", 50}, {"99 of 100", 99}, {"longest", 100}}) {
    report.Add({.what = "P11 seek in 1 M records, " + name,
                .value = At(cpu_ms, percent),
                .unit = "ms",
                .wall = At(wall_ms, percent),
                .goal = AtMost(100, 100)});
  }
}

}  // namespace weir::bench
