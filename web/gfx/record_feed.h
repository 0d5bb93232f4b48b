// Follows the logs of one stream for a picture: which records are new, and which lie in the window.
//
// Logs only grow at their end, so a place in each is all there is to remember. When the past became
// another one, the feed starts again at the window's far edge.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "core/base/time.h"
#include "core/engine/engine.h"

namespace weir::gfx {

// The ordinal of the first retained record of a shard that arrived at `from` or later.
uint64_t FirstSince(const Engine& engine, StreamId stream, ShardIndex shard, Instant from);

// How many retained records of all shards arrived at `from` or later.
uint64_t CountSince(const Engine& engine, StreamId stream, Instant from);

class RecordFeed {
 public:
  // Each call hands over records of one shard; each of them stands for `weight` records.
  using Take = std::function<void(ShardIndex, std::span<const RecordView>, uint32_t weight)>;

  // Everything is new at the next Update, from `since` on.
  void Restart(Instant since);
  // Hands over what came since the last call. When that is more than `budget` records, only parts
  // are handed over, evenly, with a greater weight.
  void Update(const Engine& engine, StreamId stream, size_t budget, const Take& take);

  // Records before this moment were never handed over.
  Instant since() const { return since_; }

 private:
  void UpdateShard(const Engine& engine, StreamId stream, ShardIndex shard, uint32_t stride,
                   const Take& take);

  Instant since_;
  std::vector<uint64_t> next_;  // By shard.
  std::vector<RecordView> batch_;
};

}  // namespace weir::gfx
