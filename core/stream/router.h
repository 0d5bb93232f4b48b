// Which open shard takes a hash key: the open ranges, sorted, with a table over the top bits.
#pragma once

#include <cstdint>
#include <vector>

#include "core/model/hash_key.h"
#include "core/model/ids.h"

namespace weir {

struct OpenRange {
  HashKeyRange range;
  ShardIndex shard;
};

class Router {
 public:
  // `open` must cover the whole hash space once, in any order: checked.
  void Rebuild(std::vector<OpenRange> open);

  ShardIndex Route(HashKey key) const {
    // The top bits give the first candidate; ranges that start later inside the same cell follow.
    size_t i = first_[static_cast<size_t>(key.hi >> shift_)];
    while (i + 1 < open_.size() && open_[i + 1].range.starting <= key) ++i;
    return open_[i].shard;
  }

  // Sorted by starting hash key.
  const std::vector<OpenRange>& open() const { return open_; }

 private:
  std::vector<OpenRange> open_;
  std::vector<uint32_t> first_;
  int shift_ = 63;
};

}  // namespace weir
