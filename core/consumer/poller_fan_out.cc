// Poller with enhanced fan-out: subscriptions instead of polls.
#include <algorithm>
#include <utility>

#include "core/base/check.h"
#include "core/consumer/poller.h"
#include "core/model/limits.h"

namespace weir {

void Poller::Register(Instant now, SimContext& sim) {
  if (spec_.read != ReadMode::kFanOut) return;
  const Result<FanOutId> id = sim.streams.stream(spec_.stream).fan_out().Register(now, spec_.name);
  WEIR_CHECK(id.ok());  // Names and numbers were validated when the scenario was loaded.
  fan_out_ = id.value();
}

// A subscription ends after five minutes; then it begins again where the lease stands.
bool Poller::Subscribe(Instant now, Lease& lease, SimContext& sim) {
  const Result<void> subscribed = sim.streams.SubscribeToShard(now, *fan_out_, RequestAt(lease));
  sim.metrics.SubscribeToShard(spec_.stream, *fan_out_, OutcomeOf(subscribed));
  if (!subscribed.ok()) return false;
  ++counters_.subscriptions;
  sim.trace.Emit({now, TraceKind::kSubscribed, id_.value, lease.shard.value,
                  static_cast<int64_t>(lease.iterator->next.ordinal), 0});
  return true;
}

void Poller::OnPush(Instant now, uint32_t index, SimContext& sim) {
  Lease& lease = leases_[index];
  FanOut& fan_out = sim.streams.stream(spec_.stream).fan_out();
  const bool alive = fan_out.Find(now, *fan_out_, lease.shard) != nullptr;
  if (!alive && !Subscribe(now, lease, sim)) {
    if (EndExpiredShard(now, lease, sim)) return;
    SchedulePoll(now + kSubscribeEvery, index, sim);
    return;
  }
  // Nothing is delivered sooner than the least delay, however long the first of it has waited.
  const Instant arrived_before = now - kFanOutDelayMin + Micros(1);
  Result<GetRecordsOutput> output =
      sim.streams.Push(now, spec_.stream, *fan_out_, lease.shard, arrived_before);
  if (!output.ok()) {  // The stream is not there (yet).
    SchedulePoll(now + kSubscribeEvery, index, sim);
    return;
  }
  lease.polled_at = now;
  if (output.value().read.records == 0 && output.value().next) {
    lease.state = LeaseState::kWaiting;
    SchedulePush(now, index, sim);
    return;
  }
  Receive(now, index, std::move(output).value(), sim);
}

void Poller::SchedulePush(Instant now, uint32_t index, SimContext& sim) {
  Lease& lease = leases_[index];
  Stream& stream = sim.streams.stream(spec_.stream);
  const Shard& shard = stream.shard(lease.shard);
  const uint64_t next = std::max(lease.iterator->next.ordinal, shard.log().trim_horizon());
  const bool unread = next < shard.log().end();
  if (!unread && shard.state() == ShardState::kOpen) {
    lease.awaits_put = true;
    return;
  }
  const Duration delay{latencies_.Between(kFanOutDelayMin.micros, kFanOutDelayMax.micros)};
  const Instant arrived = unread ? shard.log().Row(next).arrived_at : now;
  Instant at = std::max(now, arrived + delay);
  if (const Subscription* alive = stream.fan_out().Find(now, *fan_out_, lease.shard)) {
    at = std::max(at, alive->bytes.AvailableAt());
  }
  SchedulePoll(at, index, sim);
}

void Poller::OnPut(Instant now, SimContext& sim) {
  if (!fan_out_) return;
  for (uint32_t i = 0; i < leases_.size(); ++i) {
    if (!leases_[i].awaits_put) continue;
    leases_[i].awaits_put = false;
    SchedulePush(now, i, sim);
  }
}

}  // namespace weir
