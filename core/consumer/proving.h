// How what a consumer has processed comes before its order proof: the same way for every kind.
#pragma once

#include <cstdint>

#include "core/base/time.h"
#include "core/consumer/order_proof.h"
#include "core/model/ids.h"
#include "core/model/order_cause.h"
#include "core/stream/shard_log.h"
#include "core/stream/sim_context.h"

namespace weir {

// Whose proof it is.
struct Prover {
  ConsumerId consumer;
  StreamId stream;
  OrderProof& proof;
};

// One user record was processed for the first time.
void ProveRecord(Instant now, const Prover& prover, const ProofRecord& record, SimContext& sim);

// The records of `slice`, which lies in `shard`, were processed in their order, for the first time.
void ProveSlice(Instant now, const Prover& prover, ShardIndex shard, const LogSlice& slice,
                SimContext& sim);

// They were processed once more: `why` IsDuplicate.
void ProveOnceMore(const Prover& prover, ShardIndex shard, const LogSlice& slice, OrderCause why,
                   SimContext& sim);

}  // namespace weir
