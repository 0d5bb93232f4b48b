#include "core/firehose/transform_stage.h"

#include <algorithm>
#include <utility>

namespace weir {

TransformStage::TransformStage(DeliveryStreamId id, const TransformSpec& spec,
                               int64_t in_flight_max, Timers timers, uint64_t seed,
                               std::string_view name)
    : id_(id),
      spec_(spec),
      in_flight_max_(in_flight_max),
      timers_(timers),
      draws_(Prng::ForComponent(seed, name)) {}

void TransformStage::Schedule(Instant at, uint32_t timer, uint32_t slot, SimContext& sim) const {
  sim.scheduler.Schedule(at, EventKind::kFirehose, id_.value, timer << timers_.shift | slot);
}

void TransformStage::Add(Instant now, uint32_t at, const FirehoseRecord& record,
                         Instant inside_since, SimContext& sim) {
  if (at >= lanes_.size()) lanes_.resize(size_t{at} + 1);
  Lane& lane = lanes_[at];
  const bool first = lane.buffer.empty();
  lane.buffer.Add(now, spec_.hints, record, inside_since);
  if (lane.buffer.full()) {
    Flush(now, at, FlushCause::kSize, sim);
  } else if (first) {
    lane.flush_at = lane.buffer.due_at();
    Schedule(lane.flush_at, timers_.flush, at, sim);
  }
}

void TransformStage::OnFlushDue(Instant now, uint32_t lane, SimContext& sim) {
  if (lane >= lanes_.size() || lanes_[lane].flush_at != now || lanes_[lane].buffer.empty()) return;
  Flush(now, lane, lanes_[lane].buffer.CauseOfInterval(), sim);
}

void TransformStage::Flush(Instant now, uint32_t at, FlushCause cause, SimContext& sim) {
  Lane& lane = lanes_[at];
  lane.flush_at = kNever;
  lane.queue.push_back(lane.buffer.Flush(cause));
  Begin(now, at, sim);
}

// Begins what may begin.
void TransformStage::Begin(Instant now, uint32_t at, SimContext& sim) {
  Lane& lane = lanes_[at];
  while (!lane.queue.empty() && lane.in_flight < in_flight_max_) {
    uint32_t slot = 0;
    while (slot < invocations_.size() && invocations_[slot].used) ++slot;
    if (slot == invocations_.size()) invocations_.emplace_back();
    Invocation& invocation = invocations_[slot];
    invocation.used = true;
    invocation.lane = at;
    invocation.batch = std::move(lane.queue.front());
    lane.queue.pop_front();
    ++lane.in_flight;
    counters_.in_flight_max = std::max(counters_.in_flight_max, lane.in_flight);
    Invoke(now, slot, sim);
  }
}

void TransformStage::Invoke(Instant now, uint32_t slot, SimContext& sim) {
  Invocation& invocation = invocations_[slot];
  invocation.running = true;
  ++invocation.attempts;
  ++counters_.invocations;
  Duration takes = Micros(draws_.Between(spec_.duration_min.micros, spec_.duration_max.micros));
  invocation.throws = spec_.errors > 0 && draws_.Between(1, 1'000) <= spec_.errors;
  if (takes > spec_.timeout) {
    takes = spec_.timeout;
    invocation.throws = true;
  }
  invocation.next_at = now + takes;
  Schedule(invocation.next_at, timers_.invocation, slot, sim);
}

std::optional<TransformResult> TransformStage::OnInvocation(Instant now, uint32_t slot,
                                                            SimContext& sim) {
  if (slot >= invocations_.size() || !invocations_[slot].used) return {};
  Invocation& invocation = invocations_[slot];
  if (invocation.next_at != now) return {};
  if (!invocation.running) {
    Invoke(now, slot, sim);
    return {};
  }
  invocation.running = false;
  if (!invocation.throws) return Conclude(now, slot, true, sim);
  ++counters_.failed;
  sim.trace.Emit({now, TraceKind::kTransformFailed, id_.value, invocation.lane,
                  invocation.batch.size(), invocation.attempts});
  if (invocation.attempts > spec_.retries) return Conclude(now, slot, false, sim);
  invocation.next_at = now + kTransformRetryWait;
  Schedule(invocation.next_at, timers_.invocation, slot, sim);
  return {};
}

TransformOutcome TransformStage::Draw() {
  if (spec_.dropped == 0 && spec_.failed == 0) return TransformOutcome::kOk;
  const int64_t draw = draws_.Between(1, 1'000);
  if (draw <= spec_.dropped) return TransformOutcome::kDropped;
  return draw <= spec_.dropped + spec_.failed ? TransformOutcome::kProcessingFailed
                                              : TransformOutcome::kOk;
}

TransformResult TransformStage::Conclude(Instant now, uint32_t slot, bool ok, SimContext& sim) {
  Invocation& invocation = invocations_[slot];
  TransformResult result;
  result.lane = invocation.lane;
  result.attempts = invocation.attempts;
  result.threw = !ok;
  result.batch = std::move(invocation.batch);
  invocation = {};
  int64_t kept = 0;
  for (size_t i = 0; i < result.batch.records.size(); ++i) {
    const TransformOutcome outcome = ok ? Draw() : TransformOutcome::kProcessingFailed;
    result.outcomes.push_back(outcome);
    if (outcome != TransformOutcome::kOk) continue;
    ++kept;
    if (spec_.size_percent == 100) continue;
    FirehoseRecord& record = result.batch.records.Mutable(i);
    record.bytes = static_cast<uint32_t>(int64_t{record.bytes} * spec_.size_percent / 100);
  }
  sim.trace.Emit(
      {now, TraceKind::kTransformed, id_.value, result.lane, kept, result.batch.size() - kept});
  --lanes_[result.lane].in_flight;
  Begin(now, result.lane, sim);
  return result;
}

int64_t TransformStage::Discard() {
  const int64_t records = WaitingRecords();
  lanes_.clear();
  invocations_.clear();
  return records;
}

template <typename Visit>
void TransformStage::ForEachBatch(Visit visit) const {
  for (const Lane& lane : lanes_) {
    if (!lane.buffer.empty()) visit(lane.buffer.batch());
    for (const DeliveryBatch& batch : lane.queue) visit(batch);
  }
  for (const Invocation& invocation : invocations_) {
    if (invocation.used) visit(invocation.batch);
  }
}

Instant TransformStage::OldestInside() const {
  Instant oldest = kNever;
  ForEachBatch([&](const DeliveryBatch& batch) { oldest = std::min(oldest, batch.inside_since); });
  return oldest;
}

int64_t TransformStage::WaitingRecords() const {
  int64_t records = 0;
  ForEachBatch([&](const DeliveryBatch& batch) { records += batch.size(); });
  return records;
}

int64_t TransformStage::WaitingBytes() const {
  int64_t bytes = 0;
  ForEachBatch([&](const DeliveryBatch& batch) { bytes += batch.bytes; });
  return bytes;
}

void TransformStage::AddTo(Digest& digest) const {
  draws_.AddTo(digest);
  ForEachBatch([&](const DeliveryBatch& batch) { batch.AddTo(digest); });
  for (const Lane& lane : lanes_) {
    digest.Add(lane.flush_at.micros);
    digest.Add(lane.in_flight);
  }
  for (const Invocation& invocation : invocations_) {
    digest.Add(invocation.next_at.micros);
    digest.Add(invocation.attempts * 4 + static_cast<int64_t>(invocation.throws) * 2 +
               static_cast<int64_t>(invocation.running));
  }
  digest.Add(counters_.invocations);
  digest.Add(counters_.failed);
}

}  // namespace weir
