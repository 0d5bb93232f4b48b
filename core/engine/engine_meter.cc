// Engine: what is read off its streams once a second, for metrics and for the bill.
#include <utility>

#include "core/engine/engine.h"

namespace weir {

// A second in which nothing was put into a shard is no sample of it.
void Engine::SampleShards(StreamId id) {
  const std::vector<Shard>& shards = streams_.stream(id).shards();
  CowArray<ShardCounters, 64>& counted = stream_states_[id.index()].counted;
  counted.Grow(shards.size());
  for (uint32_t i = 0; i < shards.size(); ++i) {
    const ShardCounters& now = shards[i].counters();
    const ShardCounters& before = counted[i];
    const int64_t throttled = now.throttled_records + now.throttled_bytes -
                              before.throttled_records - before.throttled_bytes;
    if (now.records_in == before.records_in && throttled == 0) continue;
    metrics_.ShardSecond(id, {i},
                         {.records_in = now.records_in - before.records_in,
                          .bytes_in = now.bytes_in - before.bytes_in,
                          .throttled = throttled});
    counted.Mutable(i) = now;
  }
}

void Engine::ReadMeter(StreamId id) {
  const Stream& stream = streams_.stream(id);
  if (stream.status() == StreamStatus::kDeleted) return;
  const Charges& charges = stream.charges();
  MeterReading reading;
  reading.mode = stream.settings().mode;
  reading.retention = stream.retention();
  reading.open_shards = static_cast<int64_t>(stream.router().open().size());
  reading.fan_out_consumers = stream.fan_out().Registered();
  reading.records = charges.records;
  reading.bytes = charges.bytes;
  reading.kib_in = charges.kib;
  reading.payload_units = charges.payload_units;
  reading.read_bytes = charges.read_bytes;
  reading.late_read_bytes = charges.read_late_bytes;
  reading.pushed_bytes = charges.pushed_bytes;
  Meter& meter = stream_states_[id.index()].meter;
  meter.Second(reading);
  if (!meter.hour_is_over()) return;
  int64_t retained = 0;
  for (const Shard& shard : stream.shards()) retained += shard.log().retained_bytes();
  meter.Hour(retained);
}

std::vector<Bill> Engine::Bills(const PriceTable& prices) const {
  std::vector<Bill> bills;
  for (const StreamState& state : stream_states_) {
    Bill bill = BillOf(prices, Plan::kProvisioned, state.meter.usage(StreamMode::kProvisioned));
    AddTo(bill, BillOf(prices, Plan::kOnDemand, state.meter.usage(StreamMode::kOnDemand)));
    bills.push_back(std::move(bill));
  }
  return bills;
}

}  // namespace weir
