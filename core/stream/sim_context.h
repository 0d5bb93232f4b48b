// What a simulated client may touch while it handles an event: the service, the queue, the trace.
#pragma once

#include "core/sim/scheduler.h"
#include "core/sim/trace.h"
#include "core/stream/stream_service.h"

namespace weir {

struct SimContext {
  StreamService& streams;
  Scheduler& scheduler;
  Trace& trace;
};

}  // namespace weir
