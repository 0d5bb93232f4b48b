// A producer on the AWS SDK: PutRecords in batches, several calls in flight, failed records again.
//
//   workload -> waiting ==batch or linger==> call --latency/2--> service --latency/2--> answer
//                  ^                                                                     |
//                  '----- due again <-- back-off (doubling, jitter) <-- throttled -------'
//
// PutRecords answers record by record; an application that sends the failed ones again lets newer
// records of the same key overtake them. That is the most common loss of order, and this producer
// has it on purpose, unless it is told to go in order.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/digest.h"
#include "core/base/prng.h"
#include "core/base/time.h"
#include "core/model/ids.h"
#include "core/producer/pending_records.h"
#include "core/producer/producer_counters.h"
#include "core/producer/producer_spec.h"
#include "core/producer/workload.h"
#include "core/stream/sim_context.h"

namespace weir {

class SdkProducer {
 public:
  SdkProducer(ProducerId id, const ProducerSpec& spec, Instant start, Instant stop, uint64_t seed);

  // Schedules the first flush.
  void Start(Instant now, SimContext& sim);
  // Sends what is due and schedules the next flush.
  void OnFlush(Instant now, SimContext& sim);
  // Call `slot` reaches the service.
  void OnPutArrives(Instant now, uint32_t slot, SimContext& sim);
  // Its answer reaches the producer.
  void OnPutReturns(Instant now, uint32_t slot, SimContext& sim);

  // For every record that is created after `now`.
  void SetRate(Instant now, Rate rate, SimContext& sim);
  // For every record that is not prepared yet: at most one batch, one `linger` long, keeps its key.
  void SetKeys(const KeySpec& keys);

  const ProducerSpec& spec() const { return spec_; }
  const Workload& workload() const { return workload_; }
  const ProducerCounters& counters() const { return counters_; }
  int64_t CreatedBy(Instant now) const;  // Records created so far.
  bool done() const { return done_; }

  // What the random stream would give next: differs where one run drew more than another.
  uint64_t LastDraw() const { return Prng(latencies_).Next(); }
  void AddTo(Digest& digest) const;

 private:
  struct Retry {
    Instant due;
    PendingRecords records;
  };
  struct Call {
    bool active = false;
    bool answer_lost = false;
    Duration latency;
    Instant returns_at;      // The answer; without one, when the producer has waited long enough.
    PendingRecords records;  // After the service has answered: those to be sent again.
  };

  void Send(Instant now, uint32_t slot, SimContext& sim);
  void Answer(Instant now, Call& call, const std::vector<ThrottledEntry>& throttled,
              SimContext& sim);
  void PutToDeliveryStream(Instant now, uint32_t slot, SimContext& sim);
  void Settle(Call& call, const std::vector<ThrottledEntry>& throttled);
  void Fill();
  void PlanFlush(Instant now, SimContext& sim);
  void TakeDueRetries(Instant now);
  void ScheduleRetry(Instant now, PendingRecords& failed, SimContext& sim);
  size_t FittingCall(const PendingRecords& from, const PendingRecords& call, Instant until) const;
  void DropFuture(Instant now);
  void NoticeEnd(Instant now, SimContext& sim);
  int FreeSlot() const;
  bool MayCreate() const;
  bool Due(Instant now) const;

  ProducerId id_;
  ProducerSpec spec_;
  Workload workload_;
  Prng latencies_;
  Prng losses_;             // Of answers.
  PendingRecords again_;    // Due again, before anything new.
  PendingRecords waiting_;  // New, by creation; the last ones may lie in the future.
  std::vector<Retry> retries_;
  std::vector<Call> calls_;
  Instant flush_at_ = kNever;
  ProducerCounters counters_;
  bool done_ = false;
};

}  // namespace weir
