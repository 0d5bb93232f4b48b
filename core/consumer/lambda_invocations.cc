// The mapping as an invoker: what a lane does next, how an invocation ends, what follows from it.
#include <algorithm>
#include <utility>

#include "core/base/check.h"
#include "core/consumer/lambda_mapping.h"
#include "core/consumer/proving.h"
#include "core/model/limits.h"

namespace weir {

void LambdaMapping::Look(Instant at, uint32_t lane, SimContext& sim) {
  if (at == workers_[lane].due) return;
  workers_[lane].due = at;
  sim.scheduler.Schedule(at, EventKind::kConsumerDone, id_.value, lane);
}

// The window of a lane ends with the first record of a later one, with the shard, or when the
// reader has seen at its end that nothing more belongs to it.
bool LambdaMapping::ClosesWindow(Instant now, uint32_t lane) const {
  const LambdaWorker& worker = workers_[lane];
  if (!worker.window) return false;
  const Duration length = spec_.lambda.tumbling_window;
  if (worker.lane.waiting() > 0) {
    return WindowOf(worker.lane.queue().front().arrived_at, length) != worker.window->number;
  }
  const LambdaShard& shard = shards_[PlaceOf(lane)];
  if (shard.arriving) return false;
  if (!shard.cursor.iterator) return true;
  const Instant end{(worker.window->number + 1) * length.micros};
  const Instant seen = reader_.pushed() ? now - kFanOutDelayMax : shard.cursor.read_at;
  return shard.at_tip && seen >= end;
}

void LambdaMapping::Advance(Instant now, uint32_t lane, SimContext& sim) {
  LambdaWorker& worker = workers_[lane];
  while (worker.state == LaneState::kIdle || worker.state == LaneState::kGathering) {
    worker.state = LaneState::kIdle;
    if (paused_) return;
    if (!worker.lane.HasPiece()) {
      if (ClosesWindow(now, lane)) {
        InvokeFinal(now, lane, false, sim);
        return;
      }
      const LambdaShard& shard = shards_[PlaceOf(lane)];
      const bool closing = !shard.cursor.iterator && !shard.arriving;
      const Instant at = worker.lane.FormsAt(now, spec_.lambda, closing);
      if (at > now) {
        if (worker.window) {  // At its end there may be nothing that wakes the lane.
          const Instant end{(worker.window->number + 1) * spec_.lambda.tumbling_window.micros};
          if (at == kNever && reader_.pushed() && end + kFanOutDelayMax > now) {
            Look(end + kFanOutDelayMax, lane, sim);
          }
        }
        if (at == kNever) return;
        worker.state = LaneState::kGathering;
        Look(at, lane, sim);
        return;
      }
      worker.lane.Form(now, spec_.lambda);
    }
    if (Prepare(now, lane, sim)) Invoke(now, lane, sim);
  }
}

// Expired records are lost. Those that are too old, and one that is too large, are discarded.
bool LambdaMapping::Prepare(Instant now, uint32_t lane, SimContext& sim) {
  LambdaWorker& worker = workers_[lane];
  const uint32_t place = PlaceOf(lane);
  const uint64_t horizon =
      sim.streams.stream(spec_.stream).shard(shards_[place].shard).log().trim_horizon();
  uint32_t expired = 0;
  for (const LambdaRecord& record : worker.lane.records()) {
    if (record.ordinal >= horizon) break;
    ++expired;
  }
  if (expired > 0) {
    lambda_.lost_waiting += expired;
    worker.lane.DropFirst(expired);
    CountLoss(now, place, expired, sim);
    return false;  // Another piece may be on top now.
  }
  uint32_t old = 0;
  for (const LambdaRecord& record : worker.lane.records()) {
    if (!spec_.lambda.record_age || now - record.arrived_at <= *spec_.lambda.record_age) break;
    ++old;
  }
  if (old > 0) {
    Discard(now, lane, old, DiscardCondition::kRecordAgeExceeded, sim);
    return false;
  }
  if (kLambdaEventBytes + int64_t{worker.lane.records().front().payload_bytes} >
      kLambdaPayloadBytesMax) {
    Discard(now, lane, 1, DiscardCondition::kPayloadTooLarge, sim);
    return false;
  }
  return true;
}

// Whether one more invocation may begin.
bool LambdaMapping::Admit(Instant now, uint32_t lane, SimContext& sim) {
  LambdaWorker& worker = workers_[lane];
  const int64_t reserved = spec_.lambda.reserved_concurrency;
  if (reserved > 0 && lambda_.in_flight >= reserved) {
    ++lambda_.throttles;
    ++worker.throttles;
    worker.state = LaneState::kThrottled;
    sim.trace.Emit({now, TraceKind::kInvocationThrottled, id_.value,
                    shards_[PlaceOf(lane)].shard.value, static_cast<int64_t>(lane % factor_), 0});
    Look(now + LambdaBackoff(worker.throttles), lane, sim);
    return false;
  }
  worker.throttles = 0;
  worker.state = LaneState::kInvoking;
  worker.invocation = static_cast<uint64_t>(++lambda_.invocations);
  worker.failed = false;
  worker.reported = false;
  ++lambda_.in_flight;
  lambda_.in_flight_max = std::max(lambda_.in_flight_max, lambda_.in_flight);
  return true;
}

// How far the function will get with the piece, and how long that takes it.
void LambdaMapping::Foresee(LambdaWorker& worker, Duration& takes) {
  const LambdaSpec& spec = spec_.lambda;
  const std::span<const LambdaRecord> records = worker.lane.records();
  const uint32_t size = static_cast<uint32_t>(records.size());
  const auto poisoned = std::ranges::find_if(records, &LambdaRecord::poisoned);
  worker.processed = static_cast<uint32_t>(poisoned - records.begin());
  worker.failed = worker.processed < size;
  worker.reported = worker.failed && spec.report_batch_item_failures;
  if (spec.errors > 0 && errors_.Between(1, 1'000) <= spec.errors) {
    const uint32_t at = static_cast<uint32_t>(errors_.Below(size));
    if (at < worker.processed) {
      worker.processed = at;
      worker.failed = true;
      worker.reported = false;  // It crashed.
    }
  }
  const auto time_for = [&](int64_t count) {
    const Duration by_rate =
        records_per_second_ > 0
            ? Micros((count * 1'000'000 + records_per_second_ - 1) / records_per_second_)
            : Duration{};
    return spec.duration + spec.duration_per_record * count + by_rate;
  };
  // It spends its time on the record it fails on, too.
  takes = time_for(int64_t{worker.processed} + (worker.failed ? 1 : 0));
  if (takes <= spec.timeout) return;
  takes = spec.timeout;
  worker.failed = true;
  worker.reported = false;
  uint32_t done = 0;
  uint32_t end = worker.processed;  // The most that fit lie in [done, end].
  while (done < end) {
    const uint32_t middle = done + (end - done + 1) / 2;
    if (time_for(middle) <= spec.timeout) {
      done = middle;
    } else {
      end = middle - 1;
    }
  }
  worker.processed = done;
}

void LambdaMapping::Invoke(Instant now, uint32_t lane, SimContext& sim) {
  if (!Admit(now, lane, sim)) return;
  LambdaWorker& worker = workers_[lane];
  if (worker.lane.piece().attempts > 0) ++lambda_.retries;
  worker.lane.CountInvocation();
  worker.final_for_window = false;
  if (spec_.lambda.tumbling_window > Duration{} && !worker.window) {
    worker.window = LambdaWindow{
        WindowOf(worker.lane.records().front().arrived_at, spec_.lambda.tumbling_window), 0, 0};
  }
  Duration takes;
  Foresee(worker, takes);
  sim.trace.Emit({now, TraceKind::kInvoked, id_.value, shards_[PlaceOf(lane)].shard.value,
                  static_cast<int64_t>(worker.lane.records().size()),
                  static_cast<int64_t>(worker.lane.piece().attempts)});
  Look(now + takes, lane, sim);
}

void LambdaMapping::InvokeFinal(Instant now, uint32_t lane, bool early, SimContext& sim) {
  if (!Admit(now, lane, sim)) return;
  LambdaWorker& worker = workers_[lane];
  worker.final_for_window = true;
  worker.terminated_early = early;
  worker.failed = spec_.lambda.errors > 0 && errors_.Between(1, 1'000) <= spec_.lambda.errors;
  sim.trace.Emit({now, TraceKind::kInvoked, id_.value, shards_[PlaceOf(lane)].shard.value, 0,
                  static_cast<int64_t>(worker.window->final_attempts)});
  Look(now + std::min(spec_.lambda.duration, spec_.lambda.timeout), lane, sim);
}

void LambdaMapping::Finish(Instant now, uint32_t lane, SimContext& sim) {
  LambdaWorker& worker = workers_[lane];
  --lambda_.in_flight;
  Prove(now, lane, worker.processed, sim);
  if (worker.failed) {
    Fail(now, lane, sim);
    return;
  }
  Through(now, lane, worker.lane.piece().size(), sim);
  worker.lane.Succeed();
  worker.state = LaneState::kIdle;
  if (worker.window && worker.window->state_bytes > kLambdaStateBytesMax) {
    InvokeFinal(now, lane, true, sim);
  }
}

// The function suspends the lane until its final invocation succeeds.
void LambdaMapping::FinishFinal(Instant now, uint32_t lane, SimContext& sim) {
  LambdaWorker& worker = workers_[lane];
  --lambda_.in_flight;
  const uint32_t shard = shards_[PlaceOf(lane)].shard.value;
  if (worker.failed) {
    ++lambda_.errors;
    ++worker.window->final_attempts;
    sim.trace.Emit({now, TraceKind::kInvocationFailed, id_.value, shard, 0,
                    static_cast<int64_t>(worker.window->final_attempts)});
    worker.state = LaneState::kBackingOff;
    Look(now + LambdaBackoff(worker.window->final_attempts), lane, sim);
    return;
  }
  ++lambda_.windows;
  if (worker.terminated_early) ++lambda_.windows_terminated_early;
  sim.trace.Emit({now, TraceKind::kWindowClosed, id_.value, shard, worker.window->state_bytes,
                  worker.terminated_early ? 1 : 0});
  worker.window.reset();
}

void LambdaMapping::Through(Instant now, uint32_t lane, uint32_t records, SimContext& sim) {
  if (records == 0) return;
  LambdaWorker& worker = workers_[lane];
  LambdaShard& shard = shards_[PlaceOf(lane)];
  const LambdaRecord& last = worker.lane.records()[records - 1];
  shard.processed += records;
  counters_.processed += records;
  shard.iterator_age = now - last.arrived_at;
  if (worker.window) worker.window->state_bytes += spec_.lambda.state_bytes_per_record * records;
  sim.metrics.Processed(spec_.stream, shard.shard, id_, shard.iterator_age);
  sim.trace.Emit({now, TraceKind::kProcessed, id_.value, shard.shard.value,
                  static_cast<int64_t>(records), shard.iterator_age.micros});
}

void LambdaMapping::Fail(Instant now, uint32_t lane, SimContext& sim) {
  LambdaWorker& worker = workers_[lane];
  const uint32_t shard = shards_[PlaceOf(lane)].shard.value;
  ++lambda_.errors;
  sim.trace.Emit({now, TraceKind::kInvocationFailed, id_.value, shard,
                  static_cast<int64_t>(worker.processed),
                  static_cast<int64_t>(worker.lane.piece().attempts) + 1});
  if (worker.reported) Through(now, lane, worker.processed, sim);
  const uint32_t invocations = worker.lane.piece().invocations;
  switch (worker.lane.Fail(worker.processed, worker.reported, spec_.lambda)) {
    case LambdaLane::Failure::kSplit:
      ++lambda_.splits;
      sim.trace.Emit({now, TraceKind::kBatchSplit, id_.value, shard,
                      static_cast<int64_t>(worker.lane.piece().size()),
                      static_cast<int64_t>(invocations)});
      break;
    case LambdaLane::Failure::kDiscard:
      Discard(now, lane, worker.lane.piece().size(), DiscardCondition::kRetryAttemptsExhausted,
              sim);
      worker.state = LaneState::kIdle;
      return;
    case LambdaLane::Failure::kRetry:
      break;
  }
  worker.state = LaneState::kBackingOff;
  Look(now + LambdaBackoff(worker.lane.piece().attempts), lane, sim);
}

void LambdaMapping::Discard(Instant now, uint32_t lane, uint32_t records,
                            DiscardCondition condition, SimContext& sim) {
  LambdaWorker& worker = workers_[lane];
  const LambdaShard& shard = shards_[PlaceOf(lane)];
  const LambdaRecord first = worker.lane.records().front();
  const LambdaRecord last = worker.lane.records()[records - 1];
  ++lambda_.discarded_batches;
  lambda_.discarded_records += records;
  sim.trace.Emit({now, TraceKind::kBatchDiscarded, id_.value, shard.shard.value,
                  static_cast<int64_t>(records), static_cast<int64_t>(condition)});
  if (!spec_.lambda.on_failure.empty()) {
    ++lambda_.told;
    if (on_failure_.size() == static_cast<size_t>(kLambdaOnFailureKept)) {
      on_failure_.erase(on_failure_.begin());
    }
    // Recorded answers of the service count 1 for a batch that was too old from the start.
    const int64_t invoked = std::max<int64_t>(worker.lane.piece().invocations, 1);
    on_failure_.push_back({shard.shard,
                           {first.ordinal},
                           {last.ordinal},
                           first.arrived_at,
                           last.arrived_at,
                           int64_t{records},
                           invoked,
                           condition,
                           worker.reported,
                           now});
  }
  worker.lane.DropFirst(records);
}

// The function has processed the first `processed` records of its piece, some of them for the
// second time.
void LambdaMapping::Prove(Instant now, uint32_t lane, uint32_t processed, SimContext& sim) {
  const LambdaWorker& worker = workers_[lane];
  const LambdaShard& shard = shards_[PlaceOf(lane)];
  const std::span<const LambdaRecord> records = worker.lane.records();
  const Prover prover{id_, spec_.stream, proof_};
  const uint32_t again = std::min(worker.lane.piece().processed, processed);
  size_t place = 0;  // In shard.slices: the records lie in their order.
  for (uint32_t i = 0; i < processed;) {
    const uint64_t ordinal = records[i].ordinal;
    while (shard.slices[place].first_ordinal +
               (shard.slices[place].end - shard.slices[place].begin) <=
           ordinal) {
      ++place;
      WEIR_CHECK(place < shard.slices.size());
    }
    const LogSlice& in = shard.slices[place];
    const uint32_t row = in.begin + static_cast<uint32_t>(ordinal - in.first_ordinal);
    // As many as lie side by side, up to where processing again turns into processing.
    const uint32_t stop = i < again ? again : processed;
    uint32_t run = 1;
    while (i + run < stop && row + run < in.end && records[i + run].ordinal == ordinal + run) ++run;
    const LogSlice slice{in.segment, row, row + run, ordinal};
    if (i < again) {
      ProveOnceMore(prover, shard.shard, slice, OrderCause::kAgainAfterFailure, sim);
    } else {
      ProveSlice(now, prover, shard.shard, slice, sim);
    }
    i += run;
  }
}

}  // namespace weir
