// P12: how the cost of a record grows with shards, keys, consumers and days. Not more than twice.
#include <algorithm>
#include <string>
#include <vector>

#include "tests/bench/benches.h"
#include "tests/bench/cases.h"

namespace weir::bench {
namespace {

struct Step {
  std::string name;
  LoadSpec spec;
};

// About `records` records of each, whatever the rate.
LoadSpec Sized(LoadSpec spec, int64_t records) {
  spec.duration = Seconds(std::max<int64_t>(records / spec.records_per_second, 2));
  return spec;
}

void Grow(const std::vector<Step>& steps, const Options& options, Report& report) {
  std::vector<Side> sides;
  std::vector<double> records(steps.size());
  for (size_t i = 0; i < steps.size(); ++i) {
    const std::shared_ptr<const Scenario> scenario = LoadScenario(steps[i].spec);
    sides.push_back({"P12 " + steps[i].name, [scenario, &records, i] {
                       const CaseResult result = RunScenario(scenario, 1);
                       records[i] = static_cast<double>(result.records + result.records_read);
                       return result.sample;
                     }});
  }
  const std::vector<Outcome> outcomes =
      Compete(sides, std::min(options.rounds, 3), Agreement::kBetweenRounds);
  for (size_t i = 0; i < outcomes.size(); ++i) {
    const double least = outcomes[0].median.cpu_s / records[0];
    Row& row = report.AddCost(outcomes[i], records[i], "put or read");
    if (i == 0) continue;
    row.ratio = outcomes[i].median.cpu_s / records[i] / least;
    row.against = "x the first";
    row.goal = AtMost(2, 2);
    row.goal_is_for_ratio = true;
  }
}

}  // namespace

void BenchScale(const Options& options, Report& report) {
  const int64_t records = options.quick ? 2'000 : 2'000'000;
  std::vector<Step> shards;
  for (const int64_t count : {1, 10, 100, 1'000}) {
    if (options.quick && count > 10) break;
    shards.push_back(
        {std::to_string(count) + " shards, 900 records/s each",
         Sized({.shards = count, .records_per_second = 900 * count, .keys = 100'000}, records)});
  }
  Grow(shards, options, report);
  std::vector<Step> keys;
  for (const int64_t count : {10, 1'000, 100'000, 10'000'000}) {
    if (options.quick && count > 1'000) break;
    keys.push_back({std::to_string(count) + " keys",
                    Sized({.shards = 16, .records_per_second = 3'000, .keys = count},
                          count > 1'000'000 ? records * 10 : records)});
  }
  Grow(keys, options, report);
  std::vector<Step> consumers;
  for (const int64_t count : {1, 5, 20}) {
    consumers.push_back({std::to_string(count) + " consumers",
                         Sized({.records_per_second = 90, .consumers = count}, records / 10)});
  }
  Grow(consumers, options, report);
  Grow({{"1 day of 100 records/s",
         {.records_per_second = 100, .duration = Hours(options.quick ? 1 : 24)}},
        {"30 days of it",
         {.records_per_second = 100, .duration = Hours(options.quick ? 2 : 24 * 30)}}},
       {.rounds = 1, .quick = options.quick, .self = "", .wasm_twin = ""}, report);
  report.Note("Costs are of a record put or read. Starting up (hashing the keys) counts.");
}

}  // namespace weir::bench
