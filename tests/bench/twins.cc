// P3: the same scenarios in both twins, each in a process of its own, in turn.
#include <fmt/format.h>

#include <algorithm>
#include <cinttypes>
#include <cmath>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include "tests/bench/benches.h"
#include "tests/bench/cases.h"
#include "tests/bench/child.h"

namespace weir::bench {
namespace {

std::optional<CaseResult> RunChild(const std::string& program, const std::string& name,
                                   int64_t repeats) {
  const std::string output = OutputOf(program + " case " + name + " " + std::to_string(repeats));
  CaseResult result;
  const int read =
      std::sscanf(output.c_str(), "%" SCNx64 " %" SCNd64 " %lf %lf", &result.sample.checksum,
                  &result.records, &result.sample.took.cpu_s, &result.sample.took.wall_s);
  return read == 4 ? std::optional(result) : std::nullopt;
}

// Repeats that take about a fifth of a second natively: node compiles while it runs.
int64_t RepeatsFor(const CaseResult& once, bool quick) {
  if (quick) return 1;
  const double seconds = std::max(once.sample.took.cpu_s, 1e-6);
  return std::clamp<int64_t>(static_cast<int64_t>(0.2 / seconds), 1, 100'000);
}

// The ratio of one case, native time to wasm time; none when something failed.
std::optional<double> CompareTwins(const std::string& name, const Options& options,
                                   Report& report) {
  const std::string native = Quoted(options.self);
  const std::string wasm = "node " + Quoted(options.wasm_twin);
  const std::optional<CaseResult> once = RunChild(native, name, 1);
  if (!once) return std::nullopt;
  const int64_t repeats = RepeatsFor(*once, options.quick);
  bool failed = false;
  const auto side = [&](const std::string& twin, const std::string& program) {
    return Side{"P3 " + name + ", " + twin, [&, program] {
                  const std::optional<CaseResult> result = RunChild(program, name, repeats);
                  failed = failed || !result;
                  return result ? result->sample : Sample{};
                }};
  };
  const std::vector<Outcome> outcomes =
      Compete({side("native", native), side("wasm", wasm)}, std::min(options.rounds, 3));
  if (failed) return std::nullopt;
  const double records = static_cast<double>(once->records * repeats);
  report.AddCost(outcomes[0], records, "record");
  Row& row = report.AddCost(outcomes[1], records, "record");
  row.ratio = outcomes[0].median.cpu_s / outcomes[1].median.cpu_s;
  row.against = "of native speed, same digests";
  row.goal = AtLeast(0.4, 0.4);
  row.goal_is_for_ratio = true;
  return row.ratio;
}

}  // namespace

void BenchTwins(const Options& options, Report& report) {
  if (options.wasm_twin.empty()) {
    report.Note("the wasm twin is not built: nothing to compare");
    return;
  }
  double log_sum = 0;
  int compared = 0;
  const std::vector<std::string> names =
      options.quick ? std::vector<std::string>{"first-record"} : CaseNames();
  for (const std::string& name : names) {
    const std::optional<double> ratio = CompareTwins(name, options, report);
    if (!ratio) {
      report.Note(name + ": one of the twins failed");
      continue;
    }
    log_sum += std::log(*ratio);
    ++compared;
  }
  if (compared == 0) return;
  report.Add({.what = fmt::format("P3 geometric mean of {}", compared),
              .value = std::exp(log_sum / compared),
              .unit = "of native",
              .goal = options.quick ? AtLeast(0, 0) : AtLeast(0.6, 0.7)});
}

}  // namespace weir::bench
