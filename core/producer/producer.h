// A producer of any kind. The engine drives them all alike; what an event's `detail` means is the
// producer's own.
#pragma once

#include <cstdint>
#include <variant>

#include "core/base/digest.h"
#include "core/base/time.h"
#include "core/model/ids.h"
#include "core/producer/agent_producer.h"
#include "core/producer/kpl_producer.h"
#include "core/producer/producer_counters.h"
#include "core/producer/producer_spec.h"
#include "core/producer/sdk_producer.h"
#include "core/producer/workload.h"
#include "core/stream/sim_context.h"

namespace weir {

class Producer {
 public:
  // Records are created in [start, stop).
  Producer(ProducerId id, const ProducerSpec& spec, Instant start, Instant stop, uint64_t seed);

  // Schedules what comes first.
  void Start(Instant now, SimContext& sim);
  // Sends what is due and schedules the next flush.
  void OnFlush(Instant now, SimContext& sim);
  // A call reaches the service.
  void OnPutArrives(Instant now, uint32_t detail, SimContext& sim);
  // Its answer reaches the producer.
  void OnPutReturns(Instant now, uint32_t detail, SimContext& sim);

  // For every record that is created after `now`.
  void SetRate(Instant now, Rate rate, SimContext& sim);
  // For every record that is not prepared yet.
  void SetKeys(const KeySpec& keys);

  const ProducerSpec& spec() const;
  const Workload& workload() const;
  const ProducerCounters& counters() const;
  int64_t CreatedBy(Instant now) const;  // Records created so far.
  bool done() const;

  // What the random stream would give next: differs where one run drew more than another.
  uint64_t LastDraw() const;
  void AddTo(Digest& digest) const;

 private:
  std::variant<SdkProducer, KplProducer, AgentProducer> producer_;
};

}  // namespace weir
