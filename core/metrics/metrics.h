// The metrics of a run, and where whoever makes a call records it.
//
// A simulated client knows what the service's own counters do not: how long its call took, whether
// it was one call or several. So the client records, once for every call and at the moment at which
// the service answers it, whatever the outcome:
//
//   const int64_t before = stream.charges().bytes;
//   stream.PutSynthetic(now, id, records, throttled);
//   sim.metrics.PutRecords(stream_id, {.records = sent, .throttled = failed,
//                                      .bytes = stream.charges().bytes - before,
//                                      .latency = latency});
//
//   what the client does                                what it calls
//   PutRecords, answered                                PutRecords
//   PutRecords or PutRecord, refused as a whole         PutRefused
//   PutRecord, answered or throttled                    PutRecord
//   GetRecords                                          GetRecords, GetThrottled or GetFailed
//   SubscribeToShard                                    SubscribeToShard
//   an event that was pushed, with records or without   SubscribeToShardEvent
//   a batch has been processed                          Processed
//
// A sample belongs to the second at whose end CloseSecond is called next; so no call needs `now`.
// The engine adds what shards have counted (ShardSecond) and closes the seconds.
//
// Nothing reads metrics to decide anything: they are no part of the state digest. They are part of
// the engine's value, and the same however a moment was reached.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/digest.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/metrics/metric.h"
#include "core/metrics/metric_log.h"
#include "core/model/ids.h"

namespace weir {

struct PutRecordsSample {
  int64_t records = 0;    // Sent.
  int64_t throttled = 0;  // Refused by a limit.
  int64_t failed = 0;     // Refused for an internal failure.
  int64_t bytes = 0;      // Accepted.
  Duration latency = {};
};

struct PutRecordSample {
  bool throttled = false;
  int64_t bytes = 0;  // Accepted; 0 when throttled.
  Duration latency = {};
};

struct GetRecordsSample {
  int64_t records = 0;
  int64_t bytes = 0;
  Duration last_record_age = {};  // Of the last record returned.
  Duration behind = {};           // MillisBehindLatest of the answer.
  Duration latency = {};
};

struct EventSample {
  int64_t records = 0;
  int64_t bytes = 0;
  Duration behind = {};  // MillisBehindLatest of the event.
};

enum class SubscribeOutcome : uint8_t { kSuccess, kRateExceeded, kFailed };
// What SubscribeToShard answered, as the metrics tell it apart. "RateExceeded" is also a call for
// what is subscribed already, by the document.
SubscribeOutcome OutcomeOf(const Result<void>& subscribed);

// What a shard has counted in a second.
struct ShardSecondSample {
  int64_t records_in = 0;
  int64_t bytes_in = 0;
  int64_t throttled = 0;
};

// Which series: its metric and what its level asks for.
struct MetricKey {
  Metric metric = Metric::kGetRecordsBytes;
  StreamId stream;
  ShardIndex shard;     // Of kShard and kReader.
  uint32_t reader = 0;  // A FanOutId of kConsumer, a ConsumerId of kReader.

  friend auto operator<=>(const MetricKey&, const MetricKey&) = default;
};

class Metrics {
 public:
  void PutRecords(StreamId stream, const PutRecordsSample& sample);
  void PutRecord(StreamId stream, const PutRecordSample& sample);
  // The whole call was an error: ResourceNotFound, Validation, InvalidArgument.
  void PutRefused(StreamId stream, bool single, Duration latency);

  void GetRecords(StreamId stream, ShardIndex shard, const GetRecordsSample& sample);
  void GetThrottled(StreamId stream, ShardIndex shard);
  void GetFailed(StreamId stream);  // Any other error, such as an expired iterator.

  void SubscribeToShard(StreamId stream, FanOutId consumer, SubscribeOutcome outcome);
  void SubscribeToShardEvent(StreamId stream, FanOutId consumer, ShardIndex shard,
                             const EventSample& sample);

  // `age` is that of the last record of the batch, now that it is processed.
  void Processed(StreamId stream, ShardIndex shard, ConsumerId consumer, Duration age);

  void ShardSecond(StreamId stream, ShardIndex shard, const ShardSecondSample& sample);
  void CloseSecond() { log_.CloseSecond(); }

  // Every series that ever had a sample may be asked for; others too: they have no points.
  std::vector<MetricKey> Keys() const;  // Sorted: by stream, then level, shard, reader, metric.
  std::vector<LogPoint> SecondPoints(const MetricKey& key) const;
  std::vector<LogPoint> MinutePoints(const MetricKey& key) const;
  StatisticSet Total(const MetricKey& key) const;  // Of the whole run.
  const MetricLog& log() const { return log_; }

  void AddTo(Digest& digest) const { log_.AddTo(digest); }

 private:
  // A level's block, plus one; 0 where there is none yet.
  struct StreamBlocks {
    BlockIndex stream = 0;
    std::vector<BlockIndex> shards;
    std::vector<BlockIndex> consumers;
    std::vector<std::vector<BlockIndex>> readers;  // By consumer and shard.
  };

  StreamBlocks& BlocksOf(StreamId stream);
  StatisticSet* Open(BlockIndex& block, const MetricKey& first);
  StatisticSet* OpenStream(StreamId stream);
  StatisticSet* OpenShard(StreamId stream, ShardIndex shard);
  StatisticSet* OpenConsumer(StreamId stream, FanOutId consumer);
  std::optional<SeriesIndex> Find(const MetricKey& key) const;

  std::vector<StreamBlocks> blocks_;
  std::vector<MetricKey> first_keys_;  // By BlockIndex: of its first series.
  MetricLog log_;
};

}  // namespace weir
