// KclApplication: how far a lease has been processed, and that its shard is drained.
#include <algorithm>

#include "core/consumer/kcl.h"
#include "core/model/limits.h"

namespace weir {

void KclApplication::StartCheckpoint(Instant now, uint32_t index, SimContext& sim) {
  if (runs_[index].lost) {
    RefuseCheckpoint(now, index, sim);
    return;
  }
  runs_[index].tries = 0;
  ScheduleRun(now + TableLatency(), index, RunState::kCheckpointing, sim);
}

// The lease is somebody else's by now, or has not been renewed for so long that it may be.
void KclApplication::RefuseCheckpoint(Instant now, uint32_t index, SimContext& sim) {
  ShardRun& run = runs_[index];
  ++checkpoints_refused_;
  sim.trace.Emit({now, TraceKind::kCheckpointRefused, id_.value, places_[run.place].shard.value,
                  static_cast<int64_t>(run.next.ordinal), static_cast<int64_t>(run.worker)});
  if (!run.lost) LoseLease(now, index, sim);
  if (run.state != RunState::kFree) FreeRun(index);
}

void KclApplication::FinishCheckpoint(Instant now, uint32_t index, SimContext& sim) {
  ShardRun& run = runs_[index];
  const ShardIndex shard = places_[run.place].shard;
  if (run.lost || IsExpired(run, now)) {
    RefuseCheckpoint(now, index, sim);
    return;
  }
  switch (table_.Write(now, shard, run.counter, {CheckpointKind::kRecord, run.next})) {
    case TableAnswer::kConditionFailed:
      RefuseCheckpoint(now, index, sim);
      return;
    case TableAnswer::kThrottled:
      if (++run.tries < kKclCheckpointTries) {
        ScheduleRun(now + kKclCheckpointRetry, index, RunState::kCheckpointing, sim);
        return;
      }
      run.tries = 0;  // The processor goes on without.
      break;
    case TableAnswer::kDone:
      ++run.counter;
      run.renewed_at = now;
      run.since_checkpoint = 0;
      run.tries = 0;
      run.checkpoint_due = now + workers_[run.worker].clock_ahead + spec_.kcl.checkpoint_every;
      ++checkpoints_;
      sim.trace.Emit({now, TraceKind::kCheckpointed, id_.value, shard.value,
                      static_cast<int64_t>(run.next.ordinal), static_cast<int64_t>(run.worker)});
      break;
  }
  if (!run.batch.empty()) {
    StartChunk(now, now, index, sim);
  } else if (run.drained) {
    FinishBatch(now, index, sim);
  } else {
    Continue(now, std::max(now, run.cursor.read_at + spec_.poll), index, sim);
  }
}

// Child leases first, so that no crash can leave the shard's descendants unread.
void KclApplication::EndShard(Instant now, uint32_t index, SimContext& sim) {
  ShardRun& run = runs_[index];
  KclPlace& place = places_[run.place];
  if (run.lost || IsExpired(run, now)) {
    RefuseCheckpoint(now, index, sim);
    return;
  }
  if (!OtherParentsHaveLeases(place.shard, sim)) {
    ScheduleRun(now + kKclTaskBackoff, index, RunState::kEnding, sim);
    return;
  }
  bool throttled = !CreateChildLeases(now, place.shard, sim);
  KclPlace& ended = places_[run.place];  // Creating leases adds places.
  if (!throttled && !spec_.kcl.checkpoint_shard_end) {
    run.state = RunState::kStuck;
    Show(run, LeaseState::kStuck);
    sim.trace.Emit({now, TraceKind::kShardEndUnchecked, id_.value, ended.shard.value,
                    static_cast<int64_t>(run.worker), 0});
    return;
  }
  if (!throttled) {
    switch (table_.Write(now, ended.shard, run.counter, {CheckpointKind::kShardEnd, {}})) {
      case TableAnswer::kConditionFailed:
        RefuseCheckpoint(now, index, sim);
        return;
      case TableAnswer::kThrottled:
        throttled = true;
        break;
      case TableAnswer::kDone:
        break;
    }
  }
  if (throttled) {
    ScheduleRun(now + kKclTaskBackoff, index, RunState::kEnding, sim);
    return;
  }
  ++checkpoints_;
  CountGap(now, ended, ShardOf(run, sim).log().end(), true, sim);
  run.next = {ShardOf(run, sim).log().end(), 0};
  Show(run, LeaseState::kShardEnd);
  sim.trace.Emit({now, TraceKind::kShardEnd, id_.value, ended.shard.value, 0, 0});
  FreeRun(index);
}

}  // namespace weir
