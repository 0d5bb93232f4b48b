#include "core/firehose/stream_source.h"

#include <algorithm>

#include "core/firehose/billed.h"
#include "core/model/limits_firehose.h"

namespace weir {

void StreamSource::Start(Instant now, SimContext& sim) {
  const std::vector<Shard>& shards = sim.streams.stream(stream_).shards();
  for (uint32_t i = 0; i < shards.size(); ++i) {
    if (shards[i].state() == ShardState::kOpen) Open(now, {i}, ShardIteratorType::kLatest, sim);
  }
}

// That it is never refused an iterator is Modelled: it asks again until it has it.
void StreamSource::Open(Instant now, ShardIndex shard, ShardIteratorType type, SimContext& sim) {
  const StreamService::IteratorRequest request{stream_, shard, type, {}, {}};
  const Result<ShardIterator> iterator = sim.streams.StartOf(now, request);
  if (!iterator.ok()) return;
  Place place;
  place.shard = shard;
  place.iterator = iterator.value();
  places_.push_back(place);
  Plan(now, static_cast<uint32_t>(places_.size() - 1), sim);
}

void StreamSource::Plan(Instant now, uint32_t place, SimContext& sim) {
  places_[place].read_at = now + kSourceReadEvery;
  sim.scheduler.Schedule(places_[place].read_at, EventKind::kFirehose, id_.value,
                         timer_ << timer_shift_ | place);
}

bool StreamSource::Knows(ShardIndex shard) const {
  return std::ranges::any_of(places_, [&](const Place& place) { return place.shard == shard; });
}

// One that was closed before this source began counts as drained.
bool StreamSource::Drained(ShardIndex shard) const {
  return std::ranges::none_of(places_, [&](const Place& place) {
    return place.shard == shard && place.iterator.has_value();
  });
}

void StreamSource::OpenChildren(Instant now, ShardIndex parent, SimContext& sim) {
  const Stream& stream = sim.streams.stream(stream_);
  for (const ShardIndex child : stream.ChildrenOf(parent)) {
    const ShardLineage& lineage = stream.shard(child).lineage();
    const bool ready = (!lineage.parent || Drained(*lineage.parent)) &&
                       (!lineage.adjacent_parent || Drained(*lineage.adjacent_parent));
    if (ready && !Knows(child)) Open(now, child, ShardIteratorType::kTrimHorizon, sim);
  }
}

void StreamSource::OnRead(Instant now, uint32_t at, SimContext& sim, const RecordSource& source,
                          const std::function<void(const SourceRecord&)>& take) {
  if (at >= places_.size() || places_[at].read_at != now || !places_[at].iterator) return;
  const ShardIndex shard = places_[at].shard;
  const Result<GetRecordsOutput> got =
      sim.streams.GetRecords(now, *places_[at].iterator, kSourceReadLimit);
  if (!got.ok()) {
    Failed(now, places_[at], got.error().code, sim);
    if (places_[at].iterator) Plan(now, at, sim);
    return;
  }
  const GetRecordsOutput& output = got.value();
  const LogRead& read = output.read;
  Place& place = places_[at];
  place.iterator = output.next;
  place.behind = output.behind_latest;
  Duration age = {};
  if (!read.slices.empty()) {
    const LogSlice& last = read.slices.back();
    age = now - last.segment->ArrivedAt(last.end - 1);
  }
  sim.metrics.GetRecords(stream_, shard, {read.records, read.bytes, age, output.behind_latest, {}});
  if (read.records > 0) {
    sim.trace.Emit({now, TraceKind::kSourceRead, id_.value, shard.value, read.records,
                    output.behind_latest.micros});
  }
  if (place.iterator) {
    Plan(now, at, sim);
  } else {
    OpenChildren(now, shard, sim);  // `place` is no longer there to be used.
  }
  for (const LogSlice& slice : read.slices) Take(slice, shard, sim, source, take);
}

void StreamSource::Failed(Instant now, Place& place, ErrorCode code, SimContext& sim) {
  sim.trace.Emit({now, TraceKind::kSourceReadFailed, id_.value, place.shard.value,
                  static_cast<int64_t>(code), 0});
  if (code == ErrorCode::kProvisionedThroughputExceeded) {
    ++throttled_;
    sim.metrics.GetThrottled(stream_, place.shard);
    return;
  }
  sim.metrics.GetFailed(stream_);
  if (sim.streams.stream(stream_).shard(place.shard).state() == ShardState::kExpired) {
    place.iterator.reset();
  } else if (code == ErrorCode::kExpiredIterator) {
    place.iterator->issued_at = now;  // A new one for the same place.
  }
}

void StreamSource::Take(const LogSlice& slice, ShardIndex shard, SimContext& sim,
                        const RecordSource& source,
                        const std::function<void(const SourceRecord&)>& take) {
  const AggregateTable& aggregates = sim.streams.aggregates();
  for (uint32_t i = slice.begin; i < slice.end; ++i) {
    const RecordRow row = slice.segment->Row(i);
    bytes_read_ += row.billed_bytes;
    SourceRecord out{shard, {row.arrived_at, row.producer, row.key, row.number, 0, 0, 0}, {}};
    if (slice.segment->kind() == SegmentKind::kBytes) {
      out.literal = slice.segment->data(i);
      out.record.bytes = static_cast<uint32_t>(out.literal.size());
      kib_billed_ += BilledKib(out.record.bytes);
      take(out);
      continue;
    }
    kib_billed_ += BilledKib(row.billed_bytes);
    const auto one = [&](uint32_t key, uint32_t number, uint32_t billed) {
      out.record.key = key;
      out.record.number = number;
      out.record.billed_bytes = billed;
      out.record.bytes = source.DataBytes(row.producer, key, number, billed);
      take(out);
    };
    if (!aggregates.Aggregates(row.producer)) {
      one(row.key, row.number, row.billed_bytes);
      continue;
    }
    aggregates.ForEach(row.producer, row.number,
                       [&](const UserRecord& user) { one(user.key, user.number, user.bytes); });
  }
}

Duration StreamSource::behind() const {
  Duration most = {};
  for (const Place& place : places_) most = std::max(most, place.behind);
  return most;
}

void StreamSource::AddTo(Digest& digest) const {
  for (const Place& place : places_) {
    digest.Add(place.shard.value);
    digest.Add(place.iterator ? place.iterator->next.ordinal : UINT64_MAX);
    digest.Add(place.read_at.micros);
  }
  digest.Add(throttled_);
  digest.Add(bytes_read_);
}

}  // namespace weir
