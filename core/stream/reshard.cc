#include "core/stream/reshard.h"

#include <algorithm>
#include <utility>

#include "core/base/check.h"

namespace weir {
namespace {

// Equal shares of 2^128 are rounded down, so the boundaries of 3 ranges lie a key or two beside
// those of 6. Far more than any rounding, far less than any range of an equal cut:
constexpr uint64_t kRounding = uint64_t{1} << 16;

constexpr bool NearlyEqual(HashKey a, HashKey b) {
  if (b < a) std::swap(a, b);
  const uint64_t low = b.lo - a.lo;
  return b.hi - a.hi == (b.lo < a.lo ? 1 : 0) && low <= kRounding;
}

// `target` equal ranges, with the boundaries that are nearly there already taken as they are:
// otherwise doubling three shards would make shards of a single key and merge them again.
std::vector<HashKeyRange> WantedRanges(const std::vector<OpenRange>& open, int64_t target) {
  std::vector<HashKeyRange> wanted = UniformHashRanges(target);
  size_t at = 0;
  for (size_t i = 1; i < wanted.size(); ++i) {
    const HashKey ideal = wanted[i].starting;
    while (at < open.size() && open[at].range.starting < ideal) ++at;
    // The boundaries on either side of the ideal one; the first range starts at 0 for good.
    for (const size_t candidate : {at, at - 1}) {
      if (candidate < 1 || candidate >= open.size()) continue;
      const HashKey there = open[candidate].range.starting;
      if (!NearlyEqual(there, ideal)) continue;
      wanted[i].starting = there;
      wanted[i - 1].ending = Previous(there);
      break;
    }
  }
  return wanted;
}

// The boundary to cut first in a shard that several fall into: the middle one, so that the rounds
// grow with the logarithm of the factor.
std::vector<SplitStep> SplitsOf(const std::vector<OpenRange>& open,
                                const std::vector<HashKeyRange>& wanted) {
  std::vector<SplitStep> splits;
  size_t first = 0;
  for (const OpenRange& shard : open) {
    while (first < wanted.size() && wanted[first].starting <= shard.range.starting) ++first;
    size_t last = first;
    while (last < wanted.size() && wanted[last].starting <= shard.range.ending) ++last;
    if (last > first) splits.push_back({shard.shard, wanted[first + (last - first) / 2].starting});
    first = last;
  }
  return splits;
}

std::vector<MergeStep> MergesOf(const std::vector<OpenRange>& open,
                                const std::vector<HashKeyRange>& wanted) {
  std::vector<MergeStep> merges;
  size_t range = 0;
  for (size_t i = 0; i + 1 < open.size();) {
    while (wanted[range].ending < open[i].range.starting) ++range;
    if (open[i + 1].range.ending <= wanted[range].ending) {
      merges.push_back({open[i].shard, open[i + 1].shard});
      i += 2;
    } else {
      ++i;
    }
  }
  return merges;
}

}  // namespace

void ReshardPlan::AddTo(Digest& digest) const {
  digest.Add(target_count);
  for (const SplitStep& split : explicit_round.splits) {
    digest.Add(split.shard.value);
    split.new_starting.AddTo(digest);
  }
  for (const MergeStep& merge : explicit_round.merges) {
    digest.Add(merge.shard.value);
    digest.Add(merge.adjacent.value);
  }
}

ReshardRound NextRound(const std::vector<OpenRange>& open, int64_t target) {
  WEIR_CHECK(target >= 1);
  const std::vector<HashKeyRange> wanted = WantedRanges(open, target);
  ReshardRound round;
  round.splits = SplitsOf(open, wanted);
  // Merging begins only when every wanted boundary is there: a merge across one would undo it.
  if (round.splits.empty()) round.merges = MergesOf(open, wanted);
  return round;
}

}  // namespace weir
