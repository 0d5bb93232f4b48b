// How a stream gets from the shards it has to the shards it shall have: rounds of splits and
// merges.
//
// UpdateShardCount asks for N equal ranges. Boundaries that are missing are made by splits first,
// boundaries that are too many vanish by merges of neighbours, pairwise, round after round. Targets
// that are no multiple of the present count make short-lived extra shards, as in the service.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/digest.h"
#include "core/model/hash_key.h"
#include "core/stream/router.h"

namespace weir {

struct SplitStep {
  ShardIndex shard;
  HashKey new_starting;
};
struct MergeStep {
  ShardIndex shard;
  ShardIndex adjacent;
};

// What happens at one instant. No shard stands in two steps of a round.
struct ReshardRound {
  std::vector<SplitStep> splits;
  std::vector<MergeStep> merges;
  bool empty() const { return splits.empty() && merges.empty(); }
};

// The target of an UpdateShardCount or a single step of SplitShard or MergeShards. The rounds are
// computed one by one from the shards that are open then, because children get their numbers only
// when they are made.
struct ReshardPlan {
  ReshardRound explicit_round;
  int64_t target_count = 0;  // 0: only the explicit round.

  bool empty() const { return explicit_round.empty() && target_count == 0; }
  void AddTo(Digest& digest) const;
};

// The next round towards `target` equal ranges, or an empty one when the ranges are there. `open`
// is sorted by starting hash key and covers the space.
ReshardRound NextRound(const std::vector<OpenRange>& open, int64_t target);

}  // namespace weir
