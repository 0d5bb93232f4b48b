// One line of what happened: every arrow of the data flow leaves one.
//
// A TraceEvent is plain numbers, so that it costs nothing to make a million of them; the text is
// made only for who reads it (engine/trace_text.h). The trace digest covers every field.
#pragma once

#include <cstdint>

#include "core/base/digest.h"
#include "core/base/time.h"

namespace weir {

// The comment gives what subject, object, x and y mean.
enum class TraceKind : uint8_t {
  kCommandApplied,   // x: number of the command in its list
  kCommandRefused,   // x: number, y: ErrorCode
  kStreamStatus,     // subject: stream, x: StreamStatus
  kShardOpened,      // subject: stream, object: shard, x: parent or -1, y: adjacent parent or -1
  kShardClosed,      // subject: stream, object: shard
  kPutRecords,       // subject: producer, object: stream, x: accepted, y: throttled
  kThrottled,        // subject: stream, object: shard, x: records refused, y: PutOutcome
  kPutRefused,       // subject: producer, object: stream, x: records, y: ErrorCode
  kRetryScheduled,   // subject: producer, x: records, y: attempt
  kGaveUp,           // subject: producer, x: records
  kProducerDone,     // subject: producer, x: records intended
  kGetRecords,       // subject: consumer, object: shard, x: records, y: behind latest in us
  kReadThrottled,    // subject: consumer, object: shard
  kProcessed,        // subject: consumer, object: shard, x: records, y: iterator age in us
  kIteratorExpired,  // subject: consumer, object: shard
  kFellOffHorizon,   // subject: consumer, object: shard, x: records lost unread
  kShardEnd,         // subject: consumer, object: shard: drained, children may start
  kLeaseStarted,     // subject: consumer, object: shard, x: worker
  kRecordsExpired,   // subject: stream, x: records
  kSubscribed,       // subject: consumer, object: shard, x: ordinal it begins at
  kOrderViolated,    // subject: consumer, object: shard, x: key, y: number of the late record
  kAnswerLost,       // subject: producer, object: stream, x: records sent again
  // Of a Lambda mapping. x 0: the final invocation of a window.
  kInvoked,              // subject: consumer, object: shard, x: records, y: failures before
  kInvocationFailed,     // subject: consumer, object: shard, x: records it got through, y: failures
  kInvocationThrottled,  // subject: consumer, object: shard, x: lane
  kBatchSplit,           // subject: consumer, object: shard, x: records of the half that is next
  kBatchDiscarded,       // subject: consumer, object: shard, x: records, y: DiscardCondition
  kWindowClosed,         // subject: consumer, object: shard, x: bytes of state, y: 1 if early
  kUserRecordsPut,  // subject: producer, object: stream, x: user records accepted, y: throttled
  kMisrouted,       // subject: producer, object: stream, x: records in a shard that was not
                    // predicted, y: user records to be sent again for it
  kShardsListed,    // subject: producer, object: stream, x: open shards
  // Of a KCL application. y of the two that take: whose it was, or -1.
  kLeaseCreated,       // subject: consumer, object: shard
  kLeaseTaken,         // subject: consumer, object: shard, x: worker, y: worker
  kLeaseStolen,        // subject: consumer, object: shard, x: worker, y: worker
  kLeaseLost,          // subject: consumer, object: shard, x: worker, y: 1 if it had expired
  kLeaseDeleted,       // subject: consumer, object: shard
  kRenewalFailed,      // subject: consumer, object: shard, x: worker: the table throttled
  kCheckpointed,       // subject: consumer, object: shard, x: ordinal, y: worker
  kCheckpointRefused,  // subject: consumer, object: shard, x: ordinal, y: worker
  kProcessedAgain,     // subject: consumer, object: shard, x: user records, y: worker
  kRecordFailed,       // subject: consumer, object: shard, x: key, y: number of the record
  kShardEndUnchecked,  // subject: consumer, object: shard, x: worker
  kWorkerStarted,      // subject: consumer, object: worker, x: how often by now
  kWorkerStopped,      // subject: consumer, object: worker, x: 1 if it crashed
  kWorkerPaused,       // subject: consumer, object: worker, x: for how long, in us
  // Of a delivery stream.
  kDeliveryStreamStatus,  // subject: delivery stream, x: DeliveryStreamStatus
  kDirectPut,             // subject: producer, object: delivery stream, x: accepted, y: throttled
  kSlowDown,              // subject: delivery stream, object: producer, x: records, y: PutOutcome
  kDirectPutRefused,      // subject: producer, object: delivery stream, x: records, y: ErrorCode
  kQuotaRaised,           // subject: delivery stream, x: bytes a second, y: records a second
  kSourceRead,        // subject: delivery stream, object: shard, x: records, y: behind latest in us
  kSourceReadFailed,  // subject: delivery stream, object: shard, x: ErrorCode
  kBufferFlushed,     // subject: delivery stream, object: lane, x: records, y: FlushCause
  kBufferGrown,       // subject: delivery stream, object: lane, x: bytes
  kDelivered,        // subject: delivery stream, object: number of the object, x: records, y: bytes
  kDeliveryFailed,   // subject: delivery stream, object: lane, x: records, y: attempt
  kDeliveredTwice,   // subject: delivery stream, object: lane, x: records
  kDeliveryGaveUp,   // subject: delivery stream, object: lane, x: records, y: ErrorOutputType
  kDeliveryExpired,  // subject: delivery stream, object: lane, x: records lost
  kTransformed,      // subject: delivery stream, object: lane, x: records Ok, y: others
  kTransformFailed,  // subject: delivery stream, object: lane, x: records, y: attempt
  kPartitionOverflow,   // subject: delivery stream, x: records
  kDestinationState,    // subject: delivery stream, object: 1 of the backup bucket, x: 1 if it is
                        // down
  kDestinationUpdated,  // subject: delivery stream, x: version
  kDiscarded,           // subject: delivery stream, x: records
};

struct TraceEvent {
  Instant at;
  TraceKind kind = TraceKind::kCommandApplied;
  uint32_t subject = 0;
  uint32_t object = 0;
  int64_t x = 0;
  int64_t y = 0;

  void AddTo(Digest& digest) const {
    digest.Add(at.micros);
    digest.Add(static_cast<uint64_t>(kind) << 56 ^ static_cast<uint64_t>(subject) << 28 ^ object);
    digest.Add(x);
    digest.Add(y);
  }
};

}  // namespace weir
