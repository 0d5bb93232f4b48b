#include "core/engine/demand.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "core/base/check.h"
#include "core/model/limits.h"

namespace weir {
namespace {

// Records of one go: a second of the fastest producer comes in several.
constexpr size_t kTakenMax = 65'536;

struct OpenShard {
  HashKey starting;
  size_t index;
};

std::vector<OpenShard> OpenShardsOf(const StreamView& stream) {
  std::vector<OpenShard> open;
  for (const ShardView& shard : stream.shards) {
    if (shard.state != ShardState::kOpen) continue;
    open.push_back({shard.range.starting, shard.index.index()});
  }
  std::ranges::sort(open, {}, &OpenShard::starting);
  return open;
}

size_t ShardOf(const std::vector<OpenShard>& open, HashKey key) {
  const auto after = std::ranges::upper_bound(open, key, {}, &OpenShard::starting);
  return after == open.begin() ? open.front().index : std::prev(after)->index;
}

bool LandsByKey(const WorkloadSpec& spec) {
  return spec.replay.dataset != nullptr || spec.keys.partition_by == PartitionBy::kKey;
}

}  // namespace

DemandScan::DemandScan(std::shared_ptr<const Scenario> scenario)
    : scenario_(std::move(scenario)),
      streams_(scenario_->streams.size()),
      second_(scenario_->streams.size()),
      arrived_(scenario_->streams.size()) {
  const Instant start = scenario_->start;
  for (const ProducerSpec& spec : scenario_->producers) {
    const Instant stop = start + std::min(spec.stop, scenario_->duration);
    sources_.push_back(
        {Workload(spec.workload, start + spec.start, stop, scenario_->seed, spec.name),
         spec.stream,
         {}});
    if (spec.delivery_stream) continue;
    StreamDemand& stream = streams_[spec.stream.index()];
    stream.by_key &= spec.kind == ProducerKind::kSdk && LandsByKey(spec.workload);
    stream.arrivals |= spec.kind != ProducerKind::kSdk;
  }
}

void DemandScan::Take(Source& source, ProducerId producer, Instant until,
                      const StreamView& stream) {
  if (streams_[source.stream.index()].arrivals) return;
  const std::vector<OpenShard> open = OpenShardsOf(stream);
  if (open.empty()) return;  // The stream is being deleted.
  StreamDemand& demand = streams_[source.stream.index()];
  std::vector<Demand>& second = second_[source.stream.index()];
  second.resize(stream.shards.size());
  while (source.workload.next_at() <= until) {
    taken_.Clear();
    source.workload.TakeUntil(until, kTakenMax, taken_);
    for (const SyntheticRecord& record : taken_.records()) {
      const Demand one{1, record.billed_bytes};
      second[ShardOf(open, record.hash_key)].Add(one);
      if (record.key >= source.keys.size()) source.keys.resize(size_t{record.key} + 1);
      size_t& place = source.keys[record.key];
      if (place == 0) {
        demand.keys.push_back({producer, record.key, record.hash_key, {}});
        place = demand.keys.size();
      }
      demand.keys[place - 1].hash_key = record.hash_key;
      demand.keys[place - 1].total.Add(one);
    }
  }
}

// What a shard took and what it refused; the refused ones as large as those it took are on average.
void DemandScan::CountArrivals(const StreamView& stream, std::vector<Demand>& second) {
  std::vector<Demand>& arrived = arrived_[stream.id.index()];
  arrived.resize(stream.shards.size());
  second.resize(stream.shards.size());
  for (size_t i = 0; i < stream.shards.size(); ++i) {
    const ShardView& shard = stream.shards[i];
    const int64_t refused = shard.throttled_records + shard.throttled_bytes;
    const int64_t mean = shard.records_in == 0 ? 0 : shard.bytes_in / shard.records_in;
    const Demand now{shard.records_in + refused, shard.bytes_in + refused * mean};
    second[i] = {now.records - arrived[i].records,
                 std::max<int64_t>(now.bytes - arrived[i].bytes, 0)};
    arrived[i] = now;
  }
}

void DemandScan::ApplyEvents(Instant until, const EngineView& view) {
  for (; next_event_ < scenario_->events.size(); ++next_event_) {
    const TimedCommand& event = scenario_->events[next_event_];
    const Instant at = scenario_->start + event.at;
    if (at > until) return;
    const auto* rate = std::get_if<SetProducerRateCommand>(&event.command);
    const auto* keys = std::get_if<SetProducerKeysCommand>(&event.command);
    if (rate == nullptr && keys == nullptr) continue;
    const std::string& name = rate != nullptr ? rate->producer : keys->producer;
    for (uint32_t i = 0; i < sources_.size(); ++i) {
      if (scenario_->producers[i].name != name || scenario_->producers[i].delivery_stream) continue;
      Take(sources_[i], {i}, at, view.streams[sources_[i].stream.index()]);
      if (rate != nullptr) sources_[i].workload.SetRate(at, rate->rate);
      if (keys == nullptr) continue;
      // Of the same shape as the producer's own choice, drawn from other numbers.
      sources_[i].workload.SetKeys(keys->keys, scenario_->seed);
      streams_[sources_[i].stream.index()].by_key &= keys->keys.partition_by == PartitionBy::kKey;
    }
  }
}

void DemandScan::Observe(const EngineView& view) {
  ApplyEvents(view.now, view);
  for (uint32_t i = 0; i < sources_.size(); ++i) {
    if (scenario_->producers[i].delivery_stream) continue;
    Take(sources_[i], {i}, view.now, view.streams[sources_[i].stream.index()]);
  }
  for (size_t s = 0; s < streams_.size(); ++s) {
    if (streams_[s].arrivals) CountArrivals(view.streams[s], second_[s]);
  }
  for (size_t s = 0; s < streams_.size(); ++s) {
    StreamDemand& stream = streams_[s];
    const StreamView& seen = view.streams[s];
    stream.shards.resize(seen.shards.size());
    second_[s].resize(seen.shards.size());
    Demand all;
    for (size_t i = 0; i < seen.shards.size(); ++i) {
      const Demand now = std::exchange(second_[s][i], {});
      ShardDemand& shard = stream.shards[i];
      if (seen.shards[i].state != ShardState::kOpen) continue;
      all.Add(now);
      shard.total.Add(now);
      shard.peak.records = std::max(shard.peak.records, now.records);
      shard.peak.bytes = std::max(shard.peak.bytes, now.bytes);
      ++shard.seconds;
      const bool over =
          now.records > kShardWriteRecordsPerSecond || now.bytes > kShardWriteBytesPerSecond;
      shard.seconds_over += over ? 1 : 0;
    }
    stream.total.Add(all);
    stream.peak.records = std::max(stream.peak.records, all.records);
    stream.peak.bytes = std::max(stream.peak.bytes, all.bytes);
  }
}

}  // namespace weir
