#include "core/consumer/shard_reader.h"

#include <algorithm>
#include <utility>

#include "core/base/check.h"
#include "core/base/text.h"
#include "core/model/limits.h"

namespace weir {

ShardReader::ShardReader(ConsumerId id, const ConsumerSpec& spec, uint64_t seed)
    : id_(id), spec_(spec), latencies_(Prng::ForComponent(seed, StrCat({spec.name, "/latency"}))) {}

void ShardReader::Register(Instant now, SimContext& sim) {
  if (spec_.read != ReadMode::kFanOut) return;
  const Result<FanOutId> id = sim.streams.stream(spec_.stream).fan_out().Register(now, spec_.name);
  WEIR_CHECK(id.ok());  // Names and numbers were validated when the scenario was loaded.
  fan_out_ = id.value();
}

// A subscription needs no iterator. A poller that is refused one asks again until it has it; that
// this takes it no time is Modelled.
Result<ShardIterator> ShardReader::IteratorFor(Instant now,
                                               const StreamService::IteratorRequest& request,
                                               SimContext& sim) {
  if (fan_out_) return sim.streams.StartOf(now, request);
  Result<ShardIterator> iterator = sim.streams.GetShardIterator(now, request);
  if (iterator.ok() || iterator.error().code != ErrorCode::kProvisionedThroughputExceeded) {
    return iterator;
  }
  ++counters_.throttled;
  sim.trace.Emit({now, TraceKind::kReadThrottled, id_.value, request.shard.value, 0, 0});
  return sim.streams.StartOf(now, request);
}

bool ShardReader::Open(Instant now, ShardIteratorType type, ShardCursor& cursor, SimContext& sim) {
  const Result<ShardIterator> iterator =
      IteratorFor(now, {spec_.stream, cursor.shard, type, {}, spec_.start_timestamp}, sim);
  if (!iterator.ok()) return false;
  cursor.iterator = iterator.value();
  return true;
}

bool ShardReader::OpenAt(Instant now, uint64_t ordinal, ShardCursor& cursor, SimContext& sim) {
  const Result<ShardIterator> iterator = IteratorFor(now, RequestAt(cursor.shard, ordinal), sim);
  if (!iterator.ok()) return false;
  cursor.iterator = iterator.value();
  return true;
}

// After the record before it: that one has been written, and may be trimmed.
StreamService::IteratorRequest ShardReader::RequestAt(ShardIndex shard, uint64_t ordinal) const {
  if (ordinal == 0) return {spec_.stream, shard, ShardIteratorType::kTrimHorizon, {}, {}};
  return {spec_.stream, shard, ShardIteratorType::kAfterSequenceNumber, {ordinal - 1}, {}};
}

bool ShardReader::IsGone(const ShardCursor& cursor, const SimContext& sim) const {
  return sim.streams.stream(spec_.stream).shard(cursor.shard).state() == ShardState::kExpired;
}

ReadResult ShardReader::Read(Instant now, ShardCursor& cursor, SimContext& sim) {
  ReadResult result = fan_out_ ? Push(now, cursor, sim) : Poll(now, cursor, sim);
  if (result.answer != ReadAnswer::kRecords) return result;
  cursor.iterator = result.output.next;
  sim.trace.Emit({now, TraceKind::kGetRecords, id_.value, cursor.shard.value,
                  result.output.read.records, result.output.behind_latest.micros});
  return result;
}

ReadResult ShardReader::Poll(Instant now, ShardCursor& cursor, SimContext& sim) {
  cursor.read_at = now;
  Result<GetRecordsOutput> got = sim.streams.GetRecords(now, *cursor.iterator, spec_.limit);
  if (!got.ok()) return Refused(now, cursor, got.error().code, sim);
  ReadResult result{ReadAnswer::kRecords, std::move(got).value(), {}};
  result.latency = Micros(latencies_.Between(spec_.latency_min.micros, spec_.latency_max.micros));
  const LogRead& read = result.output.read;
  sim.metrics.GetRecords(
      spec_.stream, cursor.shard,
      {read.records, read.bytes, read.AgeOfLast(now), result.output.behind_latest, result.latency});
  return result;
}

ReadResult ShardReader::Refused(Instant now, ShardCursor& cursor, ErrorCode code, SimContext& sim) {
  switch (code) {
    case ErrorCode::kExpiredIterator:
      sim.metrics.GetFailed(spec_.stream);
      ++counters_.iterators_expired;
      sim.trace.Emit({now, TraceKind::kIteratorExpired, id_.value, cursor.shard.value, 0, 0});
      if (IsGone(cursor, sim)) return {ReadAnswer::kShardGone, {}, {}};
      OpenAt(now, cursor.iterator->next.ordinal, cursor, sim);
      return {ReadAnswer::kExpired, {}, {}};
    case ErrorCode::kProvisionedThroughputExceeded:
      sim.metrics.GetThrottled(spec_.stream, cursor.shard);
      ++counters_.throttled;
      sim.trace.Emit({now, TraceKind::kReadThrottled, id_.value, cursor.shard.value, 0, 0});
      return {ReadAnswer::kThrottled, {}, {}};
    default:
      sim.metrics.GetFailed(spec_.stream);
      return {ReadAnswer::kUnavailable, {}, {}};
  }
}

// A subscription ends after five minutes, or when another one takes over; then it begins again
// where the reader stands.
bool ShardReader::Subscribe(Instant now, ShardCursor& cursor, SimContext& sim) {
  const uint64_t next = cursor.iterator->next.ordinal;
  const Result<void> subscribed =
      sim.streams.SubscribeToShard(now, *fan_out_, RequestAt(cursor.shard, next));
  sim.metrics.SubscribeToShard(spec_.stream, *fan_out_, OutcomeOf(subscribed));
  if (!subscribed.ok()) return false;
  cursor.subscribed_at = now;
  ++counters_.subscriptions;
  sim.trace.Emit(
      {now, TraceKind::kSubscribed, id_.value, cursor.shard.value, static_cast<int64_t>(next), 0});
  return true;
}

ReadResult ShardReader::Push(Instant now, ShardCursor& cursor, SimContext& sim) {
  FanOut& fan_out = sim.streams.stream(spec_.stream).fan_out();
  const Subscription* alive = fan_out.Find(now, *fan_out_, cursor.shard);
  const bool own = alive != nullptr && alive->since == cursor.subscribed_at;
  if (!own && !Subscribe(now, cursor, sim)) {
    return {IsGone(cursor, sim) ? ReadAnswer::kShardGone : ReadAnswer::kThrottled, {}, {}};
  }
  // Nothing is delivered sooner than the least delay, however long the first of it has waited.
  const Instant arrived_before = now - kFanOutDelayMin + Micros(1);
  Result<GetRecordsOutput> got =
      sim.streams.Push(now, spec_.stream, *fan_out_, cursor.shard, arrived_before);
  if (!got.ok()) return {ReadAnswer::kUnavailable, {}, {}};
  cursor.read_at = now;
  ReadResult result{ReadAnswer::kRecords, std::move(got).value(), {}};
  const LogRead& read = result.output.read;
  if (read.records == 0 && result.output.next) return {ReadAnswer::kNothing, {}, {}};
  sim.metrics.SubscribeToShardEvent(spec_.stream, *fan_out_, cursor.shard,
                                    {read.records, read.bytes, result.output.behind_latest});
  return result;
}

Instant ShardReader::NextPushAt(Instant now, const ShardCursor& cursor, SimContext& sim) {
  Stream& stream = sim.streams.stream(spec_.stream);
  const Shard& shard = stream.shard(cursor.shard);
  const uint64_t next = std::max(cursor.iterator->next.ordinal, shard.log().trim_horizon());
  const bool unread = next < shard.log().end();
  if (!unread && shard.state() == ShardState::kOpen) return kNever;
  const Duration delay{latencies_.Between(kFanOutDelayMin.micros, kFanOutDelayMax.micros)};
  const Instant arrived = unread ? shard.log().Row(next).arrived_at : now;
  Instant at = std::max(now, arrived + delay);
  if (const Subscription* alive = stream.fan_out().Find(now, *fan_out_, cursor.shard)) {
    at = std::max(at, alive->bytes.AvailableAt());
  }
  return at;
}

void ShardReader::AddTo(Digest& digest) const {
  latencies_.AddTo(digest);
  digest.Add(counters_.throttled);
  digest.Add(counters_.iterators_expired);
  digest.Add(counters_.subscriptions);
}

void ShardCursor::AddTo(Digest& digest) const {
  digest.Add(iterator ? iterator->next.ordinal : UINT64_MAX);
  digest.Add(iterator ? iterator->issued_at.micros : int64_t{0});
  digest.Add(read_at.micros);
  digest.Add(subscribed_at.micros);
}

}  // namespace weir
