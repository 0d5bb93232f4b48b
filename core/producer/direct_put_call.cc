#include "core/producer/direct_put_call.h"

#include <array>

namespace weir {

Result<void> PutDirect(Instant now, ProducerId producer, DeliveryStreamId to,
                       const Workload& workload, std::span<const SyntheticRecord> records,
                       std::vector<ThrottledEntry>& throttled, SimContext& sim) {
  std::vector<DirectRecord> batch;
  batch.reserve(records.size());
  for (const SyntheticRecord& record : records) {
    const uint32_t data =
        record.billed_bytes - workload.PartitionKeyBytes(record.key, record.number);
    batch.push_back({producer, record.key, record.number, record.billed_bytes, data});
  }
  DirectPut& target = sim.streams.direct_puts()[to.index()];
  const auto count = static_cast<int64_t>(records.size());
  if (Result<void> put = target.PutRecordBatch(now, batch, throttled); !put.ok()) {
    sim.trace.Emit({now, TraceKind::kDirectPutRefused, producer.value, to.value, count,
                    static_cast<int64_t>(put.error().code)});
    return put;
  }
  const auto failed = static_cast<int64_t>(throttled.size());
  sim.trace.Emit({now, TraceKind::kDirectPut, producer.value, to.value, count - failed, failed});
  std::array<int64_t, 4> by{};
  for (const ThrottledEntry& entry : throttled) ++by[static_cast<size_t>(entry.outcome)];
  for (size_t i = 0; i < by.size(); ++i) {
    if (by[i] == 0) continue;
    sim.trace.Emit(
        {now, TraceKind::kSlowDown, to.value, producer.value, by[i], static_cast<int64_t>(i)});
  }
  return {};
}

}  // namespace weir
