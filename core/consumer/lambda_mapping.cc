// The mapping as a reader of shards: which ones, when, and to which lane a record goes.
#include "core/consumer/lambda_mapping.h"

#include <algorithm>
#include <utility>

#include "core/base/text.h"
#include "core/consumer/poison.h"
#include "core/model/limits.h"

namespace weir {
namespace {

// What a record takes in the event of an invocation: its data as base64, and what is around it.
uint32_t PayloadBytes(uint32_t billed_bytes) {
  return (billed_bytes + 2) / 3 * 4 + kLambdaEventRecordBytes;
}

}  // namespace

LambdaMapping::LambdaMapping(ConsumerId id, const ConsumerSpec& spec, uint64_t seed)
    : id_(id),
      spec_(spec),
      factor_(static_cast<uint32_t>(spec.lambda.parallelization_factor)),
      reader_(id, spec, seed),
      errors_(Prng::ForComponent(seed, StrCat({spec.name, "/errors"}))),
      records_per_second_(spec.records_per_second),
      // Lanes go through a shard side by side.
      proof_(factor_ > 1 ? ShardOrder::kMixed : ShardOrder::kAsWritten) {}

void LambdaMapping::Register(Instant now, SimContext& sim) { reader_.Register(now, sim); }

void LambdaMapping::OnStart(Instant now, SimContext& sim) {
  const Stream& stream = sim.streams.stream(spec_.stream);
  for (uint32_t i = 0; i < stream.shards().size(); ++i) {
    const ShardIndex shard{i};
    const ShardState state = stream.shard(shard).state();
    if (state == ShardState::kExpired) {
      NoteExpired(now, shard, 0, sim);
      continue;
    }
    const bool latest = spec_.start == ShardIteratorType::kLatest;
    if (latest ? state != ShardState::kOpen : !ParentsDrained(stream, shard)) continue;
    TakeShard(now, shard, spec_.start, sim);
  }
}

const LambdaShard* LambdaMapping::Find(ShardIndex shard) const {
  const uint32_t place = shard.index() < place_of_.size() ? place_of_[shard.index()] : 0;
  return place == 0 ? nullptr : &shards_[place - 1];
}

// After LATEST only the children of shards that were read are: others were closed before the start.
bool LambdaMapping::IsOurs(const Shard& child) const {
  if (spec_.start != ShardIteratorType::kLatest) return true;
  const auto read = [&](std::optional<ShardIndex> parent) {
    return parent && Find(*parent) != nullptr;
  };
  return read(child.lineage().parent) || read(child.lineage().adjacent_parent);
}

bool LambdaMapping::ParentsDrained(const Stream& stream, ShardIndex shard) const {
  const auto drained = [&](std::optional<ShardIndex> parent) {
    if (!parent) return true;
    if (const LambdaShard* taken = Find(*parent)) return taken->state == LeaseState::kShardEnd;
    if (stream.shard(*parent).state() == ShardState::kExpired) return true;
    return spec_.start == ShardIteratorType::kLatest;  // Closed before: none of ours.
  };
  const ShardLineage& lineage = stream.shard(shard).lineage();
  return drained(lineage.parent) && drained(lineage.adjacent_parent);
}

// A shard that is gone before it could be read: a place at its end, so that its children may
// follow.
void LambdaMapping::NoteExpired(Instant now, ShardIndex shard, int64_t lost, SimContext& sim) {
  LambdaShard gone;
  gone.shard = shard;
  gone.cursor.shard = shard;
  gone.position = sim.streams.stream(spec_.stream).shard(shard).log().end();
  gone.state = LeaseState::kShardEnd;
  AddPlace(std::move(gone));
  CountLoss(now, static_cast<uint32_t>(shards_.size() - 1), lost, sim);
}

void LambdaMapping::AddPlace(LambdaShard place) {
  const size_t shard = place.shard.index();
  shards_.push_back(std::move(place));
  workers_.resize(shards_.size() * factor_);
  if (shard >= place_of_.size()) place_of_.resize(shard + 1);
  place_of_[shard] = static_cast<uint32_t>(shards_.size());
}

void LambdaMapping::TakeShard(Instant now, ShardIndex shard, ShardIteratorType type,
                              SimContext& sim) {
  LambdaShard taken;
  taken.shard = shard;
  taken.cursor.shard = shard;
  if (!reader_.Open(now, type, taken.cursor, sim)) return;  // Gone meanwhile.
  taken.position = taken.cursor.iterator->next.ordinal;
  taken.cursor.read_at = now;
  if (paused_) taken.state = LeaseState::kPaused;
  AddPlace(std::move(taken));
  sim.trace.Emit({now, TraceKind::kLeaseStarted, id_.value, shard.value, 0, 0});
  PlanPoll(now, static_cast<uint32_t>(shards_.size() - 1), sim);
}

void LambdaMapping::TakeChildren(Instant now, SimContext& sim) {
  const Stream& stream = sim.streams.stream(spec_.stream);
  for (uint32_t i = 0; i < stream.shards().size(); ++i) {
    const ShardIndex shard{i};
    const Shard& candidate = stream.shard(shard);
    const bool child = candidate.lineage().parent.has_value();
    if (!child || Find(shard) != nullptr) continue;
    if (!IsOurs(candidate) || !ParentsDrained(stream, shard)) continue;
    // From its first record: its parent was read before it. Only a time may lie later than that.
    // What expired while the parent was stuck is lost.
    const bool timestamp = spec_.start == ShardIteratorType::kAtTimestamp;
    const int64_t lost = timestamp ? 0 : static_cast<int64_t>(candidate.log().trim_horizon());
    if (candidate.state() == ShardState::kExpired) {
      NoteExpired(now, shard, lost, sim);
      continue;
    }
    TakeShard(now, shard, timestamp ? spec_.start : ShardIteratorType::kTrimHorizon, sim);
    if (Find(shard) != nullptr) CountLoss(now, place_of_[shard.index()] - 1, lost, sim);
  }
}

int64_t LambdaMapping::WaitingIn(uint32_t place) const {
  size_t waiting = 0;
  for (const LambdaWorker& worker : LanesOf(place)) waiting += worker.lane.waiting();
  return static_cast<int64_t>(waiting);
}

// A shard is read on while a lane could do with another batch, but not without end for the sake of
// the others while one is stuck.
bool LambdaMapping::WantsMore(uint32_t place) const {
  if (WaitingIn(place) >= kLambdaReadAhead) return false;
  const auto hungry = [&](const LambdaWorker& worker) {
    return static_cast<int64_t>(worker.lane.waiting()) < spec_.lambda.batch_size;
  };
  return std::ranges::any_of(LanesOf(place), hungry);
}

// When the shard is read next, if it is: not while an answer is under way.
void LambdaMapping::PlanPoll(Instant now, uint32_t place, SimContext& sim) {
  LambdaShard& shard = shards_[place];
  if (shard.arriving || shard.poll_at != kNever || !shard.cursor.iterator || paused_) return;
  if (!WantsMore(place)) return;  // The next batch that ends plans again.
  Instant at = now;
  if (reader_.pushed()) {
    at = reader_.NextPushAt(now, shard.cursor, sim);
    shard.awaits_put = at == kNever;
    if (shard.awaits_put) return;
  } else if (shard.has_read) {
    at = std::max(now, shard.cursor.read_at + (shard.more ? kLambdaReadGap : kLambdaPollEvery));
  }
  shard.poll_at = at;
  sim.scheduler.Schedule(at, EventKind::kConsumerPoll, id_.value, place);
}

void LambdaMapping::OnPoll(Instant now, uint32_t place, SimContext& sim) {
  LambdaShard& shard = shards_[place];
  if (now != shard.poll_at) return;  // Planned anew since.
  shard.poll_at = kNever;
  if (paused_ || !shard.cursor.iterator) return;
  const uint64_t before = shard.cursor.iterator->next.ordinal;
  ReadResult read = reader_.Read(now, shard.cursor, sim);
  counters_.reads_throttled = reader_.counters().throttled;
  counters_.iterators_expired = reader_.counters().iterators_expired;
  counters_.subscriptions = reader_.counters().subscriptions;
  switch (read.answer) {
    case ReadAnswer::kRecords: {
      LogRead& records = read.output.read;
      if (!records.slices.empty()) {
        const uint64_t first = records.slices.front().first_ordinal;
        CountLoss(now, place, static_cast<int64_t>(first - std::min(first, before)), sim);
      }
      shard.has_read = true;
      shard.more = read.output.behind_latest > Duration{};
      shard.at_tip = !shard.more;
      shard.arriving = std::move(records);
      sim.scheduler.Schedule(now + read.latency, EventKind::kConsumerDone, id_.value,
                             place | kArrivalBit);
      return;
    }
    case ReadAnswer::kShardGone:
      // What it had not read was counted as lost when it was trimmed.
      shard.cursor.iterator.reset();
      for (uint32_t i = 0; i < factor_; ++i) Advance(now, place * factor_ + i, sim);
      Settle(now, place, sim);
      return;
    case ReadAnswer::kNothing:
      PlanPoll(now, place, sim);
      return;
    case ReadAnswer::kExpired:
    case ReadAnswer::kThrottled:
    case ReadAnswer::kUnavailable:
      shard.poll_at = now + kLambdaPollEvery;
      sim.scheduler.Schedule(shard.poll_at, EventKind::kConsumerPoll, id_.value, place);
      return;
  }
}

void LambdaMapping::OnDone(Instant now, uint32_t detail, SimContext& sim) {
  if ((detail & kArrivalBit) != 0) {
    Arrive(now, detail & ~kArrivalBit, sim);
    return;
  }
  LambdaWorker& worker = workers_[detail];
  if (now != worker.due) return;  // Planned anew since.
  worker.due = kNever;
  const LaneState was = std::exchange(worker.state, LaneState::kIdle);
  if (was == LaneState::kInvoking && worker.final_for_window) {
    FinishFinal(now, detail, sim);
  } else if (was == LaneState::kInvoking) {
    Finish(now, detail, sim);
  }
  Advance(now, detail, sim);
  Settle(now, PlaceOf(detail), sim);
}

void LambdaMapping::Arrive(Instant now, uint32_t place, SimContext& sim) {
  const LogRead read = std::move(*std::exchange(shards_[place].arriving, std::nullopt));
  lambda_.read += read.records;
  for (const LogSlice& slice : read.slices) Deal(now, place, slice, sim);
  for (uint32_t i = 0; i < factor_; ++i) Advance(now, place * factor_ + i, sim);
  Settle(now, place, sim);
}

// The lane of a record is a matter of its key alone. The service goes by the partition key; ours
// keeps the salted parts of a key together. Of an aggregate it knows the first user record's key:
// the others go with it, and their order is lost where lanes work side by side.
void LambdaMapping::Deal(Instant now, uint32_t place, const LogSlice& slice, SimContext& sim) {
  LambdaShard& shard = shards_[place];
  shard.slices.push_back(slice);
  const Segment& segment = *slice.segment;
  const AggregateTable& aggregates = sim.streams.aggregates();
  for (uint32_t row = slice.begin; row < slice.end; ++row) {
    LambdaRecord record;
    record.ordinal = slice.first_ordinal + (row - slice.begin);
    record.arrived_at = segment.ArrivedAt(row);
    record.payload_bytes = PayloadBytes(segment.BilledBytes(row));
    uint64_t key = 0;
    if (segment.kind() == SegmentKind::kBytes) {
      key = segment.hash_key(row).lo;
    } else {
      const SyntheticRow synthetic = segment.Synthetic(row, row + 1)[0];
      const ProducerId producer = synthetic.producer();
      const SequenceNumber at{record.ordinal};
      key = uint64_t{producer.value} << 32 | synthetic.key;
      if (!aggregates.Aggregates(producer)) {
        record.poisoned =
            IsPoisoned(spec_.poison, {producer, synthetic.key, synthetic.number, shard.shard, at});
      } else {
        bool first = true;
        aggregates.ForEach(producer, synthetic.number, [&](const UserRecord& user) {
          if (std::exchange(first, false)) key = uint64_t{producer.value} << 32 | user.key;
          record.poisoned |=
              IsPoisoned(spec_.poison, {producer, user.key, user.number, shard.shard, at});
        });
      }
    }
    const uint32_t lane = factor_ == 1 ? 0 : static_cast<uint32_t>(Prng(key).Below(factor_));
    workers_[place * factor_ + lane].lane.Add(record, now);
  }
}

void LambdaMapping::CountLoss(Instant now, uint32_t place, int64_t records, SimContext& sim) {
  if (records == 0) return;
  LambdaShard& shard = shards_[place];
  shard.lost_to_retention += records;
  counters_.lost_to_retention += records;
  sim.trace.Emit({now, TraceKind::kFellOffHorizon, id_.value, shard.shard.value, records, 0});
}

// After something has changed: how far the shard is, whether it is at its end, when to read on.
void LambdaMapping::Settle(Instant now, uint32_t place, SimContext& sim) {
  LambdaShard& shard = shards_[place];
  if (shard.state == LeaseState::kShardEnd) return;
  uint64_t oldest = UINT64_MAX;
  bool working = false;
  for (const LambdaWorker& worker : LanesOf(place)) {
    oldest = std::min(oldest, worker.lane.oldest());
    working |= worker.state == LaneState::kInvoking || worker.lane.HasPiece();
  }
  if (shard.arriving && !shard.arriving->slices.empty()) {
    oldest = std::min(oldest, shard.arriving->slices.front().first_ordinal);
  }
  if (oldest == UINT64_MAX) {
    shard.slices.clear();
    if (shard.cursor.iterator) shard.position = shard.cursor.iterator->next.ordinal;
  } else {
    shard.position = oldest;
    std::erase_if(shard.slices, [&](const LogSlice& slice) {
      return slice.first_ordinal + (slice.end - slice.begin) <= oldest;
    });
  }
  const bool idle = oldest == UINT64_MAX && !working && !shard.arriving;
  const auto open_window = [](const LambdaWorker& worker) { return worker.window.has_value(); };
  if (!shard.cursor.iterator && idle && !std::ranges::any_of(LanesOf(place), open_window)) {
    shard.position = sim.streams.stream(spec_.stream).shard(shard.shard).log().end();
    shard.state = LeaseState::kShardEnd;
    sim.trace.Emit({now, TraceKind::kShardEnd, id_.value, shard.shard.value, 0, 0});
    TakeChildren(now, sim);
    return;
  }
  shard.state =
      working ? LeaseState::kProcessing : (paused_ ? LeaseState::kPaused : LeaseState::kWaiting);
  PlanPoll(now, place, sim);
}

void LambdaMapping::OnPut(Instant now, SimContext& sim) {
  if (!reader_.pushed()) return;
  for (uint32_t place = 0; place < shards_.size(); ++place) {
    if (!std::exchange(shards_[place].awaits_put, false)) continue;
    PlanPoll(now, place, sim);
  }
}

void LambdaMapping::OnTrim(Instant now, SimContext& sim) {
  const Stream& stream = sim.streams.stream(spec_.stream);
  for (uint32_t place = 0; place < shards_.size(); ++place) {
    LambdaShard& shard = shards_[place];
    if (shard.state == LeaseState::kShardEnd) continue;
    const uint64_t horizon = stream.shard(shard.shard).log().trim_horizon();
    if (shard.cursor.iterator && shard.cursor.iterator->next.ordinal < horizon) {
      CountLoss(now, place, static_cast<int64_t>(horizon - shard.cursor.iterator->next.ordinal),
                sim);
      shard.cursor.iterator->next = SequenceNumber{horizon};
    }
    int64_t lost = 0;
    for (LambdaWorker& worker : LanesOf(place)) lost += worker.lane.DropWaitingBefore(horizon);
    lambda_.lost_waiting += lost;
    CountLoss(now, place, lost, sim);
    // A lane that waits to try again finds out now that it waits in vain.
    for (uint32_t i = 0; i < factor_; ++i) {
      LambdaWorker& worker = workers_[place * factor_ + i];
      if (worker.state != LaneState::kBackingOff || !worker.lane.HasPiece()) continue;
      if (worker.lane.oldest() >= horizon) continue;
      worker.state = LaneState::kIdle;
      worker.due = kNever;
      Advance(now, place * factor_ + i, sim);
    }
    Settle(now, place, sim);
  }
}

void LambdaMapping::SetPaused(Instant now, bool paused, SimContext& sim) {
  if (paused == paused_) return;
  paused_ = paused;
  for (uint32_t place = 0; place < shards_.size(); ++place) {
    for (uint32_t i = 0; i < factor_ && !paused; ++i) Advance(now, place * factor_ + i, sim);
    Settle(now, place, sim);
  }
}

std::span<LambdaWorker> LambdaMapping::LanesOf(uint32_t place) {
  return std::span(workers_).subspan(size_t{place} * factor_, factor_);
}

std::span<const LambdaWorker> LambdaMapping::LanesOf(uint32_t place) const {
  return std::span(workers_).subspan(size_t{place} * factor_, factor_);
}

}  // namespace weir
