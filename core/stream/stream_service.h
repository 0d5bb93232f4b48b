// Kinesis Data Streams as one value: the streams, and the operations that work on a name or a
// position. What concerns one stream alone is in Stream.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/digest.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/model/ids.h"
#include "core/model/shard_iterator.h"
#include "core/stream/aggregate_table.h"
#include "core/stream/control_plane.h"
#include "core/stream/direct_put.h"
#include "core/stream/resend_table.h"
#include "core/stream/stream.h"

namespace weir {

struct GetRecordsOutput {
  LogRead read;
  // The iterator for the following call, or none at the end of a closed shard.
  std::optional<ShardIterator> next;
  Duration behind_latest;  // MillisBehindLatest of the API, in microseconds; 0 at the tip.
  std::vector<ShardIndex> child_shards;  // Only where `next` is none.
};

class StreamService {
 public:
  // Errors: kValidation or kInvalidArgument (settings), kResourceInUse (the name is taken),
  // kLimitExceeded (kStreamsMax, kShardsPerAccountMax, kOnDemandStreamsMax, kStreamsCreatingMax,
  // and the rate of calls).
  Result<StreamId> CreateStream(Instant now, StreamSettings settings);
  // A stream that a run begins with: nobody calls for it, so it costs no call. The other quotas
  // hold.
  Result<StreamId> AddStream(Instant now, StreamSettings settings);

  // The control plane. Errors: kResourceNotFound, kLimitExceeded (called too often), and those of
  // the Stream's own operation.
  Result<void> DeleteStream(Instant now, std::string_view name);
  // No `new_starting`: the middle of the shard's range.
  Result<void> SplitShard(Instant now, std::string_view name, ShardIndex shard,
                          std::optional<HashKey> new_starting);
  Result<void> MergeShards(Instant now, std::string_view name, ShardIndex shard,
                           ShardIndex adjacent);
  Result<void> UpdateShardCount(Instant now, std::string_view name, int64_t target);
  // IncreaseStreamRetentionPeriod or DecreaseStreamRetentionPeriod, whichever it takes.
  Result<void> SetRetention(Instant now, std::string_view name, Duration retention);
  // Also kLimitExceeded: kOnDemandStreamsMax.
  Result<void> UpdateStreamMode(Instant now, std::string_view name, StreamMode mode);
  Result<void> UpdateMaxRecordSize(Instant now, std::string_view name, int64_t kib);

  // Where reading starts for `type`. `sequence_number` is for the two numbered types, `timestamp`
  // for AT_TIMESTAMP. Errors: kResourceNotFound, kInvalidArgument (a number that the shard has
  // never given out, a time that is still to come).
  struct IteratorRequest {
    StreamId stream;
    ShardIndex shard;
    ShardIteratorType type = ShardIteratorType::kTrimHorizon;
    SequenceNumber sequence_number;
    Instant timestamp;
  };
  // Also kProvisionedThroughputExceeded: the shard was asked for more than 5 iterators a second.
  Result<ShardIterator> GetShardIterator(Instant now, const IteratorRequest& request);
  // The same place without a call: where a subscription starts.
  Result<ShardIterator> StartOf(Instant now, const IteratorRequest& request) const;

  // `limit` is in [1, kGetRecordsLimitMax]. Errors: kExpiredIterator (older than 5 minutes),
  // kResourceNotFound, kProvisionedThroughputExceeded (nothing was read or charged).
  Result<GetRecordsOutput> GetRecords(Instant now, const ShardIterator& iterator, int64_t limit);

  // Begins (or takes over) the subscription of a registered consumer at the place that `request`
  // names. Errors: those of GetShardIterator and of FanOut::Subscribe.
  Result<void> SubscribeToShard(Instant now, FanOutId consumer, const IteratorRequest& request);

  // What the subscription pushes at `now`: records that arrived before `arrived_before`, as many as
  // its 2 MiB/s let through; `next` of the answer tells whether it goes on. Errors:
  // kResourceNotFound (no subscription is alive). When nothing is let through yet, `read` is empty.
  Result<GetRecordsOutput> Push(Instant now, StreamId stream, FanOutId consumer, ShardIndex shard,
                                Instant arrived_before);

  std::optional<StreamId> FindStream(std::string_view name) const;
  bool Has(StreamId id) const { return id.index() < streams_.size(); }
  Stream& stream(StreamId id) { return streams_[id.index()]; }
  const Stream& stream(StreamId id) const { return streams_[id.index()]; }
  const std::vector<Stream>& streams() const { return streams_; }
  // Of all streams: the inside of aggregated records, which the service itself never looks at.
  AggregateTable& aggregates() { return aggregates_; }
  const AggregateTable& aggregates() const { return aggregates_; }
  // What producers sent more than once. Nobody's behaviour depends on it: it is for order proofs.
  ResendTable& resends() { return resends_; }
  const ResendTable& resends() const { return resends_; }

  // The ways into delivery streams, by DeliveryStreamId: producers put there as they put into a
  // stream, and know as little of what is behind it.
  std::vector<DirectPut>& direct_puts() { return direct_puts_; }
  const std::vector<DirectPut>& direct_puts() const { return direct_puts_; }

  void AddTo(Digest& digest) const;

 private:
  Result<void> CheckNewStream(const StreamSettings& settings) const;
  int64_t OnDemandStreams() const;
  // Calls change(Stream&) if the operation may be called, and charges a call that succeeds.
  template <typename Change>
  Result<void> Control(Instant now, ControlOperation operation, std::string_view name,
                       Change change);
  // Fills in what follows from what was read: where it goes on, how far behind, children at the
  // end.
  void Conclude(Instant now, const ShardIterator& iterator, GetRecordsOutput& output) const;

  AggregateTable aggregates_;
  ResendTable resends_;
  ControlPlane control_;
  std::vector<DirectPut> direct_puts_;
  std::vector<Stream> streams_;  // Deleted ones keep their place: ids are never reused.
};

}  // namespace weir
