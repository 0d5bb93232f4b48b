// KclApplication: who owns which lease.
#include <algorithm>

#include "core/base/check.h"
#include "core/consumer/kcl.h"
#include "core/model/limits.h"

namespace weir {
namespace {

// From the end of one look to the next.
Duration TakerInterval(const KclSpec& kcl) {
  if (kcl.taker_interval > Seconds(0)) return kcl.taker_interval;
  return (kcl.failover_time + kKclEpsilon) * 2;
}

}  // namespace

// The library waits a random time before it makes the leases, so that only one worker does. Here it
// is the first one; the others look every few seconds whether there are any.
void KclApplication::Join(Instant now, uint32_t index, SimContext& sim) {
  if (table_.empty()) {
    const bool in_work = creator_ && workers_[worker_of_[*creator_]].identity == *creator_ &&
                         workers_[worker_of_[*creator_]].alive;
    if (in_work) {
      Schedule(now + kKclTableCheck, index, WorkerTask::kJoin, sim);
      return;
    }
    creator_ = workers_[index].identity;
    const auto leases = static_cast<int64_t>(FirstShards(sim.streams.stream(spec_.stream)).size());
    Schedule(now + TableLatency() * std::max<int64_t>(leases, 1), index, WorkerTask::kCreate, sim);
    return;
  }
  Schedule(now, index, WorkerTask::kLook, sim);
  Schedule(now + spec_.kcl.failover_time / 3 - kKclEpsilon, index, WorkerTask::kRenew, sim);
  Schedule(now + spec_.kcl.shard_sync, index, WorkerTask::kSync, sim);
}

// LATEST concerns only what comes from now on; otherwise the oldest generation comes first.
std::vector<ShardIndex> KclApplication::FirstShards(const Stream& stream) const {
  std::vector<ShardIndex> first;
  const auto there = [&](std::optional<ShardIndex> parent) {
    return parent && stream.shard(*parent).state() != ShardState::kExpired;
  };
  for (uint32_t i = 0; i < stream.shards().size(); ++i) {
    const Shard& shard = stream.shards()[i];
    if (shard.state() == ShardState::kExpired) continue;
    const bool open = shard.state() == ShardState::kOpen;
    const ShardLineage& lineage = shard.lineage();
    const bool root = !there(lineage.parent) && !there(lineage.adjacent_parent);
    if (spec_.start == ShardIteratorType::kLatest ? open : root) first.push_back({i});
  }
  return first;
}

void KclApplication::CreateFirstLeases(Instant now, uint32_t index, SimContext& sim) {
  CheckpointKind kind = CheckpointKind::kTrimHorizon;
  if (spec_.start == ShardIteratorType::kLatest) kind = CheckpointKind::kLatest;
  if (spec_.start == ShardIteratorType::kAtTimestamp) kind = CheckpointKind::kAtTimestamp;
  for (const ShardIndex shard : FirstShards(sim.streams.stream(spec_.stream))) {
    if (CreateLease(now, shard, kind, sim) != TableAnswer::kThrottled) continue;
    Schedule(now + kKclTaskBackoff, index, WorkerTask::kCreate, sim);
    return;
  }
  Join(now, index, sim);
}

TableAnswer KclApplication::CreateLease(Instant now, ShardIndex shard, CheckpointKind kind,
                                        SimContext& sim) {
  const TableAnswer answer = table_.Create(now, shard, {kind, {}});
  if (answer != TableAnswer::kDone) return answer;
  const ShardLog& log = sim.streams.stream(spec_.stream).shard(shard).log();
  const bool child = sim.streams.stream(spec_.stream).shard(shard).lineage().parent.has_value();
  KclPlace place;
  place.shard = shard;
  place.state = LeaseState::kUnowned;
  // From where on every record has to be processed, or is accounted for.
  if (kind == CheckpointKind::kTrimHorizon) place.done = {{child ? 0 : log.trim_horizon(), 0}};
  if (kind == CheckpointKind::kAtTimestamp) {
    place.done = {{log.FirstAtOrAfter(spec_.start_timestamp), 0}};
  }
  place.position = place.done ? place.done->ordinal : log.end();
  places_.push_back(place);
  if (shard.index() >= place_of_.size()) place_of_.resize(shard.index() + 1);
  place_of_[shard.index()] = static_cast<uint32_t>(places_.size());
  sim.trace.Emit({now, TraceKind::kLeaseCreated, id_.value, shard.value, 0, 0});
  return answer;
}

bool KclApplication::CreateChildLeases(Instant now, ShardIndex parent, SimContext& sim) {
  for (const ShardIndex child : sim.streams.stream(spec_.stream).ChildrenOf(parent)) {
    if (table_.Find(child) != nullptr) continue;
    if (CreateLease(now, child, CheckpointKind::kTrimHorizon, sim) == TableAnswer::kThrottled) {
      return false;
    }
  }
  return true;
}

bool KclApplication::OtherParentsHaveLeases(ShardIndex parent, const SimContext& sim) const {
  const Stream& stream = sim.streams.stream(spec_.stream);
  const auto known = [&](std::optional<ShardIndex> other) {
    return !other || table_.Find(*other) != nullptr ||
           stream.shard(*other).state() == ShardState::kExpired;
  };
  return std::ranges::all_of(stream.ChildrenOf(parent), [&](ShardIndex child) {
    const ShardLineage& lineage = stream.shard(child).lineage();
    return known(lineage.parent) && known(lineage.adjacent_parent);
  });
}

void KclApplication::RenewLeases(Instant now, uint32_t index, SimContext& sim) {
  const std::vector<uint32_t> held = workers_[index].runs;  // Losing one changes the list.
  for (const uint32_t place : held) {
    ShardRun& run = runs_[place];
    if (run.lost) continue;
    // A lease that this worker let expire is not renewed, even if nobody has taken it yet.
    if (IsExpired(run, now)) {
      LoseLease(now, place, sim);
      continue;
    }
    const ShardIndex shard = places_[run.place].shard;
    TableAnswer answer = TableAnswer::kThrottled;
    for (int64_t i = 0; i < kKclRenewTries && answer == TableAnswer::kThrottled; ++i) {
      answer = table_.Renew(now, shard, run.counter);
    }
    if (answer == TableAnswer::kDone) {
      ++run.counter;
      run.renewed_at = now;
    } else if (answer == TableAnswer::kConditionFailed) {
      LoseLease(now, place, sim);
    } else {
      sim.trace.Emit(
          {now, TraceKind::kRenewalFailed, id_.value, shard.value, static_cast<int64_t>(index), 0});
    }
  }
}

void KclApplication::LookForLeases(Instant now, uint32_t index, SimContext& sim) {
  KclWorker& worker = workers_[index];
  const KclSpec& kcl = spec_.kcl;
  if (table_.Scan(now) == TableAnswer::kDone) {
    worker.looks.Add(now, kcl.failover_time);
    worker.taking = LeasesToTake(table_, worker.identity, worker.looks, now,
                                 {kcl.failover_time, kcl.steal_max, kcl.leases_max}, shuffle_);
  }
  if (!worker.taking.empty()) {
    Schedule(now + TableLatency(), index, WorkerTask::kTook, sim);
    return;
  }
  Schedule(now + TakerInterval(kcl), index, WorkerTask::kLook, sim);
}

void KclApplication::TakeNextLease(Instant now, uint32_t index, SimContext& sim) {
  KclWorker& worker = workers_[index];
  const LeaseToTake lease = worker.taking.front();
  worker.taking.erase(worker.taking.begin());
  TableAnswer answer = TableAnswer::kThrottled;
  for (int64_t i = 0; i < kKclTakeTries && answer == TableAnswer::kThrottled; ++i) {
    answer = table_.Take(now, lease.shard, lease.counter, worker.identity);
  }
  if (answer == TableAnswer::kDone) {
    const int64_t from = lease.from == kNoOwner ? -1 : static_cast<int64_t>(worker_of_[lease.from]);
    sim.trace.Emit({now, lease.stolen ? TraceKind::kLeaseStolen : TraceKind::kLeaseTaken, id_.value,
                    lease.shard.value, static_cast<int64_t>(index), from});
    BeginRun(now, index, *table_.Find(lease.shard), sim);
  }
  if (!workers_[index].taking.empty()) {
    Schedule(now + TableLatency(), index, WorkerTask::kTook, sim);
    return;
  }
  Schedule(now + TakerInterval(spec_.kcl), index, WorkerTask::kLook, sim);
}

// Only one worker does it at a time. Modelled: the first one that is up.
void KclApplication::SyncLeases(Instant now, uint32_t index, SimContext& sim) {
  for (uint32_t i = 0; i < index; ++i) {
    if (workers_[i].alive) return;
  }
  if (table_.Scan(now) != TableAnswer::kDone) return;
  const Stream& stream = sim.streams.stream(spec_.stream);
  const std::vector<LeaseRow> rows = table_.rows();  // Creating leases adds to them.
  for (const LeaseRow& row : rows) {
    if (row.deleted || !row.ended()) continue;
    if (!CreateChildLeases(now, row.shard, sim)) return;
    if (!ChildrenAreProcessed(stream, row.shard)) continue;
    if (table_.Delete(now, row.shard) != TableAnswer::kDone) return;
    sim.trace.Emit({now, TraceKind::kLeaseDeleted, id_.value, row.shard.value, 0, 0});
  }
}

// A child that has a checkpoint of its own will never need its parent's lease again.
bool KclApplication::ChildrenAreProcessed(const Stream& stream, ShardIndex parent) const {
  const std::vector<ShardIndex> children = stream.ChildrenOf(parent);
  return !children.empty() && std::ranges::all_of(children, [&](ShardIndex child) {
    const LeaseRow* row = table_.Find(child);
    return row != nullptr && (row->deleted || row->checkpoint.kind >= CheckpointKind::kRecord);
  });
}

// A parent without a lease is gone, or none of this application's.
bool KclApplication::ParentsDrained(const Stream& stream, ShardIndex shard) const {
  const auto drained = [&](std::optional<ShardIndex> parent) {
    if (!parent) return true;
    const LeaseRow* row = table_.Find(*parent);
    return row == nullptr || row->deleted || row->ended();
  };
  const ShardLineage& lineage = stream.shard(shard).lineage();
  return drained(lineage.parent) && drained(lineage.adjacent_parent);
}

void KclApplication::BeginRun(Instant now, uint32_t index, const LeaseRow& row, SimContext& sim) {
  uint32_t place = static_cast<uint32_t>(runs_.size());
  if (free_runs_.empty()) {
    runs_.emplace_back();
  } else {
    place = free_runs_.back();
    free_runs_.pop_back();
  }
  ShardRun run;
  run.worker = index;
  run.identity = workers_[index].identity;
  run.place = place_of_[row.shard.index()] - 1;
  run.counter = row.counter;
  run.renewed_at = now;
  run.start = row.checkpoint;
  run.cursor.shard = row.shard;
  runs_[place] = std::move(run);
  workers_[index].runs.push_back(place);
  places_[runs_[place].place].worker = index;
  OpenShard(now, place, sim);
}

// By the time that passed on this worker: no clock is compared with another's.
bool KclApplication::IsExpired(const ShardRun& run, Instant now) const {
  return now - run.renewed_at > spec_.kcl.failover_time;
}

void KclApplication::LoseLease(Instant now, uint32_t index, SimContext& sim) {
  ShardRun& run = runs_[index];
  run.lost = true;
  const ShardIndex shard = places_[run.place].shard;
  sim.trace.Emit({now, TraceKind::kLeaseLost, id_.value, shard.value,
                  static_cast<int64_t>(run.worker), IsExpired(run, now) ? 1 : 0});
  // Whoever is in the middle of a batch finishes it: nothing interrupts a record processor.
  const bool in_the_middle = run.state == RunState::kArriving
                                 ? run.chunk_begin <= now && !run.batch.empty()
                                 : run.state == RunState::kCheckpointing ||
                                       run.state == RunState::kEnding ||
                                       run.state == RunState::kFailing;
  if (!in_the_middle) FreeRun(index);
}

void KclApplication::FreeRun(uint32_t index) {
  ShardRun& run = runs_[index];
  if (table_.Find(places_[run.place].shard)->owner == run.identity &&
      places_[run.place].state != LeaseState::kShardEnd) {
    Show(run, LeaseState::kUnowned);
  }
  std::erase(workers_[run.worker].runs, index);
  ShardRun free;
  free.worker = run.worker;
  free.identity = run.identity;
  free.place = run.place;
  free.begin = run.begin;
  free.next = run.next;
  run = std::move(free);
  free_runs_.push_back(index);
}

// Only what the owner does is shown; a worker that lost the lease works behind the scenes.
void KclApplication::Show(const ShardRun& run, LeaseState state) {
  KclPlace& place = places_[run.place];
  if (table_.Find(place.shard)->owner != run.identity) return;
  place.state = state;
  const bool opened = state != LeaseState::kBlocked && state != LeaseState::kUnowned;
  if (opened) place.position = run.next.ordinal;
}

}  // namespace weir
