// KclApplication: workers that come, go, crash, freeze and slow down.
#include <algorithm>
#include <string>

#include "core/base/text.h"
#include "core/consumer/kcl.h"
#include "core/model/limits.h"

namespace weir {

Result<void> KclApplication::CheckUp(uint32_t worker) const {
  if (worker < workers_.size() && workers_[worker].alive) return {};
  std::string up;
  for (uint32_t i = 0; i < workers_.size(); ++i) {
    if (workers_[i].alive) up += StrCat({up.empty() ? "" : ", ", std::to_string(i)});
  }
  return Error{ErrorCode::kInvalidArgument,
               StrCat({"worker ", std::to_string(worker), " of ", spec_.name,
                       worker < workers_.size() ? " is not up" : " does not exist", "; up is ",
                       up.empty() ? std::string("none") : up})};
}

void KclApplication::StartWorker(Instant now, uint32_t index, SimContext& sim) {
  KclWorker& worker = workers_[index];
  worker.alive = true;
  worker.identity = static_cast<uint32_t>(worker_of_.size());
  worker_of_.push_back(index);
  ++worker.starts;
  worker.paused_until = now;
  worker.free_at = now;
  worker.rate.reset();
  worker.looks.Clear();
  worker.taking.clear();
  sim.trace.Emit({now, TraceKind::kWorkerStarted, id_.value, index, worker.starts, 0});
  Join(now, index, sim);
}

// A graceful end asks every record processor to checkpoint first. Its leases stay in the table
// under its name and expire.
void KclApplication::EndWorker(Instant now, uint32_t index, bool graceful, SimContext& sim) {
  const std::vector<uint32_t> held = workers_[index].runs;
  for (const uint32_t place : held) {
    ShardRun& run = runs_[place];
    // What it has got done of the chunk it is at.
    if (run.state == RunState::kArriving && run.chunk_rate > 0 && now > run.chunk_begin) {
      const int64_t spent = (now - run.chunk_begin).micros;
      const int64_t done = std::min(
          run.chunk - (run.due > now ? 1 : 0),
          spent / 1'000'000 * run.chunk_rate + spent % 1'000'000 * run.chunk_rate / 1'000'000);
      Process(now, place, std::max<int64_t>(done, 0), sim);
    }
    const bool may_write = graceful && !run.lost && !IsExpired(run, now);
    if (may_write && run.since_checkpoint > 0) {
      const ShardIndex shard = places_[run.place].shard;
      const Checkpoint checkpoint{CheckpointKind::kRecord, run.next};
      if (table_.Write(now, shard, run.counter, checkpoint) == TableAnswer::kDone) {
        ++checkpoints_;
        sim.trace.Emit({now, TraceKind::kCheckpointed, id_.value, shard.value,
                        static_cast<int64_t>(run.next.ordinal), static_cast<int64_t>(index)});
      }
    }
    FreeRun(place);
  }
  KclWorker& worker = workers_[index];
  worker.alive = false;
  worker.taking.clear();
  for (size_t task = 0; task < kWorkerTasks; ++task) {
    const auto which = static_cast<WorkerTask>(task);
    if (which != WorkerTask::kStart && which != WorkerTask::kDeploy) worker.due[task] = kNever;
  }
  sim.trace.Emit({now, TraceKind::kWorkerStopped, id_.value, index, graceful ? 0 : 1, 0});
}

Result<void> KclApplication::AddWorkers(Instant now, int64_t count, SimContext& sim) {
  const int64_t there = static_cast<int64_t>(workers_.size());
  if (there + count > kWorkersMax) {
    return Error{
        ErrorCode::kLimitExceeded,
        StrCat({"with these ", spec_.name, " would have had ", std::to_string(there + count),
                " workers; at most ", std::to_string(kWorkersMax)})};
  }
  for (int64_t i = 0; i < count; ++i) {
    workers_.emplace_back();
    if (!started_) continue;  // It comes up with the others.
    StartWorker(now, static_cast<uint32_t>(workers_.size() - 1), sim);
  }
  return {};
}

Result<void> KclApplication::StopWorker(Instant now, uint32_t worker, bool graceful,
                                        std::optional<Duration> restart_after, SimContext& sim) {
  if (Result<void> up = CheckUp(worker); !up.ok()) return up;
  EndWorker(now, worker, graceful, sim);
  if (graceful) workers_[worker].due.fill(kNever);  // No deployment brings it back either.
  if (restart_after) Schedule(now + *restart_after, worker, WorkerTask::kStart, sim);
  return {};
}

// Whatever falls due meanwhile happens when it wakes up; what it is in the middle of takes longer.
Result<void> KclApplication::PauseWorker(Instant now, uint32_t index, Duration length,
                                         SimContext& sim) {
  if (Result<void> up = CheckUp(index); !up.ok()) return up;
  KclWorker& worker = workers_[index];
  const Instant frozen_already = std::max(now, worker.paused_until);
  if (now + length <= frozen_already) return {};
  const Duration longer = now + length - frozen_already;
  worker.paused_until = now + length;
  worker.free_at = std::max(worker.free_at, frozen_already) + longer;
  for (const uint32_t place : worker.runs) {
    ShardRun& run = runs_[place];
    if (run.state != RunState::kArriving || run.chunk == 0) continue;
    run.chunk_begin = run.chunk_begin + longer;
    ScheduleRun(run.due + longer, place, RunState::kArriving, sim);
  }
  sim.trace.Emit({now, TraceKind::kWorkerPaused, id_.value, index, length.micros, 0});
  return {};
}

Result<void> KclApplication::SlowWorker(uint32_t worker,
                                        std::optional<int64_t> records_per_second) {
  if (Result<void> up = CheckUp(worker); !up.ok()) return up;
  workers_[worker].rate = records_per_second;
  return {};
}

Result<void> KclApplication::SkewClock(uint32_t worker, Duration ahead) {
  if (Result<void> up = CheckUp(worker); !up.ok()) return up;
  workers_[worker].clock_ahead = ahead;
  return {};
}

Result<void> KclApplication::Deploy(Instant now, Duration down, Duration gap, SimContext& sim) {
  Instant at = now;
  for (uint32_t i = 0; i < workers_.size(); ++i) {
    if (!workers_[i].alive) continue;
    Schedule(at, i, WorkerTask::kDeploy, sim);
    Schedule(at + down, i, WorkerTask::kStart, sim);
    at = at + down + gap;
  }
  if (at > now) return {};
  return Error{ErrorCode::kInvalidArgument, StrCat({"no worker of ", spec_.name, " is up"})};
}

}  // namespace weir
