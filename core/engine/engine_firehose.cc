// Engine: its delivery streams.
#include "core/engine/engine.h"
#include "core/engine/engine_records.h"
#include "core/firehose/delivery_stream.h"

namespace weir {

void Engine::StartFirehose() {
  const EngineRecords records(producers_);
  SimContext sim = Context();
  for (const DeliveryStreamSpec& spec : scenario_->delivery_streams) {
    firehose_.Add(scenario_->start, spec, scenario_->seed, {sim, records});
  }
}

void Engine::RunFirehose(const Event& event) {
  const EngineRecords records(producers_);
  SimContext sim = Context();
  firehose_.OnTimer(now_, {event.subject}, event.detail, {sim, records});
}

void Engine::FollowPut(const ProducerSpec& spec) {
  if (!spec.delivery_stream) {
    PlanRetention(spec.stream);
    WakeReaders(spec.stream);
    return;
  }
  const EngineRecords records(producers_);
  SimContext sim = Context();
  firehose_.OnPut(now_, *spec.delivery_stream, {sim, records});
}

std::vector<Bill> Engine::DeliveryBills(const PriceTable& prices) const {
  std::vector<Bill> bills;
  for (const DeliveryStream& each : firehose_.delivery_streams()) {
    const DeliveryStreamView view = each.View(now_, streams_);
    FirehoseUsage usage{view.kib_billed, 0, 0};
    if (each.spec().partitions()) {
      usage.partitioned_bytes = view.delivered_bytes;
      usage.partitioned_objects = view.objects;
    }
    bills.push_back(FirehoseBillOf(prices, usage));
  }
  return bills;
}

std::string Engine::DeliveredBytesOf(DeliveryStreamId id, const FirehoseRecord& record) const {
  return firehose_.delivery_streams()[id.index()].BytesOf(record, EngineRecords(producers_));
}

}  // namespace weir
