// What a Kinesis Client Library application adds to a consumer, as a scenario describes it.
//
// Defaults are those of the library's second generation (core/model/limits.h).
#pragma once

#include <cstdint>

#include "core/base/time.h"
#include "core/model/limits.h"

namespace weir {

// When the record processor checkpoints: after every batch, after so many user records, or after a
// batch when so much time has passed by the worker's own clock.
enum class CheckpointPolicy : uint8_t { kBatch, kRecords, kTime };

// What happens when the record processor fails on a poisoned record. The library itself goes on
// with the next batch when an exception reaches it; trying again and setting aside is what a
// processor does that catches it.
enum class OnError : uint8_t { kSkipBatch, kSkipRecord, kRetry };

struct KclSpec {
  Duration failover_time = kKclFailoverTime;
  Duration taker_interval = Seconds(0);  // 0: twice the failover time and its tolerance.
  Duration shard_sync = kKclShardSync;
  Duration parent_poll = kKclParentPoll;
  int64_t steal_max = 1;                  // Leases stolen at one time.
  int64_t leases_max = kLeasesAnyNumber;  // Of one worker.
  CheckpointPolicy checkpoint = CheckpointPolicy::kBatch;
  int64_t checkpoint_records = 1'000;
  Duration checkpoint_every = Minutes(1);
  bool checkpoint_shard_end = true;
  OnError on_error = OnError::kSkipBatch;
  int64_t retries = 0;  // Tries after the first, before kSkipBatch and kSkipRecord skip.
  Duration backoff = kKclTaskBackoff;      // From one try to the next.
  Duration table_latency_min = Millis(5);  // Of one call to the lease table.
  Duration table_latency_max = Millis(15);
  int64_t table_writes_per_second = 0;  // 0: on-demand, no limit.
};

}  // namespace weir
