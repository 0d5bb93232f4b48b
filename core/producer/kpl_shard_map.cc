#include "core/producer/kpl_shard_map.h"

#include <algorithm>

namespace weir {
namespace {

constexpr HashKeyRange kNoRange{kHashKeyMax, {0, 0}};

}  // namespace

std::optional<ShardIndex> KplShardMap::Predict(HashKey key) const {
  if (state_ != State::kReady) return std::nullopt;
  return open_.Route(key);
}

bool KplShardMap::Holds(ShardIndex shard, HashKey key) const {
  return shard.index() < ranges_.size() && ranges_[shard.index()].Contains(key);
}

bool KplShardMap::OutOfDate(Instant sent_at, ShardIndex shard) const {
  const bool listed = shard.index() < ranges_.size() && ranges_[shard.index()] != kNoRange;
  return state_ == State::kReady && sent_at > listed_at_ && listed;
}

void KplShardMap::Listed(Instant now, const std::vector<OpenRange>& open) {
  open_.Rebuild(open);
  ranges_.clear();
  for (const OpenRange& range : open) {
    if (range.shard.index() >= ranges_.size()) ranges_.resize(range.shard.index() + 1, kNoRange);
    ranges_[range.shard.index()] = range.range;
  }
  state_ = State::kReady;
  listed_at_ = now;
  list_again_at_ = kNever;
  backoff_ = kKplListShardsBackoffMin;
}

void KplShardMap::ListingFailed(Instant now) {
  state_ = State::kUnknown;
  list_again_at_ = now + backoff_;
  backoff_ = std::min(backoff_ * 3 / 2, kKplListShardsBackoffMax);
}

void KplShardMap::AddTo(Digest& digest) const {
  digest.Add(static_cast<uint64_t>(state_));
  digest.Add(listed_at_.micros);
  digest.Add(list_again_at_.micros);
  digest.Add(backoff_.micros);
  for (const HashKeyRange& range : ranges_) range.starting.AddTo(digest);
}

}  // namespace weir
