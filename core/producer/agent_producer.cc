#include "core/producer/agent_producer.h"

#include <algorithm>
#include <utility>

#include "core/base/text.h"
#include "core/model/limits.h"
#include "core/model/limits_clients.h"
#include "core/producer/direct_put_call.h"
#include "core/producer/throttle_tally.h"

namespace weir {
namespace {

Duration UpToSlice(Duration wait) {
  constexpr int64_t kSlice = kAgentSleepSlice.micros;
  return kAgentSleepSlice * ((wait.micros + kSlice - 1) / kSlice);
}

}  // namespace

AgentProducer::AgentProducer(ProducerId id, const ProducerSpec& spec, Instant start, Instant stop,
                             uint64_t seed)
    : id_(id),
      spec_(spec),
      start_(start),
      up_at_(start + spec.agent.up_after),
      workload_(spec.workload, start, stop, seed, spec.name),
      latencies_(Prng::ForComponent(seed, StrCat({spec.name, "/latency"}))),
      calls_(static_cast<size_t>(spec.agent.sending_threads)),
      send_at_(start) {}

void AgentProducer::Start(Instant now, SimContext& sim) {
  Plan(now, sim);
  NoticeEnd(now, sim);
}

void AgentProducer::OnFlush(Instant now, SimContext& sim) {
  if (now != wake_at_) return;  // A later plan has replaced this one.
  wake_at_ = kNever;
  if (!up_) ComeUp(now);
  MoveOn(now, sim);
}

// Told to begin at the end of the file, it passes over what stands there.
void AgentProducer::ComeUp(Instant now) {
  up_ = true;
  open_file_ = FileOf(now);
  if (spec_.agent.from_start) {
    open_file_ = 0;
    return;
  }
  PendingRecords before;
  workload_.TakeUntil(now - Micros(1), SIZE_MAX, before);
  passed_over_ = static_cast<int64_t>(before.size() + unread_.size());
  unread_.Clear();
}

// --- The file ---

int64_t AgentProducer::FileOf(Instant written_at) const {
  const int64_t every = spec_.agent.rotate_every.micros;
  return every == 0 ? 0 : (written_at - start_).micros / every;
}

void AgentProducer::TakeLine(PendingRecords& to) {
  if (!unread_.empty()) {
    to.TakeFirst(unread_, 1);
  } else {
    workload_.TakeUntil(workload_.next_at(), 1, to);
  }
}

// A file that is open can be read to its end, deleted or not; the others are there as long as they
// are kept.
void AgentProducer::Read(Instant now, SimContext& sim) {
  if (!offered_.empty() && !Offer(now)) return;
  const int64_t oldest = FileOf(now) - spec_.agent.keep_files;
  int64_t lost = 0;
  while (NextLineAt() <= now) {
    const int64_t file = FileOf(NextLineAt());
    TakeLine(offered_);
    if (file != open_file_ && file < oldest) {
      offered_.Clear();
      ++lost;
      continue;
    }
    open_file_ = file;
    if (!Offer(now)) break;
  }
  if (lost == 0) return;
  counters_.given_up += lost;
  sim.trace.Emit({now, TraceKind::kGaveUp, id_.value, 0, lost, 0});
}

// --- The buffer and the queue ---

bool AgentProducer::Full() const {
  return static_cast<int64_t>(buffer_.records.size()) >= spec_.agent.max_buffer_records ||
         buffer_.bytes >= spec_.agent.max_buffer_bytes;
}

// Puts the line that was read into the buffer; false when there is no room for it.
bool AgentProducer::Offer(Instant now) {
  const int64_t bytes = offered_.records().front().billed_bytes;
  if (!buffer_.records.empty()) {
    const bool room = !Full() && buffer_.bytes + bytes <= spec_.agent.max_buffer_bytes;
    if ((!room || TooOld(now)) && !QueueBuffer()) return false;
  }
  if (buffer_.records.empty()) buffer_.read_at = now;
  buffer_.bytes += bytes;
  buffer_.records.TakeFirst(offered_, 1);
  if (Full()) QueueBuffer();
  return true;
}

bool AgentProducer::QueueBuffer() {
  if (static_cast<int64_t>(queue_.size()) >= kAgentQueueBuffers) return false;
  queue_.push_back(std::exchange(buffer_, {}));
  return true;
}

// --- Sending ---

int AgentProducer::FreeSlot() const {
  for (size_t i = 0; i < calls_.size(); ++i) {
    if (!calls_[i].active) return static_cast<int>(i);
  }
  return -1;
}

// One buffer after the other is handed over to the threads. Where too many wait for one already, it
// goes back.
void AgentProducer::SendQueued(Instant now, SimContext& sim) {
  while (now >= send_at_) {
    std::deque<Buffer>& from = again_.empty() ? queue_ : again_;
    if (from.empty()) return;
    Buffer buffer = std::move(from.front());
    from.pop_front();
    const int slot = FreeSlot();
    const bool rejected = slot < 0 && handed_.size() >= kAgentHandedMax;
    if (slot >= 0) {
      StartCall(now, static_cast<uint32_t>(slot), std::move(buffer), sim);
    } else {
      (rejected ? again_ : handed_).push_back(std::move(buffer));
    }
    send_at_ = now + BackOff(rejected);
    backs_off_since_ = now;
  }
}

void AgentProducer::StartCall(Instant now, uint32_t slot, Buffer buffer, SimContext& sim) {
  Call& call = calls_[slot];
  call.active = true;
  call.sent_at = now;
  call.buffer = std::move(buffer);
  call.buffer.records.CountAttempt();
  call.sent = static_cast<int64_t>(call.buffer.records.size());
  ++counters_.calls;
  const int64_t latency = latencies_.Between(spec_.latency_min.micros, spec_.latency_max.micros);
  call.returns_at = now + Micros(latency);
  sim.scheduler.Schedule(now + Micros(latency / 2), EventKind::kPutArrives, id_.value, slot);
}

void AgentProducer::OnPutArrives(Instant now, uint32_t slot, SimContext& sim) {
  Call& call = calls_[slot];
  PendingRecords& records = call.buffer.records;
  sim.scheduler.Schedule(call.returns_at, EventKind::kPutReturns, id_.value, slot);
  if (spec_.delivery_stream) {
    std::vector<ThrottledEntry> slow;
    const Result<void> direct =
        PutDirect(now, id_, *spec_.delivery_stream, workload_, records.records(), slow, sim);
    if (direct.ok()) Settle(call, slow);  // Else all of it will be sent again.
    return;
  }
  Stream& stream = sim.streams.stream(spec_.stream);
  const int64_t bytes_before = stream.charges().bytes;
  std::vector<ThrottledEntry> throttled;
  const Result<void> put = stream.PutSynthetic(now, id_, records.records(), throttled);
  const Duration latency = call.returns_at - call.sent_at;
  if (!put.ok()) {  // All of it will be sent again.
    for (const SyntheticRecord& record : records.records()) {
      sim.streams.resends().NoteRefused(id_, record.number);
    }
    sim.metrics.PutRefused(spec_.stream, false, latency);
    sim.trace.Emit({now, TraceKind::kPutRefused, id_.value, spec_.stream.value, call.sent,
                    static_cast<int64_t>(put.error().code)});
    return;
  }
  const int64_t failed = static_cast<int64_t>(throttled.size());
  sim.metrics.PutRecords(spec_.stream, {.records = call.sent,
                                        .throttled = failed,
                                        .bytes = stream.charges().bytes - bytes_before,
                                        .latency = latency});
  for (const ThrottledEntry& entry : throttled) {
    sim.streams.resends().NoteRefused(id_, records.records()[entry.index].number);
  }
  Settle(call, throttled);
  sim.trace.Emit(
      {now, TraceKind::kPutRecords, id_.value, spec_.stream.value, call.sent - failed, failed});
  ThrottleTally(throttled).Emit(now, spec_.stream, sim.trace);
}

// Keeps what has to be sent again.
void AgentProducer::Settle(Call& call, const std::vector<ThrottledEntry>& throttled) {
  PendingRecords& records = call.buffer.records;
  const int64_t failed = static_cast<int64_t>(throttled.size());
  const Duration waited = records.WaitedUntil(call.returns_at);
  records.KeepThrottled(throttled);
  counters_.acknowledged_after =
      counters_.acknowledged_after + (waited - records.WaitedUntil(call.returns_at));
  counters_.accepted += call.sent - failed;
  counters_.throttled += failed;
}

void AgentProducer::OnPutReturns(Instant now, uint32_t slot, SimContext& sim) {
  Call& call = calls_[slot];
  call.active = false;
  const int64_t failed = static_cast<int64_t>(call.buffer.records.size());
  CountFailure(now, failed, call.sent);
  if (failed > 0) {
    counters_.retried += failed;
    sim.trace.Emit({now, TraceKind::kRetryScheduled, id_.value, 0, failed,
                    static_cast<int64_t>(call.buffer.records.MostAttempts())});
    again_.push_back(std::exchange(call.buffer, {}));
  }
  if (!handed_.empty()) {
    Buffer next = std::move(handed_.front());
    handed_.pop_front();
    StartCall(now, slot, std::move(next), sim);
  }
  MoveOn(now, sim);
}

// Failures are counted by the part of the call that failed; a call without any takes nine tenths of
// them away and ends the wait that is under way with its present slice.
void AgentProducer::CountFailure(Instant now, int64_t failed, int64_t sent) {
  if (failed > 0) {
    failures_ += 1'000 * failed / sent;
    return;
  }
  failures_ /= kAgentRecoveryDivisor;
  if (failures_ < 1'000) failures_ = 0;
  send_at_ = std::min(send_at_, backs_off_since_ + UpToSlice(now - backs_off_since_));
}

// After each buffer that is handed over, as long as there are failures: 100 ms that double with
// each of them.
Duration AgentProducer::BackOff(bool rejected) {
  const int64_t whole = (failures_ + 500) / 1'000;
  if (whole == 0 && !rejected) return {};
  int64_t wait = kAgentBackoffMin.micros;
  for (int64_t i = 1; i < whole && wait < kAgentBackoffMax.micros; ++i) wait *= 2;
  wait = std::min(wait, kAgentBackoffMax.micros);
  const int64_t percent =
      latencies_.Between(100 - kAgentBackoffJitterPercent, 100 + kAgentBackoffJitterPercent);
  return UpToSlice(Micros(wait * percent / 100));
}

// --- When ---

Instant AgentProducer::NextPoll(Instant from) const {
  const int64_t every = spec_.agent.poll.micros;
  const int64_t since = std::max<int64_t>((from - up_at_).micros, 0);
  return up_at_ + Micros((since + every - 1) / every * every);
}

void AgentProducer::MoveOn(Instant now, SimContext& sim) {
  // The tailer reads on when the queue has room again, not only when it polls.
  if (up_ && (NextPoll(now) == now || !offered_.empty())) Read(now, sim);
  if (!buffer_.records.empty() && (Full() || TooOld(now))) QueueBuffer();
  SendQueued(now, sim);
  Plan(now, sim);
  NoticeEnd(now, sim);
}

void AgentProducer::Plan(Instant now, SimContext& sim) {
  Instant at = kNever;
  if (!up_) {
    at = up_at_;
  } else {
    if (offered_.empty() && NextLineAt() != kNever) {
      at = NextPoll(std::max(NextLineAt(), now + Micros(1)));
    }
    const bool queue_full = static_cast<int64_t>(queue_.size()) >= kAgentQueueBuffers;
    if (!buffer_.records.empty() && !queue_full) {
      at = std::min(at, buffer_.read_at + spec_.agent.max_buffer_age);
    }
    const bool waits = !again_.empty() || !queue_.empty();
    if (waits) at = std::min(at, send_at_);
  }
  if (at == kNever) return;
  at = std::max(at, now);
  if (at == wake_at_) return;
  wake_at_ = at;
  sim.scheduler.Schedule(at, EventKind::kProducerFlush, id_.value);
}

void AgentProducer::NoticeEnd(Instant now, SimContext& sim) {
  if (done_ || NextLineAt() != kNever || held() > 0) return;
  done_ = true;
  sim.trace.Emit({now, TraceKind::kProducerDone, id_.value, spec_.stream.value,
                  static_cast<int64_t>(workload_.taken()) - passed_over_, 0});
}

// What was written before is in the file, whatever the rate is now.
void AgentProducer::SetRate(Instant now, Rate rate, SimContext& sim) {
  workload_.TakeUntil(now, SIZE_MAX, unread_);
  workload_.SetRate(now, rate);
  done_ = false;
  Plan(now, sim);
  NoticeEnd(now, sim);
}

void AgentProducer::SetKeys(const KeySpec& keys) { workload_.SetKeys(keys, latencies_.Next()); }

int64_t AgentProducer::CreatedBy(Instant now) const {
  if (!up_ && !spec_.agent.from_start) return 0;
  return static_cast<int64_t>(workload_.CreatedBy(now)) - passed_over_;
}

void AgentProducer::AddTo(Digest& digest) const {
  workload_.AddTo(digest);
  latencies_.AddTo(digest);
  unread_.AddTo(digest);
  offered_.AddTo(digest);
  const auto add = [&](const Buffer& buffer) {
    buffer.records.AddTo(digest);
    digest.Add(buffer.read_at.micros);
  };
  add(buffer_);
  for (const Buffer& buffer : queue_) add(buffer);
  for (const Buffer& buffer : again_) add(buffer);
  for (const Buffer& buffer : handed_) add(buffer);
  for (const Call& call : calls_) {
    if (!call.active) continue;
    digest.Add(call.returns_at.micros);
    add(call.buffer);
  }
  for (const int64_t number :
       {open_file_, passed_over_, failures_, send_at_.micros, backs_off_since_.micros,
        wake_at_.micros, static_cast<int64_t>(up_)}) {
    digest.Add(number);
  }
  AddCountersTo(counters_, digest);
}

}  // namespace weir
