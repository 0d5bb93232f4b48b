#include "core/metrics/metrics.h"

#include <algorithm>
#include <tuple>

namespace weir {
namespace {

// CloudWatch's unit of every time: whole milliseconds, what is begun is not counted.
int64_t Ms(Duration duration) { return duration.micros / 1'000; }

// The series of a metric within its level's block.
constexpr SeriesIndex SeriesOf(Metric metric, SeriesIndex block) {
  const Metric first = FirstOf(LevelOf(metric));
  return block + static_cast<SeriesIndex>(metric) - static_cast<SeriesIndex>(first);
}

template <Metric kMetric>
SeriesIndex Of(SeriesIndex block) {
  constexpr SeriesIndex kPlace = SeriesOf(kMetric, 0);
  return block + kPlace;
}

template <typename T>
T& At(std::vector<T>& values, size_t place) {
  if (place >= values.size()) values.resize(place + 1);
  return values[place];
}

template <typename T>
const T* Peek(const std::vector<T>& values, size_t place) {
  return place < values.size() ? &values[place] : nullptr;
}

}  // namespace

Metrics::StreamBlocks& Metrics::BlocksOf(StreamId stream) { return At(blocks_, stream.index()); }

SeriesIndex Metrics::Block(SeriesIndex& block, const MetricKey& first) {
  if (block == 0) {
    block = log_.AddSeries(CountOf(LevelOf(first.metric))) + 1;
    first_keys_.push_back(first);
  }
  return block - 1;
}

SeriesIndex Metrics::StreamBlock(StreamId stream) {
  return Block(BlocksOf(stream).stream, {FirstOf(MetricLevel::kStream), stream, {}, 0});
}

SeriesIndex Metrics::ShardBlock(StreamId stream, ShardIndex shard) {
  return Block(At(BlocksOf(stream).shards, shard.index()),
               {FirstOf(MetricLevel::kShard), stream, shard, 0});
}

SeriesIndex Metrics::ConsumerBlock(StreamId stream, FanOutId consumer) {
  return Block(At(BlocksOf(stream).consumers, consumer.index()),
               {FirstOf(MetricLevel::kConsumer), stream, {}, consumer.value});
}

void Metrics::Incoming(SeriesIndex block, int64_t records, int64_t bytes, int64_t throttled) {
  log_.Add(Of<Metric::kIncomingRecords>(block), records);
  log_.Add(Of<Metric::kIncomingBytes>(block), bytes);
  log_.Add(Of<Metric::kWriteThroughputExceeded>(block), throttled);
}

void Metrics::PutRecords(StreamId stream, const PutRecordsSample& sample) {
  const SeriesIndex block = StreamBlock(stream);
  const int64_t accepted = sample.records - sample.throttled - sample.failed;
  Incoming(block, accepted, sample.bytes, sample.throttled);
  log_.Add(Of<Metric::kPutRecordsBytes>(block), sample.bytes);
  log_.Add(Of<Metric::kPutRecordsLatency>(block), Ms(sample.latency));
  log_.Add(Of<Metric::kPutRecordsSuccess>(block), accepted > 0 ? 1 : 0);
  log_.Add(Of<Metric::kPutRecordsTotalRecords>(block), sample.records);
  log_.Add(Of<Metric::kPutRecordsSuccessfulRecords>(block), accepted);
  log_.Add(Of<Metric::kPutRecordsFailedRecords>(block), sample.failed);
  log_.Add(Of<Metric::kPutRecordsThrottledRecords>(block), sample.throttled);
}

void Metrics::PutRecord(StreamId stream, const PutRecordSample& sample) {
  const SeriesIndex block = StreamBlock(stream);
  Incoming(block, sample.throttled ? 0 : 1, sample.bytes, sample.throttled ? 1 : 0);
  log_.Add(Of<Metric::kPutRecordBytes>(block), sample.bytes);
  log_.Add(Of<Metric::kPutRecordLatency>(block), Ms(sample.latency));
  log_.Add(Of<Metric::kPutRecordSuccess>(block), sample.throttled ? 0 : 1);
}

void Metrics::PutRefused(StreamId stream, bool single, Duration latency) {
  const SeriesIndex block = StreamBlock(stream);
  if (single) {
    log_.Add(Of<Metric::kPutRecordLatency>(block), Ms(latency));
    log_.Add(Of<Metric::kPutRecordSuccess>(block), 0);
  } else {
    log_.Add(Of<Metric::kPutRecordsLatency>(block), Ms(latency));
    log_.Add(Of<Metric::kPutRecordsSuccess>(block), 0);
  }
}

void Metrics::GetRecords(StreamId stream, ShardIndex shard, const GetRecordsSample& sample) {
  // The document calls 0 "completely caught up": whoever was given all there is has an age of 0.
  const bool caught_up = sample.records == 0 || sample.behind.micros == 0;
  const int64_t age = caught_up ? 0 : Ms(sample.last_record_age);
  const SeriesIndex block = StreamBlock(stream);
  log_.Add(Of<Metric::kGetRecordsBytes>(block), sample.bytes);
  log_.Add(Of<Metric::kGetRecordsIteratorAge>(block), age);
  log_.Add(Of<Metric::kGetRecordsLatency>(block), Ms(sample.latency));
  log_.Add(Of<Metric::kGetRecordsRecords>(block), sample.records);
  log_.Add(Of<Metric::kGetRecordsSuccess>(block), 1);
  log_.Add(Of<Metric::kReadThroughputExceeded>(block), 0);
  const SeriesIndex of_shard = ShardBlock(stream, shard);
  log_.Add(Of<Metric::kShardIteratorAge>(of_shard), age);
  log_.Add(Of<Metric::kShardOutgoingBytes>(of_shard), sample.bytes);
  log_.Add(Of<Metric::kShardOutgoingRecords>(of_shard), sample.records);
  log_.Add(Of<Metric::kShardReadThroughputExceeded>(of_shard), 0);
}

void Metrics::GetThrottled(StreamId stream, ShardIndex shard) {
  const SeriesIndex block = StreamBlock(stream);
  log_.Add(Of<Metric::kGetRecordsSuccess>(block), 0);
  log_.Add(Of<Metric::kReadThroughputExceeded>(block), 1);
  log_.Add(Of<Metric::kShardReadThroughputExceeded>(ShardBlock(stream, shard)), 1);
}

void Metrics::GetFailed(StreamId stream) {
  log_.Add(Of<Metric::kGetRecordsSuccess>(StreamBlock(stream)), 0);
}

void Metrics::SubscribeToShard(StreamId stream, FanOutId consumer, SubscribeOutcome outcome) {
  const SeriesIndex block = ConsumerBlock(stream, consumer);
  const bool too_often = outcome == SubscribeOutcome::kRateExceeded;
  log_.Add(Of<Metric::kSubscribeRateExceeded>(block), too_often ? 1 : 0);
  log_.Add(Of<Metric::kSubscribeSuccess>(block), outcome == SubscribeOutcome::kSuccess ? 1 : 0);
}

void Metrics::SubscribeToShardEvent(StreamId stream, FanOutId consumer, ShardIndex shard,
                                    const EventSample& sample) {
  const SeriesIndex block = ConsumerBlock(stream, consumer);
  log_.Add(Of<Metric::kEventBytes>(block), sample.bytes);
  log_.Add(Of<Metric::kEventMillisBehindLatest>(block), Ms(sample.behind));
  log_.Add(Of<Metric::kEventRecords>(block), sample.records);
  log_.Add(Of<Metric::kEventSuccess>(block), 1);
  const SeriesIndex of_shard = ShardBlock(stream, shard);
  log_.Add(Of<Metric::kShardOutgoingBytes>(of_shard), sample.bytes);
  log_.Add(Of<Metric::kShardOutgoingRecords>(of_shard), sample.records);
}

void Metrics::Processed(StreamId stream, ShardIndex shard, ConsumerId consumer, Duration age) {
  SeriesIndex& block = At(At(BlocksOf(stream).readers, consumer.index()), shard.index());
  log_.Add(Block(block, {FirstOf(MetricLevel::kReader), stream, shard, consumer.value}), Ms(age));
}

void Metrics::ShardSecond(StreamId stream, ShardIndex shard, const ShardSecondSample& sample) {
  const SeriesIndex block = ShardBlock(stream, shard);
  log_.Add(Of<Metric::kShardIncomingBytes>(block), sample.bytes_in);
  log_.Add(Of<Metric::kShardIncomingRecords>(block), sample.records_in);
  log_.Add(Of<Metric::kShardWriteThroughputExceeded>(block), sample.throttled);
}

std::optional<SeriesIndex> Metrics::Find(const MetricKey& key) const {
  const StreamBlocks* of = Peek(blocks_, key.stream.index());
  if (of == nullptr) return std::nullopt;
  const SeriesIndex* block = nullptr;
  switch (LevelOf(key.metric)) {
    case MetricLevel::kStream:
      block = &of->stream;
      break;
    case MetricLevel::kConsumer:
      block = Peek(of->consumers, key.reader);
      break;
    case MetricLevel::kShard:
      block = Peek(of->shards, key.shard.index());
      break;
    case MetricLevel::kReader:
      if (const auto* shards = Peek(of->readers, key.reader)) {
        block = Peek(*shards, key.shard.index());
      }
      break;
  }
  if (block == nullptr || *block == 0) return std::nullopt;
  return SeriesOf(key.metric, *block - 1);
}

std::vector<MetricKey> Metrics::Keys() const {
  std::vector<MetricKey> keys;
  SeriesIndex series = 0;
  for (const MetricKey& first : first_keys_) {
    const size_t count = CountOf(LevelOf(first.metric));
    for (size_t i = 0; i < count; ++i, ++series) {
      MetricKey key = first;
      key.metric = static_cast<Metric>(static_cast<size_t>(first.metric) + i);
      if (log_.HasSamples(series)) keys.push_back(key);
    }
  }
  const auto rank = [](const MetricKey& key) {
    return std::tuple(key.stream, LevelOf(key.metric), key.shard, key.reader, key.metric);
  };
  std::ranges::sort(keys,
                    [&](const MetricKey& a, const MetricKey& b) { return rank(a) < rank(b); });
  return keys;
}

std::vector<LogPoint> Metrics::SecondPoints(const MetricKey& key) const {
  const std::optional<SeriesIndex> series = Find(key);
  return series ? log_.SecondPoints(*series) : std::vector<LogPoint>();
}

std::vector<LogPoint> Metrics::MinutePoints(const MetricKey& key) const {
  const std::optional<SeriesIndex> series = Find(key);
  return series ? log_.MinutePoints(*series) : std::vector<LogPoint>();
}

StatisticSet Metrics::Total(const MetricKey& key) const {
  const std::optional<SeriesIndex> series = Find(key);
  return series ? log_.Total(*series) : StatisticSet{};
}

}  // namespace weir
