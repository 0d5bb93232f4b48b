// What happened that a person should hear of: for captions, a live region, the page's own events.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/time.h"
#include "core/model/ids.h"

namespace weir::app {

enum class NoticeKind : uint8_t { kEnd, kThrottle, kReshard, kViolation, kHorizon, kSelect };

// Names are looked up when it is read (bridge_notices.cc): an event costs only numbers.
struct Notice {
  NoticeKind kind = NoticeKind::kEnd;
  Instant at;
  StreamId stream;
  ShardIndex shard;
  ConsumerId consumer;
  int64_t records = 0;
  uint64_t ordinal = 0;  // kSelect; without `selected` the selection was taken back.
  bool selected = false;
  std::vector<ShardIndex> opened;  // kReshard
  std::vector<ShardIndex> closed;
};

}  // namespace weir::app
