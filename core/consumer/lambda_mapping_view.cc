// What a mapping shows of itself, and its digest.
#include "core/consumer/lambda_mapping.h"

namespace weir {

std::optional<LambdaInvocation> LambdaMapping::FindInvocation(uint64_t number) const {
  for (uint32_t lane = 0; lane < workers_.size(); ++lane) {
    const LambdaWorker& worker = workers_[lane];
    if (worker.state != LaneState::kInvoking || worker.invocation != number) continue;
    LambdaInvocation found;
    found.shard = shards_[PlaceOf(lane)].shard;
    found.window = worker.window;
    found.final_for_window = worker.final_for_window;
    found.terminated_early = worker.final_for_window && worker.terminated_early;
    if (worker.final_for_window) return found;
    for (const LambdaRecord& record : worker.lane.records()) {
      found.ordinals.push_back(record.ordinal);
    }
    return found;
  }
  return std::nullopt;
}

LambdaView LambdaMapping::View() const {
  LambdaView view;
  view.counters = lambda_;
  view.destination = spec_.lambda.on_failure;
  view.on_failure = on_failure_;
  for (uint32_t i = 0; i < workers_.size(); ++i) {
    const LambdaWorker& worker = workers_[i];
    const LambdaShard& shard = shards_[PlaceOf(i)];
    if (shard.state == LeaseState::kShardEnd) continue;
    LambdaLaneView lane;
    lane.shard = shard.shard;
    lane.lane = i % factor_;
    lane.state = worker.state;
    lane.waiting = static_cast<int64_t>(worker.lane.waiting());
    lane.in_batch = static_cast<int64_t>(worker.lane.unfinished());
    lane.attempts = worker.lane.HasPiece() ? int64_t{worker.lane.piece().attempts} : 0;
    view.lanes.push_back(lane);
  }
  return view;
}

void LambdaMapping::AddTo(Digest& digest) const {
  reader_.AddTo(digest);
  errors_.AddTo(digest);
  digest.Add(records_per_second_);
  digest.Add(static_cast<uint64_t>(paused_));
  for (const LambdaShard& shard : shards_) {
    shard.cursor.AddTo(digest);
    digest.Add(static_cast<uint64_t>(shard.shard.value) << 32 |
               static_cast<uint64_t>(shard.state) << 8 |
               static_cast<uint64_t>(shard.has_read) << 3 | static_cast<uint64_t>(shard.more) << 2 |
               static_cast<uint64_t>(shard.at_tip) << 1 | static_cast<uint64_t>(shard.awaits_put));
    digest.Add(shard.position);
    digest.Add(shard.poll_at.micros);
    digest.Add(shard.arriving ? shard.arriving->records : int64_t{-1});
    digest.Add(shard.processed);
    digest.Add(shard.lost_to_retention);
  }
  for (const LambdaWorker& worker : workers_) {
    worker.lane.AddTo(digest);
    digest.Add(worker.due.micros);
    digest.Add(static_cast<uint64_t>(worker.state) << 40 |
               static_cast<uint64_t>(worker.final_for_window) << 35 |
               static_cast<uint64_t>(worker.terminated_early) << 34 |
               static_cast<uint64_t>(worker.failed) << 33 |
               static_cast<uint64_t>(worker.reported) << 32 | worker.processed);
    digest.Add(worker.throttles);
    if (!worker.window) continue;
    digest.Add(worker.window->number);
    digest.Add(worker.window->state_bytes);
    digest.Add(worker.window->final_attempts);
  }
  proof_.AddTo(digest);
  for (const int64_t count :
       {counters_.processed, counters_.lost_to_retention, lambda_.invocations, lambda_.errors,
        lambda_.throttles, lambda_.in_flight, lambda_.read, lambda_.discarded_records,
        lambda_.lost_waiting, lambda_.told, lambda_.windows}) {
    digest.Add(count);
  }
}

}  // namespace weir
