// First stage of the library: user records of one predicted shard become one stream record.
//
//   user records --predicted shard--> [ open aggregate of shard 0 ]  --full, or due--> stream
//   record
//                                     [ open aggregate of shard 1 ]
//
// An aggregate is closed when the next record would make it larger than AggregationMaxSize, when it
// holds AggregationMaxCount, or when its first record is due.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/digest.h"
#include "core/base/time.h"
#include "core/model/ids.h"
#include "core/producer/aggregate_size.h"
#include "core/producer/kpl_record.h"
#include "core/producer/producer_spec.h"

namespace weir {

class KplAggregator {
 public:
  explicit KplAggregator(const KplSpec& spec);

  // Appends to `out` what is full.
  void Put(const KplUser& user, ShardIndex shard, std::vector<KplStreamRecord>& out);
  // Appends to `out` what is due.
  void FlushDue(Instant now, std::vector<KplStreamRecord>& out);
  Instant next_deadline() const;  // kNever when there is nothing.

  void AddTo(Digest& digest) const;

 private:
  struct Open {
    ShardIndex shard;
    std::vector<KplUser> users;
    AggregateSize size;
    Instant deadline = kNever;  // The earliest of its users.
  };

  Open& OpenOf(ShardIndex shard);
  static void Add(const KplUser& user, Open& open);
  KplStreamRecord Close(Open& open) const;

  size_t size_max_;
  size_t count_max_;
  std::vector<Open> open_;         // In the order in which shards were first seen.
  std::vector<uint32_t> open_of_;  // By shard: place in open_, plus one.
};

}  // namespace weir
