// Open ranges under rounds of splits and merges, by a naive list: for tests of resharding.
#pragma once

#include <algorithm>
#include <vector>

#include "core/model/hash_key.h"
#include "core/stream/reshard.h"

namespace weir::test {

// Whether the ranges, sorted, cover the hash space without gap or overlap.
inline bool CoversOnce(std::vector<HashKeyRange> ranges) {
  if (ranges.empty()) return false;
  std::sort(ranges.begin(), ranges.end());
  if (ranges.front().starting != HashKey{} || ranges.back().ending != kHashKeyMax) return false;
  for (size_t i = 0; i + 1 < ranges.size(); ++i) {
    if (Next(ranges[i].ending) != ranges[i + 1].starting) return false;
  }
  return true;
}

// Open shards as a list; children get the next numbers, as in a stream.
struct OpenShards {
  std::vector<OpenRange> open;
  uint32_t next_index = 0;

  explicit OpenShards(int64_t count) {
    for (const HashKeyRange& range : UniformHashRanges(count))
      open.push_back({range, {next_index++}});
  }

  void Apply(const ReshardRound& round) {
    for (const SplitStep& split : round.splits) {
      const HashKeyRange range = Take(split.shard);
      open.push_back({{range.starting, Previous(split.new_starting)}, {next_index++}});
      open.push_back({{split.new_starting, range.ending}, {next_index++}});
    }
    for (const MergeStep& merge : round.merges) {
      const HashKeyRange a = Take(merge.shard);
      const HashKeyRange b = Take(merge.adjacent);
      open.push_back(
          {{std::min(a.starting, b.starting), std::max(a.ending, b.ending)}, {next_index++}});
    }
    std::sort(open.begin(), open.end(), [](const OpenRange& a, const OpenRange& b) {
      return a.range.starting < b.range.starting;
    });
  }

  std::vector<HashKeyRange> Ranges() const {
    std::vector<HashKeyRange> ranges;
    for (const OpenRange& shard : open) ranges.push_back(shard.range);
    return ranges;
  }

 private:
  // A shard that is not there (it stands in two steps of a round) leaves an empty list behind.
  HashKeyRange Take(ShardIndex shard) {
    const auto found = std::find_if(open.begin(), open.end(),
                                    [&](const OpenRange& range) { return range.shard == shard; });
    if (found == open.end()) {
      open.clear();
      return {};
    }
    const HashKeyRange range = found->range;
    open.erase(found);
    return range;
  }
};

}  // namespace weir::test
