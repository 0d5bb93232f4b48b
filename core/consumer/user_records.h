// The user records of what a read returned: aggregated records opened, others as they are.
//
// Every consumer that shows records to an order proof goes through here, so that all of them see
// the same records in the same order.
#pragma once

#include <cstdint>

#include "core/consumer/order_proof.h"
#include "core/model/ids.h"
#include "core/stream/aggregate_table.h"
#include "core/stream/segment.h"
#include "core/stream/shard_log.h"

namespace weir {

// Calls visit(const ProofRecord&) for every user record of `row`, which lies at `number` of
// `shard`.
template <typename Visit>
void ForEachUserRecordOf(const SyntheticRow& row, ShardIndex shard, SequenceNumber number,
                         const AggregateTable& aggregates, Visit&& visit) {
  const ProducerId producer = row.producer();
  if (!aggregates.Aggregates(producer)) {
    visit(ProofRecord{producer, row.key, row.number, shard, number});
    return;
  }
  aggregates.ForEach(producer, row.number, [&](const UserRecord& record) {
    visit(ProofRecord{producer, record.key, record.number, shard, number});
  });
}

// Calls visit(const ProofRecord&) for every user record of `slice`, which lies in `shard`. Records
// that were put by commands have no number to prove anything by: they are passed over.
template <typename Visit>
void ForEachUserRecord(const LogSlice& slice, ShardIndex shard, const AggregateTable& aggregates,
                       Visit visit) {
  if (slice.segment->kind() == SegmentKind::kBytes) return;
  SequenceNumber number{slice.first_ordinal};
  for (const SyntheticRow& row : slice.segment->Synthetic(slice.begin, slice.end)) {
    ForEachUserRecordOf(row, shard, number, aggregates, visit);
    ++number.ordinal;
  }
}

}  // namespace weir
