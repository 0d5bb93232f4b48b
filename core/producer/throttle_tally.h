// What a PutRecords call was throttled by, for the trace: one line a shard and limit, not one a
// record.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/time.h"
#include "core/model/ids.h"
#include "core/model/record.h"
#include "core/sim/trace.h"

namespace weir {

class ThrottleTally {
 public:
  explicit ThrottleTally(std::span<const ThrottledEntry> throttled) {
    for (const ThrottledEntry& entry : throttled) Add(entry);
  }

  void Emit(Instant now, StreamId stream, Trace& trace) const {
    for (const Count& count : counts_) {
      trace.Emit({now, TraceKind::kThrottled, stream.value, count.shard.value, count.records,
                  static_cast<int64_t>(count.outcome)});
    }
  }

 private:
  struct Count {
    ShardIndex shard;
    PutOutcome outcome;
    int64_t records;
  };

  void Add(const ThrottledEntry& entry) {
    for (Count& count : counts_) {
      if (count.shard == entry.shard && count.outcome == entry.outcome) {
        ++count.records;
        return;
      }
    }
    counts_.push_back({entry.shard, entry.outcome, 1});
  }

  std::vector<Count> counts_;
};

}  // namespace weir
