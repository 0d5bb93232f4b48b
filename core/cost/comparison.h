// The same traffic under every plan, and at which rates they would cost the same.
//
// A run is short and a bill is of a month, so a run is taken as a sample: what was used in its
// seconds is multiplied to the period asked for. Only storage is not: a run seldom lasts as long
// as a retention, so it is what the stream holds, at the average rate, once that has filled.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/time.h"
#include "core/cost/bill.h"
#include "core/cost/meter.h"
#include "core/cost/price_table.h"
#include "core/cost/usage.h"

namespace weir {

// One stream of the run.
struct StreamTraffic {
  std::string name;
  StreamUsage usage;
  PeakSecond peak;
  Duration retention = {};
  int64_t fan_out_consumers = 0;
  // Provisioned throughout: what it had. Otherwise shards that carry its peak, see ShardsFor.
  bool provisioned = true;
  int64_t shards = 0;  // On average, rounded up.
};

// The fewest shards whose limits a peak stays within, if keys are spread evenly.
int64_t ShardsFor(const PeakSecond& peak);

// From the meter of a stream, which has metered a second at least.
StreamTraffic TrafficOf(const std::string& name, const Meter& meter);

// Where one plan stops being cheaper than another.
struct Crossing {
  Plan below = Plan::kProvisioned;  // Cheaper at lower rates; where they never cross, at all.
  Plan above = Plan::kProvisioned;
  std::optional<int64_t> milli_records_per_second;  // None: they never cross.
  bool within_capacity = true;  // False: the run's shards could not carry that rate.
};

struct Comparison {
  int64_t period_seconds = 0;
  StreamUsage usage;  // Of all streams, in the run.
  int64_t run_seconds = 0;
  int64_t shards = 0;                    // Of the provisioned plan.
  int64_t milli_records_per_second = 0;  // On average.
  int64_t record_bytes = 0;              // On average, rounded.
  std::vector<Bill> bills;               // By Plan.
  Plan cheapest = Plan::kProvisioned;
  std::vector<Crossing> crossings;  // Of every pair of plans; none without traffic.
};

Comparison Compare(const PriceTable& prices, const std::vector<StreamTraffic>& streams,
                   int64_t run_seconds, int64_t period_seconds);

}  // namespace weir
