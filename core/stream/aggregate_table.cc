#include "core/stream/aggregate_table.h"

namespace weir {

void AggregateTable::MarkAggregating(ProducerId producer) {
  if (producer.index() >= producers_.size()) producers_.resize(producer.index() + 1);
  producers_[producer.index()].aggregating = true;
}

uint32_t AggregateTable::Add(ProducerId producer, std::span<const UserRecord> records) {
  WEIR_CHECK(Aggregates(producer));
  PerProducer& of = producers_[producer.index()];
  for (const UserRecord& record : records) {
    of.records.PushBack(record);
    of.added.Add(static_cast<uint64_t>(record.key) << 32 | record.number);
    of.added.Add(static_cast<uint64_t>(record.hash_place) << 32 | record.bytes);
  }
  of.ends.PushBack(of.records.size());
  return static_cast<uint32_t>(of.ends.size() - 1);
}

uint32_t AggregateTable::size(ProducerId producer) const {
  if (!Aggregates(producer)) return 0;
  return static_cast<uint32_t>(producers_[producer.index()].ends.size());
}

uint32_t AggregateTable::UserRecordsOf(ProducerId producer, uint32_t aggregate) const {
  const PerProducer& of = producers_[producer.index()];
  const uint64_t begin = aggregate == 0 ? 0 : of.ends[aggregate - 1];
  return static_cast<uint32_t>(of.ends[aggregate] - begin);
}

void AggregateTable::AddTo(Digest& digest) const {
  for (const PerProducer& of : producers_) digest.Add(of.added.value());
}

}  // namespace weir
