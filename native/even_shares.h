// What every shard would have got if keys were spread evenly over the hash space: the measure of
// skew. Added up step by step, so that shards which were opened or closed on the way are treated
// fairly.
#pragma once

#include <vector>

#include "core/engine/engine.h"
#include "native/runner.h"

namespace weir {

class EvenShares : public RunListener {
 public:
  Result<void> OnStep(const Engine& engine) override;

  // Records over the even share; negative when nothing came while the shard was open.
  double SkewOf(const Engine& engine, StreamId stream, ShardIndex shard) const;

 private:
  std::vector<int64_t> records_;               // By stream: accepted up to the last step.
  std::vector<std::vector<double>> expected_;  // By stream and shard: records.
};

}  // namespace weir
