#include "core/consumer/kcl.h"

#include <algorithm>
#include <string>

#include "core/base/check.h"
#include "core/base/text.h"
#include "core/model/limits.h"

namespace weir {
namespace {

// An event's detail: a task of a worker, or a place in runs_.
constexpr uint32_t kTaskBit = uint32_t{1} << 31;
constexpr uint32_t kTaskShift = 24;
constexpr uint32_t kWorkerMask = (uint32_t{1} << kTaskShift) - 1;

// A frozen process does nothing; what starts or stops it comes from outside.
bool FreezesWithWorker(WorkerTask task) {
  return task != WorkerTask::kStart && task != WorkerTask::kDeploy;
}

}  // namespace

KclApplication::KclApplication(ConsumerId id, const ConsumerSpec& spec, uint64_t seed)
    : id_(id),
      spec_(spec),
      reader_(id, spec, seed),
      table_latencies_(Prng::ForComponent(seed, StrCat({spec.name, "/lease-table"}))),
      shuffle_(Prng::ForComponent(seed, StrCat({spec.name, "/lease-taking"}))),
      table_(spec.kcl.table_writes_per_second),
      records_per_second_(spec.records_per_second),
      workers_(static_cast<size_t>(spec.workers)) {}

void KclApplication::OnStart(Instant now, SimContext& sim) {
  started_ = true;
  for (uint32_t i = 0; i < workers_.size(); ++i) {
    if (!workers_[i].alive) StartWorker(now, i, sim);
  }
}

Duration KclApplication::TableLatency() {
  return Micros(table_latencies_.Between(spec_.kcl.table_latency_min.micros,
                                         spec_.kcl.table_latency_max.micros));
}

void KclApplication::Schedule(Instant at, uint32_t worker, WorkerTask task, SimContext& sim) {
  const auto place = static_cast<uint32_t>(task);
  workers_[worker].due[place] = at;
  sim.scheduler.Schedule(at, EventKind::kConsumerPoll, id_.value,
                         kTaskBit | place << kTaskShift | worker);
}

void KclApplication::ScheduleRun(Instant at, uint32_t run, RunState state, SimContext& sim) {
  const EventKind kind =
      state == RunState::kArriving ? EventKind::kConsumerDone : EventKind::kConsumerPoll;
  runs_[run].state = state;
  runs_[run].due = at;
  sim.scheduler.Schedule(at, kind, id_.value, run);
}

// An event whose time is not the one that is noted belongs to something that is over.
void KclApplication::OnDue(Instant now, uint32_t detail, SimContext& sim) {
  if ((detail & kTaskBit) == 0) {
    ShardRun& run = runs_[detail];
    if (run.due != now) return;
    const Instant frozen_until = workers_[run.worker].paused_until;
    if (now < frozen_until) {
      ScheduleRun(frozen_until, detail, run.state, sim);
      return;
    }
    run.due = kNever;
    ContinueRun(now, detail, sim);
    return;
  }
  const uint32_t index = detail & kWorkerMask;
  const auto task = static_cast<WorkerTask>((detail & ~kTaskBit) >> kTaskShift);
  KclWorker& worker = workers_[index];
  Instant& due = worker.due[static_cast<size_t>(task)];
  if (due != now) return;
  if (now < worker.paused_until && FreezesWithWorker(task)) {
    Schedule(worker.paused_until, index, task, sim);
    return;
  }
  due = kNever;
  RunTask(now, index, task, sim);
}

void KclApplication::RunTask(Instant now, uint32_t worker, WorkerTask task, SimContext& sim) {
  const KclSpec& kcl = spec_.kcl;
  switch (task) {
    case WorkerTask::kStart:
      if (!workers_[worker].alive) StartWorker(now, worker, sim);
      return;
    case WorkerTask::kDeploy:
      if (workers_[worker].alive) EndWorker(now, worker, true, sim);
      return;
    case WorkerTask::kCreate:
      CreateFirstLeases(now, worker, sim);
      return;
    case WorkerTask::kJoin:
      Join(now, worker, sim);
      return;
    case WorkerTask::kRenew:  // At a fixed rate, however long the answers take.
      Schedule(now + TableLatency(), worker, WorkerTask::kRenewed, sim);
      Schedule(now + kcl.failover_time / 3 - kKclEpsilon, worker, WorkerTask::kRenew, sim);
      return;
    case WorkerTask::kRenewed:
      RenewLeases(now, worker, sim);
      return;
    case WorkerTask::kLook:
      Schedule(now + TableLatency(), worker, WorkerTask::kLooked, sim);
      return;
    case WorkerTask::kLooked:
      LookForLeases(now, worker, sim);
      return;
    case WorkerTask::kTook:
      TakeNextLease(now, worker, sim);
      return;
    case WorkerTask::kSync:
      Schedule(now + TableLatency(), worker, WorkerTask::kSynced, sim);
      Schedule(now + kcl.shard_sync, worker, WorkerTask::kSync, sim);
      return;
    case WorkerTask::kSynced:
      SyncLeases(now, worker, sim);
      return;
  }
}

void KclApplication::ContinueRun(Instant now, uint32_t index, SimContext& sim) {
  switch (runs_[index].state) {
    case RunState::kBlocked:
      OpenShard(now, index, sim);
      return;
    case RunState::kWaiting:
      ReadShard(now, index, sim);
      return;
    case RunState::kArriving:
    case RunState::kFailing:
      FinishChunk(now, index, sim);
      return;
    case RunState::kCheckpointing:
      FinishCheckpoint(now, index, sim);
      return;
    case RunState::kEnding:
      EndShard(now, index, sim);
      return;
    case RunState::kFree:
    case RunState::kAwaitsPut:
    case RunState::kPaused:
    case RunState::kStuck:
      WEIR_CHECK(false);  // None of these is due at any time.
  }
}

void KclApplication::OnPut(Instant now, SimContext& sim) {
  if (!reader_.pushed()) return;
  for (uint32_t i = 0; i < runs_.size(); ++i) {
    if (runs_[i].state == RunState::kAwaitsPut) Continue(now, now, i, sim);
  }
}

void KclApplication::OnTrim(Instant now, SimContext& sim) {
  const Stream& stream = sim.streams.stream(spec_.stream);
  // What a worker has in hand is not lost yet.
  std::vector<bool> in_hand(places_.size());
  for (const ShardRun& run : runs_) {
    if (run.state == RunState::kFree || run.batch.empty()) continue;
    const std::optional<RecordPlace>& done = places_[run.place].done;
    if (done && run.batch.first_ordinal() <= done->ordinal) in_hand[run.place] = true;
  }
  for (size_t i = 0; i < places_.size(); ++i) {
    if (in_hand[i]) continue;
    CountGap(now, places_[i], stream.shard(places_[i].shard).log().trim_horizon(), true, sim);
  }
}

void KclApplication::SetPaused(Instant now, bool paused, SimContext& sim) {
  if (paused == paused_) return;
  paused_ = paused;
  if (paused) return;  // Each stops before its next read.
  for (uint32_t i = 0; i < runs_.size(); ++i) {
    if (runs_[i].state == RunState::kPaused) Continue(now, now, i, sim);
  }
}

void KclApplication::AddToView(Instant now, ConsumerView& view) const {
  view.replayed = replayed_;
  view.skipped = skipped_;
  view.misrouted = misrouted_;
  view.checkpoints = checkpoints_;
  view.checkpoints_refused = checkpoints_refused_;
  view.table_throttled = table_.throttled();
  for (const KclWorker& worker : workers_) {
    WorkerView out;
    out.alive = worker.alive;
    out.paused = worker.alive && now < worker.paused_until;
    out.leases = static_cast<int64_t>(worker.runs.size());
    out.starts = worker.starts;
    out.processed = worker.processed;
    out.records_per_second = worker.rate.value_or(records_per_second_);
    out.clock_ahead = worker.clock_ahead;
    view.workers.push_back(out);
  }
  for (size_t i = 0; i < places_.size(); ++i) {
    const LeaseRow& row = *table_.Find(places_[i].shard);
    LeaseRowView out;
    out.owned = row.owner != kNoOwner;
    out.deleted = row.deleted;
    out.counter = row.counter;
    out.counter_age = now - row.changed_at;
    out.checkpoint = row.checkpoint.kind;
    out.checkpoint_ordinal = row.checkpoint.place.ordinal;
    out.takes = row.takes;
    out.replayed = places_[i].replayed;
    view.leases[i].row = out;
  }
}

uint64_t KclApplication::LastDraw() const {
  Digest digest;
  digest.Add(reader_.LastDraw());
  digest.Add(Prng(table_latencies_).Next());
  digest.Add(Prng(shuffle_).Next());
  return digest.value();
}

void KclWorker::AddTo(Digest& digest) const {
  digest.Add(static_cast<uint64_t>(identity) << 1 | (alive ? 1 : 0));
  digest.Add(starts);
  digest.Add(paused_until.micros);
  digest.Add(free_at.micros);
  digest.Add(rate.value_or(-1));
  digest.Add(clock_ahead.micros);
  for (const Instant at : due) digest.Add(at.micros);
  looks.AddTo(digest);
  for (const LeaseToTake& lease : taking) {
    digest.Add(static_cast<uint64_t>(lease.shard.value) << 32 | lease.from);
    digest.Add(lease.counter);
  }
  for (const uint32_t run : runs) digest.Add(run);
}

void ShardRun::AddTo(Digest& digest) const {
  digest.Add(static_cast<uint64_t>(state) << 2 | (lost ? 2 : 0) | (drained ? 1 : 0));
  if (state == RunState::kFree) return;
  digest.Add(static_cast<uint64_t>(worker) << 32 | identity);
  digest.Add(static_cast<uint64_t>(place));
  digest.Add(due.micros);
  digest.Add(counter);
  digest.Add(renewed_at.micros);
  digest.Add(start.place.ordinal);
  cursor.AddTo(digest);
  batch.AddTo(digest);
  digest.Add(chunk);
  digest.Add(chunk_rate);
  digest.Add(chunk_begin.micros);
  digest.Add(next.ordinal);
  digest.Add(static_cast<uint64_t>(next.sub));
  digest.Add(since_checkpoint);
  digest.Add(checkpoint_due.micros);
  digest.Add(tries);
}

void KclApplication::AddTo(Digest& digest) const {
  reader_.AddTo(digest);
  table_latencies_.AddTo(digest);
  shuffle_.AddTo(digest);
  table_.AddTo(digest);
  digest.Add(records_per_second_);
  digest.Add(static_cast<uint64_t>(paused_) << 1 | static_cast<uint64_t>(started_));
  digest.Add(static_cast<uint64_t>(creator_.value_or(kNoOwner)));
  for (const KclWorker& worker : workers_) worker.AddTo(digest);
  for (const ShardRun& run : runs_) run.AddTo(digest);
  for (const uint32_t run : free_runs_) digest.Add(run);
  for (const KclPlace& place : places_) {
    digest.Add(static_cast<uint64_t>(place.shard.value) << 32 | place.worker);
    digest.Add(static_cast<uint64_t>(place.state));
    digest.Add(place.position);
    digest.Add(place.done ? place.done->ordinal : UINT64_MAX);
    digest.Add(static_cast<uint64_t>(place.done ? place.done->sub : 0));
    digest.Add(place.iterator_age.micros);
    digest.Add(place.processed);
    digest.Add(place.lost_to_retention);
    digest.Add(place.replayed);
  }
  proof_.AddTo(digest);
  digest.Add(counters_.processed);
  digest.Add(counters_.lost_to_retention);
  digest.Add(replayed_);
  digest.Add(skipped_);
  digest.Add(misrouted_);
  digest.Add(checkpoints_);
  digest.Add(checkpoints_refused_);
}

}  // namespace weir
