#include "core/stream/aggregate_table.h"

namespace weir {

void AggregateTable::MarkAggregating(ProducerId producer) {
  if (producer.index() >= producers_.size()) producers_.resize(producer.index() + 1);
  producers_[producer.index()].aggregating = true;
}

uint32_t AggregateTable::Add(Instant now, ProducerId producer,
                             std::span<const UserRecord> records) {
  WEIR_CHECK(Aggregates(producer));
  PerProducer& of = producers_[producer.index()];
  for (const UserRecord& record : records) {
    of.records.PushBack(record);
    of.added.Add(static_cast<uint64_t>(record.key) << 32 | record.number);
    of.added.Add(static_cast<uint64_t>(record.hash_place) << 32 | record.bytes);
  }
  of.added.Add(static_cast<uint64_t>(records.size()));
  of.aggregates.PushBack({of.records.size(), now.micros});
  return static_cast<uint32_t>(of.aggregates.size() - 1);
}

// Arrivals of one producer never go back, so what is to be released lies at the front. One more
// than is gone stays, for it says where the next one begins.
void AggregateTable::Release(ProducerId producer, Instant horizon) {
  if (!Aggregates(producer)) return;
  PerProducer& of = producers_[producer.index()];
  uint32_t low = of.released;
  uint32_t high = static_cast<uint32_t>(of.aggregates.size());
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    if (of.aggregates[middle].arrived_at_micros < horizon.micros) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == of.released) return;
  of.released = low;
  of.records.ReleaseBefore(static_cast<size_t>(of.aggregates[low - 1].end));
  of.aggregates.ReleaseBefore(low - 1);
}

uint32_t AggregateTable::size(ProducerId producer) const {
  if (!Aggregates(producer)) return 0;
  return static_cast<uint32_t>(producers_[producer.index()].aggregates.size());
}

uint32_t AggregateTable::UserRecordsOf(ProducerId producer, uint32_t aggregate) const {
  const PerProducer& of = producers_[producer.index()];
  return static_cast<uint32_t>(of.End(aggregate) - of.Begin(aggregate));
}

void AggregateTable::AddTo(Digest& digest) const {
  for (const PerProducer& of : producers_) digest.Add(of.added.value());
}

}  // namespace weir
