#include "core/metrics/metrics.h"

#include <algorithm>
#include <tuple>

namespace weir {
namespace {

// CloudWatch's unit of every time: whole milliseconds, what is begun is not counted.
int64_t Ms(Duration duration) { return duration.micros / 1'000; }

// Where a metric stands in its level's block.
constexpr size_t PlaceOf(Metric metric) {
  return static_cast<size_t>(metric) - static_cast<size_t>(FirstOf(LevelOf(metric)));
}

template <Metric kMetric>
void Add(StatisticSet* block, int64_t value) {
  constexpr size_t kPlace = PlaceOf(kMetric);
  block[kPlace].Add(value);
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

void AddIncoming(StatisticSet* block, int64_t records, int64_t bytes, int64_t throttled) {
  Add<Metric::kIncomingRecords>(block, records);
  Add<Metric::kIncomingBytes>(block, bytes);
  Add<Metric::kWriteThroughputExceeded>(block, throttled);
}

}  // namespace

SubscribeOutcome OutcomeOf(const Result<void>& subscribed) {
  if (subscribed.ok()) return SubscribeOutcome::kSuccess;
  const ErrorCode code = subscribed.error().code;
  const bool rate = code == ErrorCode::kLimitExceeded || code == ErrorCode::kResourceInUse;
  return rate ? SubscribeOutcome::kRateExceeded : SubscribeOutcome::kFailed;
}

Metrics::StreamBlocks& Metrics::BlocksOf(StreamId stream) { return At(blocks_, stream.index()); }

StatisticSet* Metrics::Open(BlockIndex& block, const MetricKey& first) {
  if (block == 0) {
    block = log_.AddBlock(CountOf(LevelOf(first.metric))) + 1;
    first_keys_.push_back(first);
  }
  return log_.Open(block - 1);
}

StatisticSet* Metrics::OpenStream(StreamId stream) {
  return Open(BlocksOf(stream).stream, {FirstOf(MetricLevel::kStream), stream, {}, 0});
}

StatisticSet* Metrics::OpenShard(StreamId stream, ShardIndex shard) {
  return Open(At(BlocksOf(stream).shards, shard.index()),
              {FirstOf(MetricLevel::kShard), stream, shard, 0});
}

StatisticSet* Metrics::OpenConsumer(StreamId stream, FanOutId consumer) {
  return Open(At(BlocksOf(stream).consumers, consumer.index()),
              {FirstOf(MetricLevel::kConsumer), stream, {}, consumer.value});
}

void Metrics::PutRecords(StreamId stream, const PutRecordsSample& sample) {
  StatisticSet* block = OpenStream(stream);
  const int64_t accepted = sample.records - sample.throttled - sample.failed;
  AddIncoming(block, accepted, sample.bytes, sample.throttled);
  Add<Metric::kPutRecordsBytes>(block, sample.bytes);
  Add<Metric::kPutRecordsLatency>(block, Ms(sample.latency));
  Add<Metric::kPutRecordsSuccess>(block, accepted > 0 ? 1 : 0);
  Add<Metric::kPutRecordsTotalRecords>(block, sample.records);
  Add<Metric::kPutRecordsSuccessfulRecords>(block, accepted);
  Add<Metric::kPutRecordsFailedRecords>(block, sample.failed);
  Add<Metric::kPutRecordsThrottledRecords>(block, sample.throttled);
}

void Metrics::PutRecord(StreamId stream, const PutRecordSample& sample) {
  StatisticSet* block = OpenStream(stream);
  AddIncoming(block, sample.throttled ? 0 : 1, sample.bytes, sample.throttled ? 1 : 0);
  Add<Metric::kPutRecordBytes>(block, sample.bytes);
  Add<Metric::kPutRecordLatency>(block, Ms(sample.latency));
  Add<Metric::kPutRecordSuccess>(block, sample.throttled ? 0 : 1);
}

void Metrics::PutRefused(StreamId stream, bool single, Duration latency) {
  StatisticSet* block = OpenStream(stream);
  if (single) {
    Add<Metric::kPutRecordLatency>(block, Ms(latency));
    Add<Metric::kPutRecordSuccess>(block, 0);
  } else {
    Add<Metric::kPutRecordsLatency>(block, Ms(latency));
    Add<Metric::kPutRecordsSuccess>(block, 0);
  }
}

void Metrics::GetRecords(StreamId stream, ShardIndex shard, const GetRecordsSample& sample) {
  // The document calls 0 "completely caught up": whoever was given all there is has an age of 0.
  const bool caught_up = sample.records == 0 || sample.behind.micros == 0;
  const int64_t age = caught_up ? 0 : Ms(sample.last_record_age);
  StatisticSet* block = OpenStream(stream);
  Add<Metric::kGetRecordsBytes>(block, sample.bytes);
  Add<Metric::kGetRecordsIteratorAge>(block, age);
  Add<Metric::kGetRecordsLatency>(block, Ms(sample.latency));
  Add<Metric::kGetRecordsRecords>(block, sample.records);
  Add<Metric::kGetRecordsSuccess>(block, 1);
  Add<Metric::kReadThroughputExceeded>(block, 0);
  StatisticSet* of_shard = OpenShard(stream, shard);
  Add<Metric::kShardIteratorAge>(of_shard, age);
  Add<Metric::kShardOutgoingBytes>(of_shard, sample.bytes);
  Add<Metric::kShardOutgoingRecords>(of_shard, sample.records);
  Add<Metric::kShardReadThroughputExceeded>(of_shard, 0);
}

void Metrics::GetThrottled(StreamId stream, ShardIndex shard) {
  StatisticSet* block = OpenStream(stream);
  Add<Metric::kGetRecordsSuccess>(block, 0);
  Add<Metric::kReadThroughputExceeded>(block, 1);
  Add<Metric::kShardReadThroughputExceeded>(OpenShard(stream, shard), 1);
}

void Metrics::GetFailed(StreamId stream) { Add<Metric::kGetRecordsSuccess>(OpenStream(stream), 0); }

void Metrics::SubscribeToShard(StreamId stream, FanOutId consumer, SubscribeOutcome outcome) {
  StatisticSet* block = OpenConsumer(stream, consumer);
  const bool too_often = outcome == SubscribeOutcome::kRateExceeded;
  Add<Metric::kSubscribeRateExceeded>(block, too_often ? 1 : 0);
  Add<Metric::kSubscribeSuccess>(block, outcome == SubscribeOutcome::kSuccess ? 1 : 0);
}

void Metrics::SubscribeToShardEvent(StreamId stream, FanOutId consumer, ShardIndex shard,
                                    const EventSample& sample) {
  StatisticSet* block = OpenConsumer(stream, consumer);
  Add<Metric::kEventBytes>(block, sample.bytes);
  Add<Metric::kEventMillisBehindLatest>(block, Ms(sample.behind));
  Add<Metric::kEventRecords>(block, sample.records);
  Add<Metric::kEventSuccess>(block, 1);
  StatisticSet* of_shard = OpenShard(stream, shard);
  Add<Metric::kShardOutgoingBytes>(of_shard, sample.bytes);
  Add<Metric::kShardOutgoingRecords>(of_shard, sample.records);
}

void Metrics::Processed(StreamId stream, ShardIndex shard, ConsumerId consumer, Duration age) {
  BlockIndex& block = At(At(BlocksOf(stream).readers, consumer.index()), shard.index());
  StatisticSet* of_reader =
      Open(block, {FirstOf(MetricLevel::kReader), stream, shard, consumer.value});
  Add<Metric::kProcessedAge>(of_reader, Ms(age));
}

void Metrics::ShardSecond(StreamId stream, ShardIndex shard, const ShardSecondSample& sample) {
  StatisticSet* block = OpenShard(stream, shard);
  Add<Metric::kShardIncomingBytes>(block, sample.bytes_in);
  Add<Metric::kShardIncomingRecords>(block, sample.records_in);
  Add<Metric::kShardWriteThroughputExceeded>(block, sample.throttled);
}

std::optional<SeriesIndex> Metrics::Find(const MetricKey& key) const {
  const StreamBlocks* of = Peek(blocks_, key.stream.index());
  if (of == nullptr) return std::nullopt;
  const BlockIndex* block = nullptr;
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
  return log_.FirstOf(*block - 1) + static_cast<SeriesIndex>(PlaceOf(key.metric));
}

std::vector<MetricKey> Metrics::Keys() const {
  std::vector<MetricKey> keys;
  for (BlockIndex block = 0; block < first_keys_.size(); ++block) {
    const MetricKey& first = first_keys_[block];
    for (size_t i = 0; i < CountOf(LevelOf(first.metric)); ++i) {
      MetricKey key = first;
      key.metric = static_cast<Metric>(static_cast<size_t>(first.metric) + i);
      if (log_.HasSamples(log_.FirstOf(block) + static_cast<SeriesIndex>(i))) keys.push_back(key);
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
