// Engine: its delivery streams.
#include "core/engine/engine.h"
#include "core/engine/engine_records.h"

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

std::string Engine::DeliveredBytesOf(DeliveryStreamId id, const FirehoseRecord& record) const {
  return firehose_.delivery_streams()[id.index()].BytesOf(record, EngineRecords(producers_));
}

}  // namespace weir
