// What every kind of producer counts of its records.
#pragma once

#include <cstdint>

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
  Duration acknowledged_after;  // Sum over accepted records, from creation to answer.
};

}  // namespace weir
