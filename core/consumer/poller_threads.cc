// Poller with several threads: a batch is dealt out, and each part is processed in its own time.
#include <algorithm>
#include <vector>

#include "core/base/prng.h"
#include "core/consumer/poller.h"
#include "core/consumer/proving.h"
#include "core/consumer/user_records.h"

namespace weir {

// Calls visit(thread, const ProofRecord&) for the user records of the batch, in their order.
template <typename Visit>
void Poller::ForEachOfThreads(const Lease& lease, const AggregateTable& aggregates,
                              Visit visit) const {
  const uint32_t threads = static_cast<uint32_t>(spec_.threads);
  uint32_t next = 0;
  for (const LogSlice& slice : lease.batch.slices) {
    ForEachUserRecord(slice, lease.shard, aggregates, [&](const ProofRecord& record) {
      if (spec_.order == ThreadOrder::kKey) {
        Prng mix(uint64_t{record.producer.value} << 32 | record.key);
        visit(static_cast<uint32_t>(mix.Below(threads)), record);
      } else {
        visit(next, record);
        next = (next + 1) % threads;
      }
    });
  }
}

Instant Poller::StartThreads(Instant now, uint32_t index, SimContext& sim) {
  Lease& lease = leases_[index];
  std::vector<int64_t> records(static_cast<size_t>(spec_.threads));
  ForEachOfThreads(lease, sim.streams.aggregates(),
                   [&](uint32_t thread, const ProofRecord&) { ++records[thread]; });
  Instant last = now;
  for (uint32_t thread = 0; thread < records.size(); ++thread) {
    Instant done = now;
    if (records_per_second_ > 0) {
      const int64_t rate = records_per_second_;
      done = now + Micros((records[thread] * 1'000'000 + rate - 1) / rate);
    }
    last = std::max(last, done);
    ++lease.threads_at_work;
    sim.scheduler.Schedule(done, EventKind::kConsumerDone, id_.value,
                           thread << kThreadShift | index);
  }
  return last;
}

void Poller::ProvePart(Instant now, const Lease& lease, uint32_t thread, SimContext& sim) {
  const Prover prover{id_, spec_.stream, proof_};
  ForEachOfThreads(lease, sim.streams.aggregates(), [&](uint32_t of, const ProofRecord& record) {
    if (of == thread) ProveRecord(now, prover, record, sim);
  });
}

}  // namespace weir
