// A delivery stream's reading of its Data Stream: from LATEST, one GetRecords a second and shard,
// for ever; children after their parents. Aggregated records are opened.
//
// It is a reader like any other: its calls count against the five a second and the 2 MiB/s that all
// readers of a shard share.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/digest.h"
#include "core/base/time.h"
#include "core/firehose/firehose_record.h"
#include "core/model/shard_iterator.h"
#include "core/stream/sim_context.h"

namespace weir {

// A record as it was read. `literal`: its bytes, where it was put with bytes.
struct SourceRecord {
  ShardIndex shard;
  FirehoseRecord record;
  std::string_view literal;
};

class StreamSource {
 public:
  // `timer`: the top bits of the detail of its events.
  StreamSource(DeliveryStreamId id, StreamId stream, uint32_t timer, uint32_t timer_shift)
      : id_(id), stream_(stream), timer_(timer), timer_shift_(timer_shift) {}

  // At the end of every open shard.
  void Start(Instant now, SimContext& sim);
  void Stop() { places_.clear(); }
  // Reads a shard and calls `take` with what came.
  void OnRead(Instant now, uint32_t place, SimContext& sim, const RecordSource& source,
              const std::function<void(const SourceRecord&)>& take);

  StreamId stream() const { return stream_; }
  Duration behind() const;  // The greatest of its shards, as of their last reads.
  int64_t throttled() const { return throttled_; }
  int64_t kib_billed() const { return kib_billed_; }
  int64_t bytes_read() const { return bytes_read_; }
  void AddTo(Digest& digest) const;

 private:
  struct Place {
    ShardIndex shard;
    std::optional<ShardIterator> iterator;  // None: read to its end.
    Instant read_at = kNever;
    Duration behind = {};
  };

  void Open(Instant now, ShardIndex shard, ShardIteratorType type, SimContext& sim);
  void OpenChildren(Instant now, ShardIndex parent, SimContext& sim);
  bool Drained(ShardIndex shard) const;
  bool Knows(ShardIndex shard) const;
  void Plan(Instant now, uint32_t place, SimContext& sim);
  void Failed(Instant now, Place& place, ErrorCode code, SimContext& sim);
  void Take(const LogSlice& slice, ShardIndex shard, SimContext& sim, const RecordSource& source,
            const std::function<void(const SourceRecord&)>& take);

  DeliveryStreamId id_;
  StreamId stream_;
  uint32_t timer_;
  uint32_t timer_shift_;
  std::vector<Place> places_;
  int64_t throttled_ = 0;
  int64_t kib_billed_ = 0;  // By the records of the stream, as they were read.
  int64_t bytes_read_ = 0;
};

}  // namespace weir
