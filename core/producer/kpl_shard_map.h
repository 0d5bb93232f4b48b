// What the library knows of the stream's shards: the answer of its last ListShards.
//
//   unknown --list--> listing --answer--> ready --a record lay elsewhere--> listing ...
//                        '--error--> unknown, listed again after a growing wait
//
// It is asked anew only when an answer of PutRecords shows that it is out of date; while it is
// asked, nothing is predicted and every user record travels alone.
#pragma once

#include <optional>
#include <vector>

#include "core/base/digest.h"
#include "core/base/time.h"
#include "core/model/hash_key.h"
#include "core/model/ids.h"
#include "core/model/limits.h"
#include "core/stream/router.h"

namespace weir {

class KplShardMap {
 public:
  // None while the map is not ready.
  std::optional<ShardIndex> Predict(HashKey key) const;
  // Whether the range of `shard` is known and holds `key`.
  bool Holds(ShardIndex shard, HashKey key) const;
  // Whether an answer to a call sent at `sent_at`, predicted for `shard`, is reason to ask again.
  bool OutOfDate(Instant sent_at, ShardIndex shard) const;

  bool unknown() const { return state_ == State::kUnknown; }
  void BeginListing() {
    state_ = State::kListing;
    list_again_at_ = kNever;
  }
  void Listed(Instant now, const std::vector<OpenRange>& open);
  void ListingFailed(Instant now);
  Instant list_again_at() const { return list_again_at_; }  // kNever unless a listing failed.

  void AddTo(Digest& digest) const;

 private:
  enum class State : uint8_t { kUnknown, kListing, kReady };

  State state_ = State::kUnknown;
  Router open_;
  std::vector<HashKeyRange> ranges_;  // By shard; an empty place has ending < starting.
  Instant listed_at_;
  Instant list_again_at_ = kNever;
  Duration backoff_ = kKplListShardsBackoffMin;
};

}  // namespace weir
