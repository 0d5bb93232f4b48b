// Where a consumer application stands in one shard: what every kind of consumer has to show.
#pragma once

#include <cstdint>

#include "core/base/time.h"
#include "core/model/ids.h"
#include "core/view/engine_view.h"

namespace weir {

struct ShardPlace {
  ShardIndex shard;
  uint32_t worker = 0;
  LeaseState state = LeaseState::kWaiting;
  uint64_t position = 0;  // Ordinal of the next record to process.
  Duration iterator_age;  // Of the last record processed, when it was processed.
  int64_t processed = 0;
  int64_t lost_to_retention = 0;
};

struct ConsumerCounters {
  int64_t processed = 0;  // Records of the stream: an aggregated one counts once.
  int64_t lost_to_retention = 0;
  int64_t reads_throttled = 0;
  int64_t iterators_expired = 0;
  int64_t subscriptions = 0;  // SubscribeToShard calls that were admitted.
};

}  // namespace weir
