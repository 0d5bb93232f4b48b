#include "core/firehose/delivery_channel.h"

#include <algorithm>
#include <utility>

#include "core/base/check.h"

namespace weir {

DeliveryChannel::DeliveryChannel(DeliveryStreamId id, const DestinationSpec& spec, Timers timers,
                                 Duration keep_for, uint64_t seed, std::string_view name)
    : id_(id),
      spec_(spec),
      timers_(timers),
      keep_for_(keep_for),
      draws_(Prng::ForComponent(seed, name)) {}

void DeliveryChannel::Schedule(Instant at, uint32_t timer, uint32_t slot, SimContext& sim) const {
  WEIR_CHECK(slot <= kSlotMask);
  sim.scheduler.Schedule(at, EventKind::kFirehose, id_.value, timer << kSlotBits | slot);
}

// --- Lanes ---

uint32_t DeliveryChannel::LaneOf(LaneKey key) {
  const auto found = by_key_.find(key);
  if (found != by_key_.end()) return found->second;
  uint32_t slot = 0;
  while (slot < lanes_.size() && lanes_[slot].used) ++slot;
  if (slot == lanes_.size()) lanes_.emplace_back();
  lanes_[slot] = {};
  lanes_[slot].used = true;
  lanes_[slot].key = key;
  by_key_.emplace(key, slot);
  if (key.partition != 0) {
    ++partitions_;
    counters_.lanes_max = std::max(counters_.lanes_max, partitions_);
  }
  return slot;
}

// A partition is active until the last of it has been delivered.
void DeliveryChannel::FreeLane(uint32_t slot) {
  Lane& lane = lanes_[slot];
  if (lane.key.partition == 0 || lane.flights > 0 || !lane.buffer.empty()) return;
  by_key_.erase(lane.key);
  --partitions_;
  lane = {};
}

void DeliveryChannel::Add(Instant now, LaneKey key, const BufferingHints& hints,
                          const FirehoseRecord& record, Instant inside_since,
                          DestinationState state, SimContext& sim) {
  const uint32_t slot = LaneOf(key);
  Lane& lane = lanes_[slot];
  const bool first = lane.buffer.empty();
  BufferingHints grown = hints;
  grown.bytes = std::max(grown.bytes, lane.grown_bytes);
  lane.buffer.Add(now, grown, record, inside_since);
  counters_.buffer_bytes_max = std::max(counters_.buffer_bytes_max, lane.buffer.hints().bytes);
  if (lane.buffer.full()) {
    Flush(now, slot, FlushCause::kSize, state, sim);
  } else if (first) {
    lane.flush_at = lane.buffer.due_at();
    Schedule(lane.flush_at, timers_.flush, slot, sim);
  }
}

void DeliveryChannel::OnFlushDue(Instant now, uint32_t slot, DestinationState state,
                                 SimContext& sim) {
  if (slot >= lanes_.size() || lanes_[slot].flush_at != now || lanes_[slot].buffer.empty()) return;
  Flush(now, slot, lanes_[slot].buffer.CauseOfInterval(), state, sim);
}

void DeliveryChannel::Flush(Instant now, uint32_t slot, FlushCause cause, DestinationState state,
                            SimContext& sim) {
  Lane& lane = lanes_[slot];
  ++(cause == FlushCause::kSize ? counters_.flushed_by_size : counters_.flushed_by_interval);
  Grow(now, lane, sim);
  lane.flush_at = kNever;
  DeliveryBatch batch = lane.buffer.Flush(cause);
  sim.trace.Emit({now, TraceKind::kBufferFlushed, id_.value, lane.key.lane, batch.size(),
                  static_cast<int64_t>(cause)});
  Launch(now, slot, std::move(batch), state, sim);
}

void DeliveryChannel::Send(Instant now, LaneKey key, DeliveryBatch batch, DestinationState state,
                           SimContext& sim) {
  Launch(now, LaneOf(key), std::move(batch), state, sim);
}

void DeliveryChannel::Launch(Instant now, uint32_t lane, DeliveryBatch batch,
                             DestinationState state, SimContext& sim) {
  const uint32_t slot = FreeFlight();
  Flight& flight = flights_[slot];
  flight.used = true;
  flight.lane = lane;
  flight.key = lanes_[lane].key;
  flight.batch = std::move(batch);
  flight.flushed_at = now;
  ++lanes_[lane].flights;
  Attempt(now, slot, state, sim);
}

// Behind: something of the lane has waited for longer than its interval since it was flushed.
void DeliveryChannel::Grow(Instant now, Lane& lane, SimContext& sim) {
  const BufferingHints& hints = lane.buffer.hints();
  const bool behind = std::ranges::any_of(flights_, [&](const Flight& flight) {
    return flight.used && flight.key == lane.key &&
           now - flight.flushed_at > std::max(hints.interval, kZeroBufferingDelay);
  });
  if (!behind) {
    lane.grown_bytes = 0;
    return;
  }
  const int64_t most = std::min(kGrownBufferBytesMax, RowOf(spec_.kind).mebibytes_max * kMebibyte);
  const int64_t grown = std::min(hints.bytes * 2, std::max(most, hints.bytes));
  if (grown <= std::max(lane.grown_bytes, hints.bytes)) return;
  lane.grown_bytes = grown;
  sim.trace.Emit({now, TraceKind::kBufferGrown, id_.value, lane.key.lane, grown, 0});
}

// --- Flights ---

uint32_t DeliveryChannel::FreeFlight() {
  if (free_flights_.empty()) {
    flights_.emplace_back();
    return static_cast<uint32_t>(flights_.size() - 1);
  }
  const uint32_t slot = free_flights_.back();
  free_flights_.pop_back();
  return slot;
}

void DeliveryChannel::Attempt(Instant now, uint32_t slot, DestinationState state, SimContext& sim) {
  Flight& flight = flights_[slot];
  flight.attempting = true;
  flight.fails = state.down;
  flight.carried_out = state.down && state.times_out;
  Duration takes = Micros(draws_.Between(spec_.latency_min.micros, spec_.latency_max.micros));
  if (spec_.errors > 0 && draws_.Between(1, 1'000) <= spec_.errors) flight.fails = true;
  if (spec_.lost_answers > 0 && draws_.Between(1, 1'000) <= spec_.lost_answers && !flight.fails) {
    flight.fails = true;
    flight.carried_out = true;
  }
  if (flight.carried_out) takes = std::max(takes, spec_.response_timeout);
  flight.next_at = now + takes;
  Schedule(flight.next_at, timers_.flight, slot, sim);
}

Duration DeliveryChannel::WaitAfter(int64_t failures) {
  const RetryRule& rule = RowOf(spec_.kind).retry;
  int64_t wait = rule.first.micros;
  for (int64_t i = 1; i < failures && wait < rule.cap.micros; ++i) wait *= 2;
  wait = std::min(wait, rule.cap.micros);
  if (rule.jitter_percent == 0) return Micros(wait);
  return Micros(wait * draws_.Between(100 - rule.jitter_percent, 100 + rule.jitter_percent) / 100);
}

// Records lie in the order of arrival, or nearly.
int64_t DeliveryChannel::Expire(Instant now, DeliveryBatch& batch) const {
  int64_t expired = 0;
  while (batch.first < batch.records.size() &&
         batch.records[batch.first].arrived_at + keep_for_ <= now) {
    batch.bytes -= batch.records[batch.first].bytes;
    ++batch.first;
    ++expired;
  }
  if (expired > 0 && batch.size() > 0) {
    batch.oldest_arrival = batch.records[batch.first].arrived_at;
    batch.inside_since = std::max(batch.inside_since, batch.oldest_arrival);
  }
  return expired;
}

std::optional<FlightResult> DeliveryChannel::OnFlight(Instant now, uint32_t slot,
                                                      DestinationState state, SimContext& sim) {
  if (slot >= flights_.size() || !flights_[slot].used || flights_[slot].next_at != now) return {};
  Flight& flight = flights_[slot];
  if (flight.attempting) {
    flight.attempting = false;
    if (flight.fails || state.down) return Failed(now, slot, sim);
    FlightResult result = Conclude(slot);
    result.delivered = true;
    return result;
  }
  const int64_t expired = Expire(now, flight.batch);
  if (expired == 0) {
    Attempt(now, slot, state, sim);
    return {};
  }
  sim.trace.Emit({now, TraceKind::kDeliveryExpired, id_.value, flight.key.lane, expired, 0});
  if (flight.batch.size() == 0) {
    FlightResult result = Conclude(slot);
    result.expired = expired;
    return result;
  }
  Attempt(now, slot, state, sim);
  FlightResult result;
  result.key = flight.key;
  result.expired = expired;
  return result;
}

std::optional<FlightResult> DeliveryChannel::Failed(Instant now, uint32_t slot, SimContext& sim) {
  Flight& flight = flights_[slot];
  ++flight.failures;
  ++counters_.attempts_failed;
  if (flight.failures == 1) flight.first_failed_at = now;
  sim.trace.Emit({now, TraceKind::kDeliveryFailed, id_.value, flight.key.lane, flight.batch.size(),
                  flight.failures});
  if (flight.carried_out) {
    counters_.delivered_twice += flight.batch.size();
    sim.trace.Emit(
        {now, TraceKind::kDeliveredTwice, id_.value, flight.key.lane, flight.batch.size(), 0});
  }
  const Duration wait = WaitAfter(flight.failures);
  if (spec_.kind != DestinationKind::kS3 && now + wait > flight.first_failed_at + spec_.retry_for) {
    FlightResult result = Conclude(slot);
    result.gave_up = true;
    return result;
  }
  flight.next_at = now + wait;
  if (spec_.kind == DestinationKind::kS3) {
    // It is looked at when its first record is too old, too.
    const Instant end = flight.batch.records[flight.batch.first].arrived_at + keep_for_;
    flight.next_at = std::max(now + Micros(1), std::min(flight.next_at, end));
  }
  Schedule(flight.next_at, timers_.flight, slot, sim);
  return {};
}

FlightResult DeliveryChannel::Conclude(uint32_t slot) {
  Flight& flight = flights_[slot];
  FlightResult result;
  result.key = flight.key;
  result.batch = std::move(flight.batch);
  result.attempts = flight.failures + 1;
  const uint32_t lane = flight.lane;
  flight = {};
  free_flights_.push_back(slot);
  --lanes_[lane].flights;
  FreeLane(lane);
  return result;
}

int64_t DeliveryChannel::Discard() {
  int64_t records = 0;
  for (const OutputType type :
       {OutputType::kData, OutputType::kProcessingFailed, OutputType::kDeliveryFailed}) {
    records += WaitingRecords(type);
  }
  lanes_.clear();
  by_key_.clear();
  flights_.clear();
  free_flights_.clear();
  partitions_ = 0;
  return records;
}

// --- Looking ---

Instant DeliveryChannel::OldestInside(OutputType type) const {
  Instant oldest = kNever;
  for (const Lane& lane : lanes_) {
    if (!lane.used || lane.key.type != type || lane.buffer.empty()) continue;
    oldest = std::min(oldest, lane.buffer.batch().inside_since);
  }
  for (const Flight& flight : flights_) {
    if (flight.used && flight.key.type == type) {
      oldest = std::min(oldest, flight.batch.inside_since);
    }
  }
  return oldest;
}

int64_t DeliveryChannel::WaitingRecords(OutputType type) const {
  int64_t records = 0;
  for (const Lane& lane : lanes_) {
    if (lane.used && lane.key.type == type) records += lane.buffer.batch().size();
  }
  for (const Flight& flight : flights_) {
    if (flight.used && flight.key.type == type) records += flight.batch.size();
  }
  return records;
}

int64_t DeliveryChannel::WaitingBytes(OutputType type) const {
  int64_t bytes = 0;
  for (const Lane& lane : lanes_) {
    if (lane.used && lane.key.type == type) bytes += lane.buffer.batch().bytes;
  }
  for (const Flight& flight : flights_) {
    if (flight.used && flight.key.type == type) bytes += flight.batch.bytes;
  }
  return bytes;
}

void DeliveryChannel::ForEachBuffer(
    const std::function<void(LaneKey, const DeliveryBuffer&)>& visit) const {
  for (const auto& [key, slot] : by_key_) {
    if (!lanes_[slot].buffer.empty()) visit(key, lanes_[slot].buffer);
  }
}

void DeliveryChannel::AddTo(Digest& digest) const {
  draws_.AddTo(digest);
  for (const Lane& lane : lanes_) {
    digest.Add(static_cast<uint64_t>(lane.used) << 40 | static_cast<uint64_t>(lane.key.type) << 32 |
               lane.key.lane);
    digest.Add(lane.key.partition);
    lane.buffer.AddTo(digest);
    digest.Add(lane.flush_at.micros);
    digest.Add(lane.grown_bytes);
  }
  for (const Flight& flight : flights_) {
    digest.Add(
        static_cast<uint64_t>(flight.used) << 3 | static_cast<uint64_t>(flight.attempting) << 2 |
        static_cast<uint64_t>(flight.fails) << 1 | static_cast<uint64_t>(flight.carried_out));
    flight.batch.AddTo(digest);
    digest.Add(flight.next_at.micros);
    digest.Add(flight.failures);
    digest.Add(flight.first_failed_at.micros);
  }
  for (const int64_t count : {counters_.attempts_failed, counters_.delivered_twice,
                              counters_.flushed_by_size, counters_.flushed_by_interval}) {
    digest.Add(count);
  }
}

}  // namespace weir
