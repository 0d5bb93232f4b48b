#include "core/producer/kpl_producer.h"

#include <algorithm>
#include <span>
#include <utility>

#include "core/base/check.h"
#include "core/base/text.h"
#include "core/model/limits.h"
#include "core/model/limits_clients.h"
#include "core/producer/throttle_tally.h"

namespace weir {

KplProducer::KplProducer(ProducerId id, const ProducerSpec& spec, Instant start, Instant stop,
                         uint64_t seed)
    : id_(id),
      spec_(spec),
      start_(start),
      workload_(spec.workload, start, stop, seed, spec.name),
      latencies_(Prng::ForComponent(seed, StrCat({spec.name, "/latency"}))),
      aggregator_(spec.kpl),
      limiter_(spec.kpl),
      collector_(spec.kpl),
      calls_(static_cast<size_t>(spec.kpl.max_connections)),
      taken_at_(start - kKplIntake) {}

void KplProducer::Start(Instant now, SimContext& sim) {
  sim.streams.aggregates().MarkAggregating(id_);
  if (spec_.kpl.aggregation) {
    sim.streams.resends().MarkMayPutTwice(id_, OrderCause::kWrongShard);
  }
  Plan(now, sim);
  NoticeEnd(now, sim);
}

void KplProducer::OnFlush(Instant now, SimContext& sim) {
  if (now != wake_at_) return;  // A later plan has replaced this one.
  wake_at_ = kNever;
  Intake(now, sim);
  MoveOn(now, sim);
}

// --- The way out ---

void KplProducer::Intake(Instant now, SimContext& sim) {
  taken_at_ = now;
  PendingRecords created;
  workload_.TakeUntil(now, SIZE_MAX, created);
  if (created.empty()) return;
  // The library makes its acquaintance with a stream at the first record for it.
  if (spec_.kpl.aggregation && map_.unknown() && map_.list_again_at() == kNever) {
    ListShards(now, sim);
  }
  int64_t too_large = 0;
  for (size_t i = 0; i < created.size(); ++i) {
    KplUser user;
    user.record = created.records()[i];
    user.key_bytes = workload_.PartitionKeyBytes(user.record.key, user.record.number);
    user.created_at = created.created_at(i);
    user.deadline = std::min(user.created_at + spec_.kpl.record_max_buffered_time,
                             user.expires_at(spec_.kpl.record_ttl));
    if (user.data_bytes() > kKplUserDataBytesMax) {
      ++too_large;
    } else {
      Route(now, user);
    }
  }
  if (too_large == 0) return;
  counters_.refused += too_large;
  sim.trace.Emit({now, TraceKind::kPutRefused, id_.value, spec_.stream.value, too_large,
                  static_cast<int64_t>(ErrorCode::kInvalidArgument)});
}

void KplProducer::Route(Instant now, const KplUser& user) {
  const std::optional<ShardIndex> shard =
      spec_.kpl.aggregation ? map_.Predict(user.record.hash_key) : std::nullopt;
  if (shard) {
    aggregator_.Put(user, *shard, ready_);
    return;
  }
  KplStreamRecord alone;
  alone.users.push_back(user);
  alone.data_bytes = user.data_bytes();
  alone.deadline = std::max(user.deadline, now);
  ready_.push_back(std::move(alone));
}

// Moves ready_ through the limiter, and what it lets through into calls. What expired there may
// fill an aggregate when it is put again, hence the loop; nothing expires twice at one instant.
void KplProducer::Limit(Instant now, SimContext& sim) {
  std::vector<KplStreamRecord> passed;
  std::vector<KplStreamRecord> expired;
  if (NextDrain(now) == now) limiter_.Drain(now, passed, expired);
  do {
    for (KplStreamRecord& record : std::exchange(ready_, {})) {
      limiter_.Put(now, std::move(record), passed, expired);
    }
    for (KplStreamRecord& record : std::exchange(expired, {})) {
      for (const KplUser& user : record.users) {
        sim.streams.resends().NoteSentAgain(id_, user.record.number);
      }
      SendAgain(now, record.users, sim);
    }
  } while (!ready_.empty());
  std::vector<KplCall> complete;
  for (KplStreamRecord& record : passed) collector_.Put(now, std::move(record), complete);
  collector_.FlushDue(now, complete);
  for (KplCall& call : complete) queue_.push_back(std::move(call));
}

void KplProducer::MoveOn(Instant now, SimContext& sim) {
  if (map_.list_again_at() <= now) ListShards(now, sim);
  aggregator_.FlushDue(now, ready_);
  Limit(now, sim);
  SendQueued(now, sim);
  Plan(now, sim);
  NoticeEnd(now, sim);
}

void KplProducer::SendQueued(Instant now, SimContext& sim) {
  for (uint32_t slot = 0; slot < calls_.size() && !queue_.empty(); ++slot) {
    Call& call = calls_[slot];
    if (call.active) continue;
    call.active = true;
    call.sent_at = now;
    call.records = std::move(queue_.front());
    queue_.pop_front();
    for (KplStreamRecord& record : call.records) {
      for (KplUser& user : record.users) ++user.attempts;
    }
    ++counters_.calls;
    const int64_t latency = latencies_.Between(spec_.latency_min.micros, spec_.latency_max.micros);
    call.returns_at = now + Micros(latency);
    sim.scheduler.Schedule(now + Micros(latency / 2), EventKind::kPutArrives, id_.value, slot);
  }
}

// --- At the service, and back ---

void KplProducer::OnPutArrives(Instant now, uint32_t slot, SimContext& sim) {
  if (slot == kListShards) {
    const Stream& stream = sim.streams.stream(spec_.stream);
    listing_ = stream.available() ? stream.router().open() : std::vector<OpenRange>{};
    sim.scheduler.Schedule(listed_at_, EventKind::kPutReturns, id_.value, slot);
    return;
  }
  Call& call = calls_[slot];
  sim.scheduler.Schedule(call.returns_at, EventKind::kPutReturns, id_.value, slot);
  const uint32_t first_number = sim.streams.aggregates().size(id_);
  std::vector<SyntheticRecord> records;
  for (const KplStreamRecord& record : call.records) {
    const uint32_t number = first_number + static_cast<uint32_t>(records.size());
    records.push_back(
        {record.hash_key(), record.users.front().record.key, number, record.billed_bytes()});
  }
  std::vector<ThrottledEntry> throttled;
  Stream& stream = sim.streams.stream(spec_.stream);
  const int64_t bytes_before = stream.charges().bytes;
  const Result<void> put = stream.PutSynthetic(now, id_, records, throttled);
  const Duration latency = call.returns_at - call.sent_at;
  if (put.ok()) {
    sim.metrics.PutRecords(spec_.stream, {.records = static_cast<int64_t>(records.size()),
                                          .throttled = static_cast<int64_t>(throttled.size()),
                                          .bytes = stream.charges().bytes - bytes_before,
                                          .latency = latency});
    Judge(now, call, throttled, sim);
  } else {
    sim.metrics.PutRefused(spec_.stream, false, latency);
    for (const KplStreamRecord& record : call.records) {
      call.again.insert(call.again.end(), record.users.begin(), record.users.end());
      for (const KplUser& user : record.users) {
        sim.streams.resends().NoteRefused(id_, user.record.number);
      }
    }
    sim.trace.Emit({now, TraceKind::kPutRefused, id_.value, spec_.stream.value,
                    static_cast<int64_t>(records.size()), static_cast<int64_t>(put.error().code)});
  }
  call.records.clear();
}

void KplProducer::Judge(Instant now, Call& call, std::span<const ThrottledEntry> throttled,
                        SimContext& sim) {
  const int64_t accepted_before = counters_.accepted;
  int64_t missed = 0;
  size_t next_throttled = 0;
  std::vector<UserRecord> inside;
  for (uint32_t i = 0; i < call.records.size(); ++i) {
    KplStreamRecord& record = call.records[i];
    inside.clear();
    if (next_throttled < throttled.size() && throttled[next_throttled].index == i) {
      ++next_throttled;
      call.throttled.insert(call.throttled.end(), record.users.begin(), record.users.end());
    } else {
      for (const KplUser& user : record.users) {
        inside.push_back({user.record.key, user.record.number, user.record.billed_bytes,
                          PlaceInSpace(user.record.hash_key)});
      }
      missed += Accept(record, call, sim) ? 0 : 1;
    }
    // A number for each that was sent: those of throttled records stay empty.
    sim.streams.aggregates().Add(now, id_, inside);
  }
  counters_.throttled += static_cast<int64_t>(call.throttled.size());
  for (const KplUser& user : call.throttled) {
    sim.streams.resends().NoteRefused(id_, user.record.number);
  }
  const int64_t failed = static_cast<int64_t>(throttled.size());
  sim.trace.Emit({now, TraceKind::kPutRecords, id_.value, spec_.stream.value,
                  static_cast<int64_t>(call.records.size()) - failed, failed});
  sim.trace.Emit({now, TraceKind::kUserRecordsPut, id_.value, spec_.stream.value,
                  counters_.accepted - accepted_before,
                  static_cast<int64_t>(call.throttled.size())});
  ThrottleTally(throttled).Emit(now, spec_.stream, sim.trace);
  if (missed > 0) {
    sim.trace.Emit({now, TraceKind::kMisrouted, id_.value, spec_.stream.value, missed,
                    static_cast<int64_t>(call.again.size())});
  }
}

// Counts what the library is content with; false when the record lies in a shard that was not
// predicted. Then it sends again what that shard, as far as it knows, does not hold.
bool KplProducer::Accept(const KplStreamRecord& record, Call& call, SimContext& sim) {
  const Stream& stream = sim.streams.stream(spec_.stream);
  const ShardIndex shard = stream.router().Route(record.hash_key());
  ++counters_.stream_records;
  if (record.aggregated()) ++counters_.aggregates;
  const bool predicted = !record.predicted || *record.predicted == shard;
  bool contained = true;
  for (const KplUser& user : record.users) {
    contained = contained && stream.shard(shard).range().Contains(user.record.hash_key);
    if (!predicted && !map_.Holds(shard, user.record.hash_key)) {
      call.again.push_back(user);
      sim.streams.resends().NoteSentAgain(id_, user.record.number);
      continue;
    }
    ++counters_.accepted;
    counters_.acknowledged_after =
        counters_.acknowledged_after + (call.returns_at - user.created_at);
  }
  if (!contained) ++counters_.misrouted;
  if (!predicted) call.missed.push_back(*record.predicted);
  return predicted;
}

void KplProducer::OnPutReturns(Instant now, uint32_t slot, SimContext& sim) {
  if (slot == kListShards) {
    if (listing_.empty()) {
      map_.ListingFailed(now);
    } else {
      map_.Listed(now, listing_);
      sim.trace.Emit({now, TraceKind::kShardsListed, id_.value, spec_.stream.value,
                      static_cast<int64_t>(listing_.size()), 0});
    }
  } else {
    Call& call = calls_[slot];
    call.active = false;
    if (spec_.kpl.fail_if_throttled) {
      GiveUp(now, static_cast<int64_t>(call.throttled.size()), sim);
    } else {
      SendAgain(now, call.throttled, sim);
    }
    SendAgain(now, call.again, sim);
    const auto out_of_date = [&](ShardIndex shard) { return map_.OutOfDate(call.sent_at, shard); };
    if (std::any_of(call.missed.begin(), call.missed.end(), out_of_date)) ListShards(now, sim);
    call.throttled.clear();
    call.again.clear();
    call.missed.clear();
  }
  Intake(now, sim);
  MoveOn(now, sim);
}

void KplProducer::SendAgain(Instant now, std::span<const KplUser> users, SimContext& sim) {
  int64_t expired = 0;
  int64_t retried = 0;
  uint32_t attempts = 0;
  for (KplUser user : users) {
    const Instant expires_at = user.expires_at(spec_.kpl.record_ttl);
    if (expires_at <= now) {
      ++expired;
      continue;
    }
    ++retried;
    attempts = std::max(attempts, user.attempts);
    user.deadline =
        std::min(now + spec_.kpl.record_max_buffered_time / kKplResendFraction, expires_at);
    Route(now, user);
  }
  counters_.retried += retried;
  if (retried > 0) {
    sim.trace.Emit(
        {now, TraceKind::kRetryScheduled, id_.value, 0, retried, static_cast<int64_t>(attempts)});
  }
  GiveUp(now, expired, sim);
}

void KplProducer::GiveUp(Instant now, int64_t count, SimContext& sim) {
  if (count == 0) return;
  counters_.given_up += count;
  sim.trace.Emit({now, TraceKind::kGaveUp, id_.value, 0, count, 0});
}

void KplProducer::ListShards(Instant now, SimContext& sim) {
  map_.BeginListing();
  // Page after page.
  const int64_t shards =
      static_cast<int64_t>(sim.streams.stream(spec_.stream).router().open().size());
  const int64_t pages = (shards + kListShardsPerPage - 1) / kListShardsPerPage;
  const int64_t latency = latencies_.Between(spec_.latency_min.micros, spec_.latency_max.micros) *
                          std::max<int64_t>(pages, 1);
  listed_at_ = now + Micros(latency);
  sim.scheduler.Schedule(now + Micros(latency / 2), EventKind::kPutArrives, id_.value, kListShards);
}

// --- When ---

Instant KplProducer::NextDrain(Instant now) const {
  const int64_t every = kKplLimiterDrainEvery.micros;
  return start_ + Micros(((now - start_).micros + every - 1) / every * every);
}

void KplProducer::Plan(Instant now, SimContext& sim) {
  Instant at = std::min({aggregator_.next_deadline(), collector_.deadline(), map_.list_again_at()});
  if (!limiter_.empty()) at = std::min(at, NextDrain(now + Micros(1)));
  if (workload_.next_at() != kNever) {
    at = std::min(at, std::max(workload_.next_at(), taken_at_ + kKplIntake));
  }
  if (at == kNever) return;
  at = std::max(at, now);
  if (at == wake_at_) return;
  wake_at_ = at;
  sim.scheduler.Schedule(at, EventKind::kProducerFlush, id_.value);
}

void KplProducer::NoticeEnd(Instant now, SimContext& sim) {
  if (done_ || workload_.next_at() != kNever || held() > 0) return;
  done_ = true;
  sim.trace.Emit({now, TraceKind::kProducerDone, id_.value, spec_.stream.value,
                  static_cast<int64_t>(workload_.taken()), 0});
}

void KplProducer::SetRate(Instant now, Rate rate, SimContext& sim) {
  Intake(now, sim);
  workload_.SetRate(now, rate);
  done_ = false;
  MoveOn(now, sim);
}

void KplProducer::SetKeys(const KeySpec& keys) { workload_.SetKeys(keys, latencies_.Next()); }

int64_t KplProducer::CreatedBy(Instant now) const {
  return static_cast<int64_t>(workload_.CreatedBy(now));
}

void KplProducer::AddTo(Digest& digest) const {
  workload_.AddTo(digest);
  latencies_.AddTo(digest);
  map_.AddTo(digest);
  aggregator_.AddTo(digest);
  limiter_.AddTo(digest);
  collector_.AddTo(digest);
  digest.Add(static_cast<uint64_t>(listing_.size()));
  for (const KplCall& call : queue_) {
    for (const KplStreamRecord& record : call) record.AddTo(digest);
  }
  for (const Call& call : calls_) {
    digest.Add(static_cast<uint64_t>(call.active));
    digest.Add(call.returns_at.micros);
    for (const KplStreamRecord& record : call.records) record.AddTo(digest);
    for (const KplUser& user : call.throttled) user.AddTo(digest);
    for (const KplUser& user : call.again) user.AddTo(digest);
  }
  for (const Instant at : {listed_at_, taken_at_, wake_at_}) digest.Add(at.micros);
  AddCountersTo(counters_, digest);
  digest.Add(counters_.stream_records);
  digest.Add(counters_.misrouted);
}

}  // namespace weir
