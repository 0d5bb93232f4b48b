// The floor under `bench simulate`: a day of one full shard, written by hand for exactly this load.
//
// Batched as the engine does it (an event a call, not a record), keys hashed beforehand, 16 bytes a
// record, both write limits, one reader that checks the order of every key. No copies, no digests,
// no retries, no series, no other shape of load.
#pragma once

#include <cstdint>

#include "tests/bench/cases.h"
#include "tests/bench/measure.h"

namespace weir::bench {

// `spec` has one shard, one consumer and even spacing.
CaseResult RunByHand(const LoadSpec& spec);

// Of the keys and numbers in the log, as RunByHand sums them up: all but the last tenth, which the
// engine still has under way when it ends.
struct LogSum {
  explicit LogSum(const LoadSpec& spec)
      : end(static_cast<uint32_t>(spec.records_per_second * (spec.duration.micros / 1'000'000) /
                                  10 * 9)) {}
  void Add(uint32_t key, uint32_t number) {
    if (number < end) sum += (uint64_t{key} + 1) * (uint64_t{number} + 1);
  }
  uint32_t end;
  uint64_t sum = 0;
};

}  // namespace weir::bench
