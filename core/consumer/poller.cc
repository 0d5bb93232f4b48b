#include "core/consumer/poller.h"

#include <algorithm>
#include <utility>

#include "core/base/check.h"
#include "core/base/text.h"
#include "core/consumer/proving.h"
#include "core/model/limits.h"

namespace weir {
namespace {

// A reader that got no iterator asks again with its next poll at the earliest; a second is the span
// after which it must get one. Modelled.
constexpr Duration kAskAgainAfter = Seconds(1);

}  // namespace

Poller::Poller(ConsumerId id, const ConsumerSpec& spec, uint64_t seed)
    : id_(id),
      spec_(spec),
      latencies_(Prng::ForComponent(seed, StrCat({spec.name, "/latency"}))),
      records_per_second_(spec.records_per_second),
      worker_free_at_(static_cast<size_t>(spec.workers)),
      proof_(spec.threads > 1 ? ShardOrder::kMixed : ShardOrder::kAsWritten) {}

void Poller::OnStart(Instant now, SimContext& sim) {
  if (started_) {
    TakeRefusedLeases(now, sim);
    return;
  }
  started_ = true;
  const Stream& stream = sim.streams.stream(spec_.stream);
  shards_seen_ = stream.shards_version();
  for (uint32_t i = 0; i < stream.shards().size(); ++i) {
    const ShardIndex shard{i};
    const ShardState state = stream.shard(shard).state();
    if (state == ShardState::kExpired) continue;
    // LATEST concerns only what comes from now on, so closed shards have nothing to give.
    if (spec_.start == ShardIteratorType::kLatest && state != ShardState::kOpen) continue;
    if (spec_.start != ShardIteratorType::kLatest && !ParentsDrained(stream, shard)) continue;
    TakeLease(now, shard, spec_.start, sim);
  }
}

const Lease* Poller::LeaseOf(ShardIndex shard) const {
  const uint32_t place = shard.index() < lease_of_.size() ? lease_of_[shard.index()] : 0;
  return place == 0 ? nullptr : &leases_[place - 1];
}

// After LATEST only the children of shards that were read are: others were closed before the start.
bool Poller::IsOurs(const Shard& child) const {
  if (spec_.start != ShardIteratorType::kLatest) return true;
  const auto read = [&](std::optional<ShardIndex> parent) {
    return parent && LeaseOf(*parent) != nullptr;
  };
  return read(child.lineage().parent) || read(child.lineage().adjacent_parent);
}

// A parent that is gone, or that this consumer never had a reason to read, holds nobody up.
bool Poller::ParentsDrained(const Stream& stream, ShardIndex shard) const {
  if (spec_.children == ChildPolicy::kAtOnce) return true;
  const auto drained = [&](std::optional<ShardIndex> parent) {
    if (!parent) return true;
    // The lease first: the last batch of a shard may outlive it.
    if (const Lease* lease = LeaseOf(*parent)) return lease->state == LeaseState::kShardEnd;
    if (stream.shard(*parent).state() == ShardState::kExpired) return true;
    // No lease: after LATEST a closed parent is none of ours; otherwise it is still to be read.
    return spec_.start == ShardIteratorType::kLatest;
  };
  const ShardLineage& lineage = stream.shard(shard).lineage();
  return drained(lineage.parent) && drained(lineage.adjacent_parent);
}

void Poller::TakeLease(Instant now, ShardIndex shard, ShardIteratorType type, SimContext& sim) {
  const StreamService::IteratorRequest request{
      spec_.stream, shard, type, {}, spec_.start_timestamp};
  const Result<ShardIterator> iterator =
      fan_out_ ? sim.streams.StartOf(now, request) : sim.streams.GetShardIterator(now, request);
  if (!iterator.ok()) {
    if (iterator.error().code == ErrorCode::kProvisionedThroughputExceeded) {
      NoteRefusal(now, shard, type, sim);
    }
    return;  // Gone meanwhile: the next look at the shards decides anew.
  }
  Lease lease;
  lease.shard = shard;
  lease.worker = static_cast<uint32_t>(leases_.size() % worker_free_at_.size());
  lease.iterator = iterator.value();
  lease.position = iterator.value().next.ordinal;
  lease.polled_at = now;
  if (paused_) lease.state = LeaseState::kPaused;
  leases_.push_back(std::move(lease));
  if (shard.index() >= lease_of_.size()) lease_of_.resize(shard.index() + 1);
  lease_of_[shard.index()] = static_cast<uint32_t>(leases_.size());
  sim.trace.Emit({now, TraceKind::kLeaseStarted, id_.value, shard.value,
                  static_cast<int64_t>(leases_.back().worker), 0});
  if (fan_out_) Subscribe(now, leases_.back(), sim);
  if (!paused_) Continue(now, now, static_cast<uint32_t>(leases_.size() - 1), sim);
}

void Poller::NoteRefusal(Instant now, ShardIndex shard, ShardIteratorType type, SimContext& sim) {
  ++counters_.reads_throttled;
  sim.trace.Emit({now, TraceKind::kReadThrottled, id_.value, shard.value, 0, 0});
  const bool known = std::any_of(refused_.begin(), refused_.end(),
                                 [&](const auto& other) { return other.first == shard; });
  if (known) return;
  refused_.emplace_back(shard, type);
  sim.scheduler.Schedule(now + kAskAgainAfter, EventKind::kConsumerStart, id_.value);
}

void Poller::TakeRefusedLeases(Instant now, SimContext& sim) {
  for (const auto& [shard, type] : std::exchange(refused_, {})) {
    const bool there =
        sim.streams.stream(spec_.stream).shard(shard).state() != ShardState::kExpired;
    if (there && LeaseOf(shard) == nullptr) TakeLease(now, shard, type, sim);
  }
}

void Poller::Continue(Instant now, Instant poll_at, uint32_t index, SimContext& sim) {
  if (fan_out_) {
    SchedulePush(now, index, sim);
  } else {
    SchedulePoll(poll_at, index, sim);
  }
}

// Children of shards that were split or merged since the last look.
void Poller::TakeNewLeases(Instant now, SimContext& sim) {
  const Stream& stream = sim.streams.stream(spec_.stream);
  for (uint32_t i = 0; i < stream.shards().size(); ++i) {
    const ShardIndex shard{i};
    const Shard& candidate = stream.shard(shard);
    const bool child = candidate.lineage().parent.has_value();
    if (!child || candidate.state() == ShardState::kExpired || LeaseOf(shard) != nullptr) continue;
    if (!IsOurs(candidate) || !ParentsDrained(stream, shard)) continue;
    // A child is read from its first record: its parent was read before it. Only a time to start
    // from may lie later than that.
    const bool timestamp = spec_.start == ShardIteratorType::kAtTimestamp;
    TakeLease(now, shard, timestamp ? spec_.start : ShardIteratorType::kTrimHorizon, sim);
  }
}

void Poller::SchedulePoll(Instant at, uint32_t lease, SimContext& sim) {
  sim.scheduler.Schedule(at, EventKind::kConsumerPoll, id_.value, lease);
}

void Poller::OnPoll(Instant now, uint32_t index, SimContext& sim) {
  // An application that reads children at once lists the shards as it polls.
  const Stream& stream = sim.streams.stream(spec_.stream);
  if (spec_.children == ChildPolicy::kAtOnce && shards_seen_ != stream.shards_version()) {
    shards_seen_ = stream.shards_version();
    TakeNewLeases(now, sim);
  }
  Lease& lease = leases_[index];  // After TakeNewLeases, which may move the vector.
  if (lease.state == LeaseState::kShardEnd || !lease.iterator) return;
  if (paused_) {
    lease.state = LeaseState::kPaused;
    return;
  }
  if (fan_out_) {
    OnPush(now, index, sim);
    return;
  }
  lease.polled_at = now;
  lease.state = LeaseState::kReading;
  Result<GetRecordsOutput> output = sim.streams.GetRecords(now, *lease.iterator, spec_.limit);
  if (output.ok()) {
    Receive(now, index, std::move(output).value(), sim);
    return;
  }
  lease.state = LeaseState::kWaiting;
  if (output.error().code == ErrorCode::kProvisionedThroughputExceeded) {
    sim.metrics.GetThrottled(spec_.stream, lease.shard);
  } else {
    sim.metrics.GetFailed(spec_.stream);
  }
  switch (output.error().code) {
    case ErrorCode::kExpiredIterator:
      ++counters_.iterators_expired;
      sim.trace.Emit({now, TraceKind::kIteratorExpired, id_.value, lease.shard.value, 0, 0});
      if (EndExpiredShard(now, lease, sim)) return;
      RenewIterator(now, lease, sim);
      SchedulePoll(now + spec_.latency_min, index, sim);
      return;
    case ErrorCode::kProvisionedThroughputExceeded:
      ++counters_.reads_throttled;
      sim.trace.Emit({now, TraceKind::kReadThrottled, id_.value, lease.shard.value, 0, 0});
      break;
    default:
      break;  // Not there (yet): asked again like an idle shard.
  }
  SchedulePoll(now + spec_.poll, index, sim);
}

StreamService::IteratorRequest Poller::RequestAt(const Lease& lease) const {
  const uint64_t next = lease.iterator->next.ordinal;
  if (next == 0) return {spec_.stream, lease.shard, ShardIteratorType::kTrimHorizon, {}, {}};
  return {spec_.stream, lease.shard, ShardIteratorType::kAfterSequenceNumber, {next - 1}, {}};
}

void Poller::RenewIterator(Instant now, Lease& lease, SimContext& sim) {
  const Result<ShardIterator> renewed = sim.streams.GetShardIterator(now, RequestAt(lease));
  if (renewed.ok()) lease.iterator = renewed.value();
}

void Poller::Receive(Instant now, uint32_t index, GetRecordsOutput output, SimContext& sim) {
  Lease& lease = leases_[index];
  if (!output.read.slices.empty()) {
    CountLoss(now, lease, output.read.slices.front().first_ordinal, sim);
  }
  lease.iterator = output.next;
  const int64_t records = output.read.records;
  const int64_t bytes = output.read.bytes;
  const Duration age = output.read.AgeOfLast(now);
  sim.trace.Emit({now, TraceKind::kGetRecords, id_.value, lease.shard.value, records,
                  output.behind_latest.micros});
  lease.batch = std::move(output.read);
  Instant done = now;
  if (fan_out_) {  // What is pushed has had its delay already.
    sim.metrics.SubscribeToShardEvent(spec_.stream, *fan_out_, lease.shard,
                                      {records, bytes, output.behind_latest});
  } else {
    const Duration latency{latencies_.Between(spec_.latency_min.micros, spec_.latency_max.micros)};
    done = now + latency;
    sim.metrics.GetRecords(spec_.stream, lease.shard,
                           {records, bytes, age, output.behind_latest, latency});
  }
  if (records > 0) {
    Instant& free_at = worker_free_at_[lease.worker];
    done = std::max(done, free_at);
    lease.state = LeaseState::kProcessing;
    if (spec_.threads > 1) {
      free_at = StartThreads(done, index, sim);
      return;
    }
    if (records_per_second_ > 0) {
      done = done + Micros((records * 1'000'000 + records_per_second_ - 1) / records_per_second_);
    }
    free_at = done;
  }
  sim.scheduler.Schedule(done, EventKind::kConsumerDone, id_.value, index);
}

void Poller::OnDone(Instant now, uint32_t detail, SimContext& sim) {
  const uint32_t index = detail & kLeaseBits;
  Lease& lease = leases_[index];
  const bool threads = lease.threads_at_work > 0;
  if (threads) {
    ProvePart(now, lease, detail >> kThreadShift, sim);
    if (--lease.threads_at_work > 0) return;
  }
  const LogRead batch = std::exchange(lease.batch, {});
  for (const LogSlice& slice : batch.slices) {
    if (!threads) ProveSlice(now, {id_, spec_.stream, proof_}, lease.shard, slice, sim);
    lease.position = slice.first_ordinal + (slice.end - slice.begin);
  }
  if (batch.records > 0) {
    lease.processed += batch.records;
    counters_.processed += batch.records;
    lease.iterator_age = batch.AgeOfLast(now);
    sim.metrics.Processed(spec_.stream, lease.shard, id_, lease.iterator_age);
    sim.trace.Emit({now, TraceKind::kProcessed, id_.value, lease.shard.value, batch.records,
                    lease.iterator_age.micros});
  }
  lease.state = LeaseState::kWaiting;
  if (!lease.iterator) {
    EndShard(now, lease, sim);
    return;
  }
  lease.position = lease.iterator->next.ordinal;  // Beyond the batch where retention took more.
  Continue(now, std::max(now, lease.polled_at + spec_.poll), index, sim);
}

void Poller::EndShard(Instant now, Lease& lease, SimContext& sim) {
  lease.state = LeaseState::kShardEnd;
  sim.trace.Emit({now, TraceKind::kShardEnd, id_.value, lease.shard.value, 0, 0});
  TakeNewLeases(now, sim);
}

// No iterator is given for it any more, so without this the lease would ask for one for ever. What
// it had not read was counted as lost when it was trimmed.
bool Poller::EndExpiredShard(Instant now, Lease& lease, SimContext& sim) {
  const Stream& stream = sim.streams.stream(spec_.stream);
  if (stream.shard(lease.shard).state() != ShardState::kExpired) return false;
  lease.iterator.reset();
  EndShard(now, lease, sim);
  return true;
}

void Poller::CountLoss(Instant now, Lease& lease, uint64_t up_to, SimContext& sim) {
  if (!lease.iterator || up_to <= lease.iterator->next.ordinal) return;
  const int64_t lost = static_cast<int64_t>(up_to - lease.iterator->next.ordinal);
  lease.iterator->next = SequenceNumber{up_to};
  lease.lost_to_retention += lost;
  counters_.lost_to_retention += lost;
  if (lease.batch.records == 0) lease.position = up_to;
  sim.trace.Emit({now, TraceKind::kFellOffHorizon, id_.value, lease.shard.value, lost, 0});
}

void Poller::OnTrim(Instant now, SimContext& sim) {
  const Stream& stream = sim.streams.stream(spec_.stream);
  for (Lease& lease : leases_) {
    if (lease.state == LeaseState::kShardEnd) continue;
    CountLoss(now, lease, stream.shard(lease.shard).log().trim_horizon(), sim);
  }
}

void Poller::SetPaused(Instant now, bool paused, SimContext& sim) {
  if (paused == paused_) return;
  paused_ = paused;
  if (paused) return;  // Leases stop at their next poll.
  for (uint32_t i = 0; i < leases_.size(); ++i) {
    if (leases_[i].state != LeaseState::kPaused) continue;
    leases_[i].state = LeaseState::kWaiting;
    Continue(now, now, i, sim);
  }
}

void Poller::AddTo(Digest& digest) const {
  latencies_.AddTo(digest);
  digest.Add(records_per_second_);
  digest.Add(static_cast<uint64_t>(paused_) << 1 | static_cast<uint64_t>(started_));
  for (const Lease& lease : leases_) {
    digest.Add(static_cast<uint64_t>(lease.shard.value) << 32 | lease.worker);
    digest.Add(static_cast<uint64_t>(lease.state));
    digest.Add(lease.iterator ? lease.iterator->next.ordinal : UINT64_MAX);
    digest.Add(lease.iterator ? lease.iterator->issued_at.micros : int64_t{0});
    digest.Add(lease.polled_at.micros);
    digest.Add(lease.position);
    digest.Add(lease.batch.records);
    digest.Add(lease.iterator_age.micros);
    digest.Add(lease.lost_to_retention);
  }
  for (const Instant free_at : worker_free_at_) digest.Add(free_at.micros);
  for (const auto& [shard, type] : refused_) {
    digest.Add(static_cast<uint64_t>(shard.value) << 8 | static_cast<uint64_t>(type));
  }
  digest.Add(static_cast<uint64_t>(shards_seen_));
  proof_.AddTo(digest);
  digest.Add(counters_.processed);
  digest.Add(counters_.lost_to_retention);
  digest.Add(counters_.reads_throttled);
  digest.Add(counters_.iterators_expired);
  if (spec_.threads > 1) {
    for (const Lease& lease : leases_) digest.Add(lease.threads_at_work);
  }
  if (!fan_out_) return;
  digest.Add(counters_.subscriptions);
  for (const Lease& lease : leases_) digest.Add(static_cast<uint64_t>(lease.awaits_put));
}

}  // namespace weir
