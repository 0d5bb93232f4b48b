// A producer on the AWS SDK, as a scenario describes it.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/time.h"
#include "core/model/ids.h"
#include "core/model/limits.h"
#include "core/producer/workload_spec.h"

namespace weir {

// Failed records of a PutRecords answer are sent again by the application, after a wait that
// doubles with every attempt and is drawn from its upper half ("equal jitter").
struct RetrySpec {
  int64_t attempts = 3;  // Further tries after the first; 0 gives a throttled record up at once.
  Duration base = Millis(100);
  Duration max = Seconds(5);
};

struct ProducerSpec {
  std::string name;
  StreamId stream;
  WorkloadSpec workload;
  Duration start = Seconds(0);  // From the start of the scenario.
  Duration stop = kDurationMax;
  int64_t batch = 500;               // Records in one PutRecords call, 1 to 500.
  Duration linger = Millis(100);     // How long the first record of a batch waits for more.
  int64_t in_flight = 4;             // Calls under way at once, 1 to 64.
  Duration latency_min = Millis(5);  // Of one call, there and back.
  Duration latency_max = Millis(15);
  RetrySpec retry;
  // Of a thousand calls, how many the service carries out and never answers. The producer waits for
  // `request_timeout` and sends all records of the call again: what had been accepted is then twice
  // in the stream.
  int64_t lost_answers = 0;
  Duration request_timeout = kRequestTimeoutDefault;
  // One call at a time, and nothing new while records of the last one are still to be sent again:
  // slower, and the nearest PutRecords comes to keeping the order of a key. Within one call a small
  // record may still be accepted after a larger one was refused.
  bool in_order = false;
};

}  // namespace weir
