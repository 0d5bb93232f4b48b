// How an on-demand stream grows: it watches its own traffic, once a minute.
//
//   capacity   twice the greatest minute of the last 30 days, never below 4 MiB/s and 4,000
//   records/s;
//              shards are split, the busiest first, until there are enough of them
//   hot shard  a shard that takes more than 500 KB/s is split into halves of its hash range. A
//   single
//              hot key stays in one half: it is not isolated
//
// Source: the developer guide, "how do I choose the data stream capacity mode"; what it leaves open
// is named below as modelled. A stream never shrinks by itself here: no document says when it
// would.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/base/digest.h"
#include "core/base/time.h"
#include "core/model/ids.h"

namespace weir {

// What one open shard has taken since it was opened.
struct ShardTraffic {
  ShardIndex shard;
  int64_t bytes_in = 0;
  int64_t records_in = 0;
};

class OnDemandScaler {
 public:
  explicit OnDemandScaler(Instant now);

  Instant next_look_at() const { return next_look_at_; }

  // Looks at the traffic of the minute that ends at `now` (next_look_at()), every open shard once,
  // and returns the shards to be split now: at most enough to double the stream.
  std::vector<ShardIndex> Look(Instant now, const std::vector<ShardTraffic>& open);

  // Shards that the peak of the last 30 days asks for, within the stream's ceiling.
  int64_t shards_wanted() const;
  int64_t peak_bytes_per_second() const;
  int64_t peak_records_per_second() const;

  void AddTo(Digest& digest) const;

 private:
  static constexpr size_t kDays = 30;
  // A shard's totals at the last look, and since when it has been hot.
  struct Seen {
    ShardIndex shard;
    int64_t bytes_in = 0;
    int64_t records_in = 0;
    Instant hot_since = kNever;
  };
  struct Peak {
    int64_t bytes_per_second = 0;
    int64_t records_per_second = 0;
  };

  Peak NoteMinute(Instant now, const std::vector<ShardTraffic>& open, std::vector<Peak>& rates);

  Instant started_at_;
  Instant next_look_at_;
  Instant short_since_ = kNever;  // Since when the peak has asked for more shards than there are.
  std::array<Peak, kDays> days_{};
  std::vector<Seen> seen_;  // By shard.
};

}  // namespace weir
