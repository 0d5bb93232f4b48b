// Whole simulations by name, the same in both twins: what `simulate` and `twins` run.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/engine/scenario.h"
#include "tests/bench/measure.h"

namespace weir::bench {

struct LoadSpec {
  int64_t shards = 1;
  int64_t records_per_second = 1'000;
  Duration duration = Minutes(30);
  ArrivalSpacing spacing = ArrivalSpacing::kEven;
  int64_t keys = 10'000;
  int64_t consumers = 1;
};

// One producer of 1 000-byte records under uniform keys, and readers that keep up.
std::shared_ptr<const Scenario> LoadScenario(const LoadSpec& spec);

struct CaseResult {
  Sample sample;        // Its checksum is made of the three digests.
  int64_t records = 0;  // Accepted.
  int64_t records_read = 0;
};

// Runs `scenario` from its start to its end, `repeats` times.
CaseResult RunScenario(const std::shared_ptr<const Scenario>& scenario, int64_t repeats);

// "full-shard", "full-shard-poisson", "sixteen-shards", "hot-shard" (throttled most of the time),
// or the name of a bundled scenario. Null when there is none.
std::shared_ptr<const Scenario> FindCase(std::string_view name);
std::vector<std::string> CaseNames();

}  // namespace weir::bench
