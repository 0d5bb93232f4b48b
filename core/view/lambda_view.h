// What a Lambda event source mapping shows of itself.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/time.h"
#include "core/model/ids.h"
#include "core/model/sequence_number.h"

namespace weir {

// kGathering: for the batching window. kBackingOff: after a failure. kThrottled: the function's
// reserved concurrency is used up.
enum class LaneState : uint8_t { kIdle, kGathering, kInvoking, kBackingOff, kThrottled };

constexpr const char* LaneStateName(LaneState state) {
  switch (state) {
    case LaneState::kIdle:
      return "idle";
    case LaneState::kGathering:
      return "gathering";
    case LaneState::kInvoking:
      return "invoking";
    case LaneState::kBackingOff:
      return "backing_off";
    case LaneState::kThrottled:
      return "throttled";
  }
  return "?";
}

// The `condition` of the message that a destination is sent. The third is ours: no source says what
// the service calls a record that no payload can hold.
enum class DiscardCondition : uint8_t {
  kRetryAttemptsExhausted,
  kRecordAgeExceeded,
  kPayloadTooLarge
};

constexpr const char* DiscardConditionName(DiscardCondition condition) {
  switch (condition) {
    case DiscardCondition::kRetryAttemptsExhausted:
      return "RetryAttemptsExhausted";
    case DiscardCondition::kRecordAgeExceeded:
      return "RecordAgeExceeded";
    case DiscardCondition::kPayloadTooLarge:
      return "PayloadTooLarge";
  }
  return "?";
}

// What the on-failure destination is told: where the records lie, not the records.
struct DiscardedBatch {
  ShardIndex shard;
  SequenceNumber start;
  SequenceNumber end;
  Instant first_arrival;
  Instant last_arrival;
  int64_t batch_size = 0;
  int64_t approximate_invoke_count = 0;
  DiscardCondition condition = DiscardCondition::kRetryAttemptsExhausted;
  bool reported = false;  // The function itself named the record; it did not crash.
  Instant at;
};

struct LambdaCounters {
  int64_t invocations = 0;  // Begun; final ones of windows too.
  int64_t errors = 0;       // Invocations that failed, wholly or in part.
  int64_t throttles = 0;    // Invocations refused: too many at once.
  int64_t retries = 0;      // Invocations of a batch that had failed before.
  int64_t splits = 0;       // Batches bisected.
  int64_t in_flight = 0;
  int64_t in_flight_max = 0;
  int64_t read = 0;  // Records read: through, discarded, lost or still here.
  int64_t discarded_batches = 0;
  int64_t discarded_records = 0;
  int64_t lost_waiting = 0;  // Of those read: expired before they were through.
  int64_t told = 0;          // Messages to the on-failure destination.
  int64_t windows = 0;       // Tumbling windows closed.
  int64_t windows_terminated_early = 0;
};

struct LambdaLaneView {
  ShardIndex shard;
  uint32_t lane = 0;
  LaneState state = LaneState::kIdle;
  int64_t waiting = 0;   // Read, and in no batch yet.
  int64_t in_batch = 0;  // Of the batch it is at, those that are not through.
  int64_t attempts = 0;  // Of the piece it is at: invocations that failed.
};

struct LambdaView {
  LambdaCounters counters;
  std::vector<LambdaLaneView> lanes;  // Those of ended shards are left out.
  std::string destination;
  std::vector<DiscardedBatch> on_failure;  // The last ones; counters.told says how many there were.
};

}  // namespace weir
