// Which leases a worker takes: the library's own rules, as a function of what the worker has seen.
//
//   1. Leases that nobody owns, or that nobody has renewed for three failover times: all of them.
//   2. None of those, and fewer than its share: expired ones, up to the share.
//   3. None of those either: steals from the worker that has most, one at a time.
//
// The share is leases / workers, rounded up; workers are those that hold a lease that is alive, and
// the one that asks. Nobody compares clocks: a lease is expired when its counter did not move for
// the failover time between two looks of the very worker that judges it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/prng.h"
#include "core/base/time.h"
#include "core/consumer/lease_table.h"
#include "core/model/limits.h"

namespace weir {

struct LeaseToTake {
  ShardIndex shard;
  uint64_t counter = 0;      // As it was when the table was looked at.
  uint32_t from = kNoOwner;  // Whose it is.
  bool stolen = false;       // From a worker that renews it.
};

// When a worker looked at the lease table.
class LeaseLooks {
 public:
  void Add(Instant now, Duration failover_time);
  // Whether the counter of `row` has not moved for longer than `age` between two looks, the last
  // one at `now`.
  bool UnmovedFor(Duration age, const LeaseRow& row, Instant now) const;
  void Clear() { looks_.clear(); }
  void AddTo(Digest& digest) const;

 private:
  // The times that still matter, oldest first: one look per failover time would do, but the
  // interval between two may be shorter than that.
  std::vector<Instant> looks_;
};

struct TakingRules {
  Duration failover_time;
  int64_t steal_max = 1;
  int64_t leases_max = kLeasesAnyNumber;
};

// What the worker with identity `worker` takes after a look at `now`, in the order in which it
// tries. `shuffle` is the worker's own: others shall not want the same leases first.
std::vector<LeaseToTake> LeasesToTake(const LeaseTable& table, uint32_t worker,
                                      const LeaseLooks& looks, Instant now,
                                      const TakingRules& rules, Prng& shuffle);

}  // namespace weir
