#include "core/consumer/proving.h"

#include <optional>

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

// Neighbours are mostly of one producer, and in order: those cost a comparison and no call.
void ProveSlice(Instant now, const Prover& prover, ShardIndex shard, const LogSlice& slice,
                SimContext& sim) {
  if (slice.segment->kind() == SegmentKind::kBytes) return;
  const AggregateTable& aggregates = sim.streams.aggregates();
  const OrderFacts facts = FactsFor(prover, sim);
  OrderProof::PerProducer* of = nullptr;  // Nothing of a producer whose records are opened.
  std::optional<ProducerId> last;
  uint64_t ordinal = slice.first_ordinal;
  for (const SyntheticRow& row : slice.segment->Synthetic(slice.begin, slice.end)) {
    const ProducerId producer = row.producer();
    if (producer != last) {
      last = producer;
      of = aggregates.Aggregates(producer) ? nullptr : &prover.proof.Of(producer, facts);
    }
    if (of == nullptr || !of->TakeInOrder(row.key, row.number, shard)) {
      ForEachUserRecordOf(row, shard, {ordinal}, aggregates, [&](const ProofRecord& record) {
        Prove(now, prover, facts, record, sim);
      });
    }
    ++ordinal;
  }
}

void ProveRecord(Instant now, const Prover& prover, const ProofRecord& record, SimContext& sim) {
  Prove(now, prover, FactsFor(prover, sim), record, sim);
}

void ProveOnceMore(const Prover& prover, ShardIndex shard, const LogSlice& slice, OrderCause why,
                   SimContext& sim) {
  int64_t records = 0;
  if (slice.segment->kind() == SegmentKind::kBytes) {  // Without a number, and yet twice.
    records = slice.end - slice.begin;
  }
  ForEachUserRecord(slice, shard, sim.streams.aggregates(), [&](const ProofRecord&) { ++records; });
  if (records > 0) prover.proof.OnceMore(why, records);
}

}  // namespace weir
