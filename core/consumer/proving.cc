#include "core/consumer/proving.h"

#include "core/consumer/user_records.h"

namespace weir {
namespace {

// Once a run: the shard is searched for the record that overtook.
void LocateWitness(const Prover& prover, SimContext& sim) {
  const OrderViolation& first = *prover.proof.first();
  const ShardLog& log = sim.streams.stream(prover.stream).shard(first.overtaken_in).log();
  for (uint64_t ordinal = log.end(); ordinal-- > log.trim_horizon();) {
    bool found = false;
    ForEachUserRecord(log.SliceAt(ordinal), first.overtaken_in, sim.streams.aggregates(),
                      [&](const ProofRecord& record) {
                        found |= record.producer == first.late.producer &&
                                 record.number == first.overtaken_by;
                      });
    if (!found) continue;
    prover.proof.LocateFirst(SequenceNumber{ordinal});
    return;
  }
}

// `facts` are looked up once for many records.
void Prove(Instant now, const Prover& prover, const OrderFacts& facts, const ProofRecord& record,
           SimContext& sim) {
  if (prover.proof.Observe(now, record, facts) != OrderVerdict::kViolation) return;
  if (prover.proof.violations() != 1) return;
  LocateWitness(prover, sim);
  sim.trace.Emit({now, TraceKind::kOrderViolated, prover.consumer.value, record.shard.value,
                  static_cast<int64_t>(record.key), static_cast<int64_t>(record.number)});
}

OrderFacts FactsFor(const Prover& prover, const SimContext& sim) {
  return {sim.streams.stream(prover.stream), sim.streams.resends()};
}

}  // namespace

void ProveSlice(Instant now, const Prover& prover, ShardIndex shard, const LogSlice& slice,
                SimContext& sim) {
  const OrderFacts facts = FactsFor(prover, sim);
  ForEachUserRecord(slice, shard, sim.streams.aggregates(),
                    [&](const ProofRecord& record) { Prove(now, prover, facts, record, sim); });
}

void ProveRecord(Instant now, const Prover& prover, const ProofRecord& record, SimContext& sim) {
  Prove(now, prover, FactsFor(prover, sim), record, sim);
}

void ProveOnceMore(const Prover& prover, ShardIndex shard, const LogSlice& slice, OrderCause why,
                   SimContext& sim) {
  int64_t records = 0;
  ForEachUserRecord(slice, shard, sim.streams.aggregates(), [&](const ProofRecord&) { ++records; });
  if (records > 0) prover.proof.OnceMore(why, records);
}

}  // namespace weir
