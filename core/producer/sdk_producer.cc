#include "core/producer/sdk_producer.h"

#include <algorithm>
#include <utility>

#include "core/base/check.h"
#include "core/base/text.h"
#include "core/model/limits.h"
#include "core/model/limits_firehose.h"
#include "core/producer/direct_put_call.h"
#include "core/producer/throttle_tally.h"

namespace weir {

SdkProducer::SdkProducer(ProducerId id, const ProducerSpec& spec, Instant start, Instant stop,
                         uint64_t seed)
    : id_(id),
      spec_(spec),
      workload_(spec.workload, start, stop, seed, spec.name),
      latencies_(Prng::ForComponent(seed, StrCat({spec.name, "/latency"}))),
      losses_(Prng::ForComponent(seed, StrCat({spec.name, "/lost-answers"}))) {
  WEIR_CHECK(spec.batch >= 1 && spec.batch <= kPutRecordsEntriesMax);
  calls_.resize(static_cast<size_t>(spec.in_order ? 1 : spec.in_flight));
}

void SdkProducer::Start(Instant now, SimContext& sim) {
  if (spec_.lost_answers > 0) sim.streams.resends().MarkMayPutTwice(id_, OrderCause::kPutTwice);
  PlanFlush(now, sim);
  NoticeEnd(now, sim);
}

int SdkProducer::FreeSlot() const {
  for (size_t i = 0; i < calls_.size(); ++i) {
    if (!calls_[i].active) return static_cast<int>(i);
  }
  return -1;
}

// An in-order producer holds new records back while old ones are still to be sent again.
bool SdkProducer::MayCreate() const {
  return !spec_.in_order || (retries_.empty() && again_.empty());
}

// Creates ahead until the batch is full or its first record has lingered: when either happens is
// the moment of the next flush, so it must be known before.
void SdkProducer::Fill() {
  const size_t batch = static_cast<size_t>(spec_.batch);
  if (waiting_.size() >= batch || workload_.next_at() == kNever) return;
  const Instant first = waiting_.empty() ? workload_.next_at() : waiting_.first_created_at();
  workload_.TakeUntil(first + spec_.linger, batch - waiting_.size(), waiting_);
}

bool SdkProducer::Due(Instant now) const {
  if (!again_.empty()) return true;
  if (waiting_.empty() || !MayCreate()) return false;
  const bool full =
      waiting_.size() >= static_cast<size_t>(spec_.batch) && waiting_.last_created_at() <= now;
  return full || waiting_.first_created_at() + spec_.linger <= now;
}

void SdkProducer::TakeDueRetries(Instant now) {
  for (Retry& retry : retries_) {
    if (retry.due > now) continue;
    again_.TakeFirst(retry.records, retry.records.size());
  }
  std::erase_if(retries_, [](const Retry& retry) { return retry.records.empty(); });
}

void SdkProducer::OnFlush(Instant now, SimContext& sim) {
  if (now != flush_at_) return;  // A later plan has replaced this one.
  flush_at_ = kNever;
  TakeDueRetries(now);
  Fill();
  for (int slot = FreeSlot(); slot >= 0 && Due(now); slot = FreeSlot()) {
    Send(now, static_cast<uint32_t>(slot), sim);
    Fill();
  }
  PlanFlush(now, sim);
}

// How many of the first records of `from` may join those of `call`: created by `until`, within the
// two limits of PutRecords, and never none for want of bytes alone.
size_t SdkProducer::FittingCall(const PendingRecords& from, const PendingRecords& call,
                                Instant until) const {
  const size_t room = static_cast<size_t>(spec_.batch) - call.size();
  const int64_t bytes_max = spec_.delivery_stream ? kPutRecordBatchBytesMax : kPutRecordsBytesMax;
  int64_t bytes = 0;
  for (const SyntheticRecord& record : call.records()) bytes += record.billed_bytes;
  size_t count = 0;
  while (count < from.size() && count < room && from.created_at(count) <= until) {
    bytes += from.records()[count].billed_bytes;
    if (bytes > bytes_max && call.size() + count > 0) break;
    ++count;
  }
  return count;
}

void SdkProducer::Send(Instant now, uint32_t slot, SimContext& sim) {
  Call& call = calls_[slot];
  call.active = true;
  call.records.Clear();
  call.records.TakeFirst(again_, FittingCall(again_, call.records, now));
  if (again_.empty() && MayCreate()) {
    call.records.TakeFirst(waiting_, FittingCall(waiting_, call.records, now));
  }
  call.records.CountAttempt();
  ++counters_.calls;
  const int64_t latency = latencies_.Between(spec_.latency_min.micros, spec_.latency_max.micros);
  call.latency = Micros(latency);
  call.returns_at = now + call.latency;
  call.answer_lost = spec_.lost_answers > 0 && losses_.Between(1, 1'000) <= spec_.lost_answers;
  if (call.answer_lost) call.returns_at = now + std::max(spec_.request_timeout, call.latency);
  sim.scheduler.Schedule(now + Micros(latency / 2), EventKind::kPutArrives, id_.value, slot);
}

void SdkProducer::OnPutArrives(Instant now, uint32_t slot, SimContext& sim) {
  if (spec_.delivery_stream) {
    PutToDeliveryStream(now, slot, sim);
    return;
  }
  Call& call = calls_[slot];
  std::vector<ThrottledEntry> throttled;
  const int64_t count = static_cast<int64_t>(call.records.size());
  Stream& stream = sim.streams.stream(spec_.stream);
  const int64_t bytes_before = stream.charges().bytes;
  const Result<void> put = stream.PutSynthetic(now, id_, call.records.records(), throttled);
  sim.scheduler.Schedule(call.returns_at, EventKind::kPutReturns, id_.value, slot);
  if (!put.ok()) {
    // Refused as a whole: the application has no use for sending it again.
    sim.metrics.PutRefused(spec_.stream, false, call.latency);
    counters_.refused += count;
    call.records.Clear();
    sim.trace.Emit({now, TraceKind::kPutRefused, id_.value, spec_.stream.value, count,
                    static_cast<int64_t>(put.error().code)});
    return;
  }
  sim.metrics.PutRecords(spec_.stream, {.records = count,
                                        .throttled = static_cast<int64_t>(throttled.size()),
                                        .bytes = stream.charges().bytes - bytes_before,
                                        .latency = call.latency});
  Answer(now, call, throttled, sim);
}

void SdkProducer::PutToDeliveryStream(Instant now, uint32_t slot, SimContext& sim) {
  Call& call = calls_[slot];
  std::vector<ThrottledEntry> throttled;
  sim.scheduler.Schedule(call.returns_at, EventKind::kPutReturns, id_.value, slot);
  const Result<void> put = PutDirect(now, id_, *spec_.delivery_stream, workload_,
                                     call.records.records(), throttled, sim);
  if (!put.ok()) {
    counters_.refused += static_cast<int64_t>(call.records.size());
    call.records.Clear();
    return;
  }
  Settle(call, throttled);
}

void SdkProducer::Answer(Instant now, Call& call, const std::vector<ThrottledEntry>& throttled,
                         SimContext& sim) {
  const int64_t count = static_cast<int64_t>(call.records.size());
  const int64_t failed = static_cast<int64_t>(throttled.size());
  sim.trace.Emit(
      {now, TraceKind::kPutRecords, id_.value, spec_.stream.value, count - failed, failed});
  for (const ThrottledEntry& entry : throttled) {
    sim.streams.resends().NoteRefused(id_, call.records.records()[entry.index].number);
  }
  ThrottleTally(throttled).Emit(now, spec_.stream, sim.trace);
  Settle(call, throttled);
}

// Keeps what has to be sent again.
void SdkProducer::Settle(Call& call, const std::vector<ThrottledEntry>& throttled) {
  const int64_t count = static_cast<int64_t>(call.records.size());
  const int64_t failed = static_cast<int64_t>(throttled.size());
  counters_.throttled += failed;
  if (call.answer_lost) {  // It knows nothing of what became of the call: all will go out again.
    counters_.unanswered += count - failed;
    return;
  }
  const Duration waited = call.records.WaitedUntil(call.returns_at);
  call.records.KeepThrottled(throttled);
  counters_.acknowledged_after =
      counters_.acknowledged_after + (waited - call.records.WaitedUntil(call.returns_at));
  counters_.accepted += count - failed;
}

void SdkProducer::OnPutReturns(Instant now, uint32_t slot, SimContext& sim) {
  Call& call = calls_[slot];
  call.active = false;
  if (call.answer_lost && !call.records.empty()) {
    sim.trace.Emit({now, TraceKind::kAnswerLost, id_.value, spec_.stream.value,
                    static_cast<int64_t>(call.records.size()), 0});
    // Not before: until now its records were put once.
    for (const SyntheticRecord& record : call.records.records()) {
      sim.streams.resends().NoteSentAgain(id_, record.number);
    }
  }
  if (!call.records.empty()) ScheduleRetry(now, call.records, sim);
  call.records.Clear();
  PlanFlush(now, sim);
  NoticeEnd(now, sim);
}

void SdkProducer::ScheduleRetry(Instant now, PendingRecords& failed, SimContext& sim) {
  const int64_t lost = failed.GiveUpAfter(spec_.retry.attempts);
  if (lost > 0) {
    counters_.given_up += lost;
    sim.trace.Emit({now, TraceKind::kGaveUp, id_.value, 0, lost, 0});
  }
  if (failed.empty()) return;
  const uint32_t attempt = failed.MostAttempts();
  Retry retry;
  retry.records.TakeFirst(failed, failed.size());
  int64_t wait = spec_.retry.base.micros;
  for (uint32_t i = 1; i < attempt && wait < spec_.retry.max.micros; ++i) wait *= 2;
  wait = std::min(wait, spec_.retry.max.micros);
  retry.due = now + Micros(latencies_.Between(wait / 2, wait));
  counters_.retried += static_cast<int64_t>(retry.records.size());
  sim.trace.Emit({now, TraceKind::kRetryScheduled, id_.value, 0,
                  static_cast<int64_t>(retry.records.size()), static_cast<int64_t>(attempt)});
  retries_.push_back(std::move(retry));
}

void SdkProducer::PlanFlush(Instant now, SimContext& sim) {
  if (FreeSlot() < 0) return;  // The next answer plans again.
  Instant at = kNever;
  for (const Retry& retry : retries_) at = std::min(at, retry.due);
  if (!again_.empty()) at = now;
  if (MayCreate()) {
    Fill();
    if (!waiting_.empty()) {
      Instant ready = waiting_.first_created_at() + spec_.linger;
      if (waiting_.size() >= static_cast<size_t>(spec_.batch)) {
        ready = std::min(ready, waiting_.last_created_at());
      }
      at = std::min(at, ready);
    }
  }
  if (at == kNever) return;
  at = std::max(at, now);
  if (at == flush_at_) return;
  flush_at_ = at;
  sim.scheduler.Schedule(at, EventKind::kProducerFlush, id_.value);
}

void SdkProducer::DropFuture(Instant now) {
  uint32_t dropped = 0;
  while (!waiting_.empty() && waiting_.last_created_at() > now) {
    waiting_.PopBack();
    ++dropped;
  }
  workload_.Return(dropped);
}

void SdkProducer::SetRate(Instant now, Rate rate, SimContext& sim) {
  DropFuture(now);
  workload_.SetRate(now, rate);
  done_ = false;
  PlanFlush(now, sim);
  NoticeEnd(now, sim);
}

void SdkProducer::SetKeys(const KeySpec& keys) { workload_.SetKeys(keys, latencies_.Next()); }

void SdkProducer::NoticeEnd(Instant now, SimContext& sim) {
  const bool idle =
      std::none_of(calls_.begin(), calls_.end(), [](const Call& c) { return c.active; });
  const bool empty = waiting_.empty() && again_.empty() && retries_.empty();
  if (done_ || !idle || !empty || workload_.next_at() != kNever) return;
  done_ = true;
  sim.trace.Emit({now, TraceKind::kProducerDone, id_.value, spec_.stream.value,
                  static_cast<int64_t>(workload_.taken()), 0});
}

int64_t SdkProducer::CreatedBy(Instant now) const {
  return static_cast<int64_t>(workload_.taken()) - waiting_.CreatedAfter(now);
}

void SdkProducer::AddTo(Digest& digest) const {
  workload_.AddTo(digest);
  latencies_.AddTo(digest);
  again_.AddTo(digest);
  waiting_.AddTo(digest);
  for (const Retry& retry : retries_) {
    digest.Add(retry.due.micros);
    retry.records.AddTo(digest);
  }
  for (const Call& call : calls_) {
    digest.Add(static_cast<uint64_t>(call.answer_lost) << 1 | static_cast<uint64_t>(call.active));
    digest.Add(call.returns_at.micros);
    call.records.AddTo(digest);
  }
  digest.Add(flush_at_.micros);
  AddCountersTo(counters_, digest);
  if (spec_.lost_answers == 0) return;
  losses_.AddTo(digest);
  digest.Add(counters_.unanswered);
}

}  // namespace weir
