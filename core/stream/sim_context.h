// What a simulated client may touch while it handles an event: the service, the queue, the trace,
// and the metrics, of which core/metrics/metrics.h says who records what.
#pragma once

#include "core/metrics/metrics.h"
#include "core/sim/scheduler.h"
#include "core/sim/trace.h"
#include "core/stream/stream_service.h"

namespace weir {

struct SimContext {
  StreamService& streams;
  Scheduler& scheduler;
  Trace& trace;
  Metrics& metrics;
};

}  // namespace weir
