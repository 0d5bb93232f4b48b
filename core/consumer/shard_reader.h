// How an application reads a shard: with GetRecords, or through a subscription of its registered
// consumer. When to read next, and what to do with what came, is the application's business.
//
//   Open -> Read -> kRecords     the iterator has moved on, or is none: the shard is drained
//                -> kNothing     pushed: nothing is due yet; see NextPushAt
//                -> kThrottled   the shard's limits, or the subscription's
//                -> kExpired     the iterator was too old; a new one stands where it stood
//                -> kShardGone   its last record has left the retention period
//                -> kUnavailable the stream is not there (yet)
#pragma once

#include <cstdint>
#include <optional>

#include "core/base/digest.h"
#include "core/base/prng.h"
#include "core/base/time.h"
#include "core/consumer/consumer_spec.h"
#include "core/model/ids.h"
#include "core/model/shard_iterator.h"
#include "core/stream/sim_context.h"

namespace weir {

// A place in a shard from which somebody reads.
struct ShardCursor {
  ShardIndex shard;
  std::optional<ShardIterator> iterator;  // None at the end of a closed shard.
  Instant read_at;
  Instant subscribed_at;  // Its own connection: another one may have taken over since.

  void AddTo(Digest& digest) const;
};

enum class ReadAnswer : uint8_t {
  kRecords,
  kNothing,
  kThrottled,
  kExpired,
  kShardGone,
  kUnavailable
};

struct ReadResult {
  ReadAnswer answer = ReadAnswer::kNothing;
  GetRecordsOutput output;  // Of kRecords.
  // How long the answer is under way. What is pushed has had its delay already.
  Duration latency = {};
};

struct ReadCounters {
  int64_t throttled = 0;
  int64_t iterators_expired = 0;
  int64_t subscriptions = 0;  // SubscribeToShard calls that were admitted.
};

class ShardReader {
 public:
  ShardReader(ConsumerId id, const ConsumerSpec& spec, uint64_t seed);

  // Fan-out: registers with the stream, before the scenario begins.
  void Register(Instant now, SimContext& sim);
  bool pushed() const { return fan_out_.has_value(); }

  // False where there is no such place (any more).
  bool Open(Instant now, ShardIteratorType type, ShardCursor& cursor, SimContext& sim);
  // Before the record `ordinal`, which need not have been written yet.
  bool OpenAt(Instant now, uint64_t ordinal, ShardCursor& cursor, SimContext& sim);

  ReadResult Read(Instant now, ShardCursor& cursor, SimContext& sim);
  // When something will be pushed; kNever: not before the next put.
  Instant NextPushAt(Instant now, const ShardCursor& cursor, SimContext& sim);

  const ReadCounters& counters() const { return counters_; }
  uint64_t LastDraw() const { return Prng(latencies_).Next(); }
  void AddTo(Digest& digest) const;

 private:
  ReadResult Poll(Instant now, ShardCursor& cursor, SimContext& sim);
  ReadResult Push(Instant now, ShardCursor& cursor, SimContext& sim);
  ReadResult Refused(Instant now, ShardCursor& cursor, ErrorCode code, SimContext& sim);
  Result<ShardIterator> IteratorFor(Instant now, const StreamService::IteratorRequest& request,
                                    SimContext& sim);
  bool Subscribe(Instant now, ShardCursor& cursor, SimContext& sim);
  StreamService::IteratorRequest RequestAt(ShardIndex shard, uint64_t ordinal) const;
  bool IsGone(const ShardCursor& cursor, const SimContext& sim) const;

  ConsumerId id_;
  ConsumerSpec spec_;
  Prng latencies_;
  std::optional<FanOutId> fan_out_;
  ReadCounters counters_;
};

}  // namespace weir
