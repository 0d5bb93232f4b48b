// KclApplication: what a worker does with a lease it holds.
//
//   open -> read -> arrive -> chunk -> chunk -> ... -> checkpoint -> read ...
//                               '-- poisoned: try again, or skip it, or the rest of the batch
//
// A chunk is as much of a batch as is processed without a break: up to a checkpoint or a poisoned
// record.
#include <algorithm>
#include <utility>

#include "core/base/check.h"
#include "core/consumer/kcl.h"
#include "core/consumer/poison.h"
#include "core/consumer/proving.h"
#include "core/model/limits.h"

namespace weir {

const Shard& KclApplication::ShardOf(const ShardRun& run, const SimContext& sim) const {
  return sim.streams.stream(spec_.stream).shard(places_[run.place].shard);
}

void KclApplication::PassDone(KclPlace& place, RecordPlace next) {
  if (!place.done || *place.done < next) place.done = next;
}

// Records up to `up_to` will not be processed: retention has them, or a worker began after them.
void KclApplication::CountGap(Instant now, KclPlace& place, uint64_t up_to, bool lost,
                              SimContext& sim) {
  if (!place.done || up_to <= place.done->ordinal) return;
  const int64_t records = static_cast<int64_t>(up_to - place.done->ordinal);
  place.done = {{up_to, 0}};
  place.position = std::max(place.position, up_to);
  if (!lost) {
    skipped_ += records;
    return;
  }
  place.lost_to_retention += records;
  counters_.lost_to_retention += records;
  sim.trace.Emit({now, TraceKind::kFellOffHorizon, id_.value, place.shard.value, records, 0});
}

void KclApplication::OpenShard(Instant now, uint32_t index, SimContext& sim) {
  ShardRun& run = runs_[index];
  KclPlace& place = places_[run.place];
  if (!ParentsDrained(sim.streams.stream(spec_.stream), place.shard)) {
    Show(run, LeaseState::kBlocked);
    ScheduleRun(now + spec_.kcl.parent_poll, index, RunState::kBlocked, sim);
    return;
  }
  bool opened = false;
  switch (run.start.kind) {
    case CheckpointKind::kTrimHorizon:
      opened = reader_.Open(now, ShardIteratorType::kTrimHorizon, run.cursor, sim);
      break;
    case CheckpointKind::kLatest:
      opened = reader_.Open(now, ShardIteratorType::kLatest, run.cursor, sim);
      break;
    case CheckpointKind::kAtTimestamp:
      opened = reader_.Open(now, ShardIteratorType::kAtTimestamp, run.cursor, sim);
      break;
    case CheckpointKind::kRecord:
      opened = reader_.OpenAt(now, run.start.place.ordinal, run.cursor, sim);
      break;
    case CheckpointKind::kShardEnd:
      break;  // Such a lease is never taken.
  }
  if (!opened) {
    if (ShardOf(run, sim).state() == ShardState::kExpired) {
      run.drained = true;
      FinishBatch(now, index, sim);
      return;
    }
    ScheduleRun(now + spec_.poll, index, RunState::kBlocked, sim);  // The stream is not there.
    return;
  }
  run.next = {run.cursor.iterator->next.ordinal, 0};
  if (run.start.kind == CheckpointKind::kRecord && run.start.place.ordinal == run.next.ordinal) {
    run.next.sub = run.start.place.sub;
  }
  run.begin = run.next;
  // A worker that begins at LATEST, because nobody had checkpointed, passes over what has come.
  CountGap(now, place, run.next.ordinal, run.start.kind != CheckpointKind::kLatest, sim);
  if (!place.done) place.done = run.next;
  run.checkpoint_due = now + workers_[run.worker].clock_ahead + spec_.kcl.checkpoint_every;
  Continue(now, now, index, sim);
}

void KclApplication::Continue(Instant now, Instant read_at, uint32_t index, SimContext& sim) {
  ShardRun& run = runs_[index];
  if (paused_) {
    run.state = RunState::kPaused;
    Show(run, LeaseState::kPaused);
    return;
  }
  Show(run, LeaseState::kWaiting);
  const Instant at = reader_.pushed() ? reader_.NextPushAt(now, run.cursor, sim) : read_at;
  if (at == kNever) {
    run.state = RunState::kAwaitsPut;
    return;
  }
  ScheduleRun(at, index, RunState::kWaiting, sim);
}

void KclApplication::ReadShard(Instant now, uint32_t index, SimContext& sim) {
  ShardRun& run = runs_[index];
  if (paused_) {
    Continue(now, now, index, sim);
    return;
  }
  ReadResult result = reader_.Read(now, run.cursor, sim);
  counters_.reads_throttled = reader_.counters().throttled;
  counters_.iterators_expired = reader_.counters().iterators_expired;
  counters_.subscriptions = reader_.counters().subscriptions;
  switch (result.answer) {
    case ReadAnswer::kRecords:
      Receive(now, index, std::move(result), sim);
      return;
    case ReadAnswer::kNothing:
      Continue(now, now, index, sim);
      return;
    case ReadAnswer::kExpired:
      ScheduleRun(now + spec_.latency_min, index, RunState::kWaiting, sim);
      return;
    case ReadAnswer::kThrottled:
    case ReadAnswer::kUnavailable:
      ScheduleRun(now + (reader_.pushed() ? kSubscribeEvery : spec_.poll), index,
                  RunState::kWaiting, sim);
      return;
    case ReadAnswer::kShardGone:
      run.drained = true;
      FinishBatch(now, index, sim);
      return;
  }
}

void KclApplication::Receive(Instant now, uint32_t index, ReadResult result, SimContext& sim) {
  LogRead& read = result.output.read;
  ShardRun& run = runs_[index];
  KclPlace& place = places_[run.place];
  run.drained = !run.cursor.iterator;
  const bool some = !read.slices.empty();
  uint64_t from = run.drained ? ShardOf(run, sim).log().end() : 0;
  if (some) {
    from = read.slices.front().first_ordinal;
  } else if (!run.drained) {
    from = run.cursor.iterator->next.ordinal;
  }
  if (from > run.next.ordinal) {  // Retention was faster.
    CountGap(now, place, from, true, sim);
    run.next = {from, 0};
  }
  run.batch = RecordBatch(std::move(read), place.shard, run.next);
  Show(run, LeaseState::kReading);
  StartChunk(now, now + result.latency, index, sim);
}

bool KclApplication::IsMisrouted(const ShardRun& run, const PlacedRecord& record,
                                 const SimContext& sim) const {
  if (!record.hash_place) return false;
  const HashKeyRange& range = ShardOf(run, sim).range();
  return *record.hash_place < PlaceInSpace(range.starting) ||
         *record.hash_place > PlaceInSpace(range.ending);
}

bool KclApplication::IsPoisonedNext(const ShardRun& run, const SimContext& sim) const {
  bool poisoned = false;
  run.batch.Look(sim.streams.aggregates(), [&](const PlacedRecord& record) {
    poisoned =
        record.record && IsPoisoned(spec_.poison, *record.record) && !IsMisrouted(run, record, sim);
    return false;
  });
  return poisoned;
}

void KclApplication::StartChunk(Instant now, Instant earliest, uint32_t index, SimContext& sim) {
  ShardRun& run = runs_[index];
  const KclSpec& kcl = spec_.kcl;
  const bool counted = kcl.checkpoint == CheckpointPolicy::kRecords;
  const int64_t most =
      counted ? std::max<int64_t>(kcl.checkpoint_records - run.since_checkpoint, 1) : INT64_MAX;
  int64_t chunk = 0;
  run.batch.Look(sim.streams.aggregates(), [&](const PlacedRecord& record) {
    const bool poisoned = spec_.poison.any() && record.record &&
                          IsPoisoned(spec_.poison, *record.record) &&
                          !IsMisrouted(run, record, sim);
    if (chunk == most || poisoned) return false;
    ++chunk;
    return true;
  });
  KclWorker& worker = workers_[run.worker];
  run.chunk = chunk;
  run.chunk_rate = worker.rate.value_or(records_per_second_);
  run.chunk_begin = std::max(now, earliest);
  Instant done = run.chunk_begin;
  if (chunk > 0) {
    run.chunk_begin = std::max(run.chunk_begin, worker.free_at);
    done = run.chunk_begin;
    if (run.chunk_rate > 0) {
      done = done + Micros((chunk * 1'000'000 + run.chunk_rate - 1) / run.chunk_rate);
    }
    worker.free_at = done;
    Show(run, LeaseState::kProcessing);
  }
  ScheduleRun(done, index, RunState::kArriving, sim);
}

void KclApplication::FinishChunk(Instant now, uint32_t index, SimContext& sim) {
  Process(now, index, runs_[index].chunk, sim);
  ShardRun& run = runs_[index];
  run.chunk = 0;
  if (!run.batch.empty() && IsPoisonedNext(run, sim)) {
    Fail(now, index, sim);
    return;
  }
  const KclSpec& kcl = spec_.kcl;
  const bool due = kcl.checkpoint == CheckpointPolicy::kRecords &&
                   run.since_checkpoint >= kcl.checkpoint_records;
  if (due) {
    StartCheckpoint(now, index, sim);
  } else if (!run.batch.empty()) {
    StartChunk(now, now, index, sim);
  } else {
    FinishBatch(now, index, sim);
  }
}

void KclApplication::MoveOn(ShardRun& run, const PlacedRecord& record) {
  run.next = record.last ? RecordPlace{record.place.ordinal + 1, 0}
                         : RecordPlace{record.place.ordinal, record.place.sub + 1};
  ++run.since_checkpoint;
  PassDone(places_[run.place], run.next);
}

void KclApplication::Process(Instant now, uint32_t index, int64_t user_records, SimContext& sim) {
  if (user_records == 0) return;
  ShardRun& run = runs_[index];
  KclPlace& place = places_[run.place];
  int64_t left = user_records;
  int64_t records = 0;
  int64_t again = 0;
  Instant arrived;
  run.batch.Take(sim.streams.aggregates(), [&](const PlacedRecord& record) {
    if (left == 0) return false;
    --left;
    arrived = record.arrived_at;
    records += record.last ? 1 : 0;
    if (IsMisrouted(run, record, sim)) {
      ++misrouted_;
    } else if (place.done && record.place < *place.done) {
      ++again;
    } else if (record.record) {
      ProveRecord(now, {id_, spec_.stream, proof_}, *record.record, sim);
    }
    MoveOn(run, record);
    return true;
  });
  place.processed += records;
  counters_.processed += records;
  workers_[run.worker].processed += records;
  place.iterator_age = now - arrived;
  Show(run, place.state);
  sim.metrics.Processed(spec_.stream, place.shard, id_, place.iterator_age);
  sim.trace.Emit({now, TraceKind::kProcessed, id_.value, place.shard.value, records,
                  place.iterator_age.micros});
  if (again == 0) return;
  place.replayed += again;
  replayed_ += again;
  proof_.OnceMore(OrderCause::kAgainAfterCrash, again);
  sim.trace.Emit({now, TraceKind::kProcessedAgain, id_.value, place.shard.value, again,
                  static_cast<int64_t>(run.worker)});
}

void KclApplication::Skip(uint32_t index, bool whole_batch, SimContext& sim) {
  ShardRun& run = runs_[index];
  bool first = true;
  run.batch.Take(sim.streams.aggregates(), [&](const PlacedRecord& record) {
    if (!first && !whole_batch) return false;
    first = false;
    const std::optional<RecordPlace>& done = places_[run.place].done;
    const bool again = done && record.place < *done;
    if (!again && !IsMisrouted(run, record, sim)) ++skipped_;
    MoveOn(run, record);
    return true;
  });
}

// The record processor fails on the next record.
void KclApplication::Fail(Instant now, uint32_t index, SimContext& sim) {
  ShardRun& run = runs_[index];
  if (run.lost) {
    FreeRun(index);
    return;
  }
  if (++run.tries == 1) {
    run.batch.Look(sim.streams.aggregates(), [&](const PlacedRecord& record) {
      sim.trace.Emit({now, TraceKind::kRecordFailed, id_.value, places_[run.place].shard.value,
                      static_cast<int64_t>(record.record->key),
                      static_cast<int64_t>(record.record->number)});
      return false;
    });
  }
  const KclSpec& kcl = spec_.kcl;
  if (kcl.on_error == OnError::kRetry || run.tries <= kcl.retries) {
    ScheduleRun(now + kcl.backoff, index, RunState::kFailing, sim);
    return;
  }
  run.tries = 0;
  Skip(index, kcl.on_error == OnError::kSkipBatch, sim);
  FinishChunk(now, index, sim);
}

void KclApplication::FinishBatch(Instant now, uint32_t index, SimContext& sim) {
  ShardRun& run = runs_[index];
  if (run.drained) {
    if (run.lost) {
      FreeRun(index);
      return;
    }
    run.tries = 0;
    ScheduleRun(now + TableLatency(), index, RunState::kEnding, sim);
    return;
  }
  const KclSpec& kcl = spec_.kcl;
  const Instant clock = now + workers_[run.worker].clock_ahead;
  const bool wanted = kcl.checkpoint == CheckpointPolicy::kBatch ||
                      (kcl.checkpoint == CheckpointPolicy::kTime && clock >= run.checkpoint_due);
  if (wanted && run.since_checkpoint > 0) {
    StartCheckpoint(now, index, sim);
  } else if (run.lost) {
    FreeRun(index);
  } else {
    // Beyond the batch where retention took more.
    run.next = std::max(run.next, RecordPlace{run.cursor.iterator->next.ordinal, 0});
    Continue(now, std::max(now, run.cursor.read_at + spec_.poll), index, sim);
  }
}

}  // namespace weir
