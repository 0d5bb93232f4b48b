#include "core/engine/explain.h"

#include "core/engine/explain_delivery.h"
#include "core/engine/explain_order.h"
#include "core/engine/explain_readers.h"
#include "core/engine/explain_writes.h"

namespace weir {

Explanation Explain(const ExplainWatch& watch, const Engine& engine) {
  Explanation explanation;
  const EngineView view = engine.View();
  for (const StreamView& stream : view.streams) {
    if (stream.id.index() >= engine.scenario().streams.size()) continue;  // Nobody's producer.
    ExplainWrites(watch, engine, view, stream, explanation);
    ExplainSharedReads(watch, engine, view, stream, explanation);
  }
  for (const ConsumerView& consumer : view.consumers) {
    ExplainReader(watch, engine, view, consumer, explanation);
  }
  for (const DeliveryStreamView& stream : view.delivery_streams) {
    ExplainDelivery(stream, explanation);
  }
  ExplainOrder(engine, view, explanation);
  return explanation;
}

}  // namespace weir
