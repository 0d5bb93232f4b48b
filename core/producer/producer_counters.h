// What every kind of producer counts of its records.
#pragma once

#include <cstdint>

#include "core/base/digest.h"
#include "core/base/time.h"

namespace weir {

struct ProducerCounters {
  int64_t accepted = 0;
  int64_t throttled = 0;
  int64_t retried = 0;
  int64_t given_up = 0;
  int64_t refused = 0;
  int64_t calls = 0;
  int64_t unanswered = 0;  // Accepted by the service, but the answer was lost: they are sent again.
  // Of a producer that aggregates, whose records above are user records.
  int64_t stream_records = 0;   // Accepted by the service.
  int64_t aggregates = 0;       // Those of them that hold more than one user record.
  int64_t misrouted = 0;        // Those that lie in a shard which is not that of all they hold.
  Duration acknowledged_after;  // Sum over accepted records, from creation to answer.
};

inline void AddCountersTo(const ProducerCounters& counters, Digest& digest) {
  for (const int64_t count :
       {counters.accepted, counters.throttled, counters.retried, counters.given_up,
        counters.refused, counters.calls, counters.acknowledged_after.micros}) {
    digest.Add(count);
  }
}

}  // namespace weir
