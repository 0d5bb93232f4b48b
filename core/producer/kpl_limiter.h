// Second stage of the library: no shard is sent more than RateLimit percent of what it takes.
//
// Two token buckets a predicted shard, records and bytes, each holding one second at the service's
// own rate and refilled at the percentage. What they do not let through waits, by deadline, and is
// tried again every 25 ms; what expires while it waits goes back to the producer. A record whose
// shard is not predicted passes.
#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "core/base/digest.h"
#include "core/base/time.h"
#include "core/base/token_bucket.h"
#include "core/model/ids.h"
#include "core/producer/kpl_record.h"
#include "core/producer/producer_spec.h"

namespace weir {

class KplLimiter {
 public:
  explicit KplLimiter(const KplSpec& spec);

  // Appends to `passed` what goes on and to `expired` what does not.
  void Put(Instant now, KplStreamRecord record, std::vector<KplStreamRecord>& passed,
           std::vector<KplStreamRecord>& expired);
  void Drain(Instant now, std::vector<KplStreamRecord>& passed,
             std::vector<KplStreamRecord>& expired);
  bool empty() const;

  void AddTo(Digest& digest) const;

 private:
  struct Lane {
    ShardIndex shard;
    TokenBucket records;
    TokenBucket bytes;
    std::deque<KplStreamRecord> queue;  // By deadline.
    Instant first_expires_at = kNever;
  };

  Lane& LaneOf(Instant now, ShardIndex shard);
  void Drain(Instant now, Lane& lane, std::vector<KplStreamRecord>& passed,
             std::vector<KplStreamRecord>& expired);
  void TakeExpired(Instant now, Lane& lane, std::vector<KplStreamRecord>& expired) const;

  Duration ttl_;
  int64_t records_per_second_;
  int64_t bytes_per_second_;
  std::vector<Lane> lanes_;
  std::vector<uint32_t> lane_of_;  // By shard: place in lanes_, plus one.
};

}  // namespace weir
