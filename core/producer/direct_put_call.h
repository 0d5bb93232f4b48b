// A producer's PutRecordBatch to a delivery stream.
#pragma once

#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/model/ids.h"
#include "core/model/record.h"
#include "core/producer/workload.h"
#include "core/stream/sim_context.h"

namespace weir {

// As Stream::PutSynthetic, with the errors of DirectPut::PutRecordBatch. Leaves its lines in the
// trace, also where it is refused.
Result<void> PutDirect(Instant now, ProducerId producer, DeliveryStreamId to,
                       const Workload& workload, std::span<const SyntheticRecord> records,
                       std::vector<ThrottledEntry>& throttled, SimContext& sim);

}  // namespace weir
