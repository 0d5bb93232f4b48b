#include "web/gfx/record_feed.h"

#include <algorithm>

namespace weir::gfx {
namespace {

constexpr uint64_t kBatch = 256;

const ShardLog& LogOf(const Engine& engine, StreamId stream, ShardIndex shard) {
  return engine.streams().stream(stream).shard(shard).log();
}

}  // namespace

uint64_t FirstSince(const Engine& engine, StreamId stream, ShardIndex shard, Instant from) {
  const ShardLog& log = LogOf(engine, stream, shard);
  uint64_t low = log.trim_horizon();
  uint64_t high = log.end();
  while (low < high) {
    const uint64_t middle = low + (high - low) / 2;
    if (log.Row(middle).arrived_at < from) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

uint64_t CountSince(const Engine& engine, StreamId stream, Instant from) {
  uint64_t count = 0;
  const auto shards = static_cast<uint32_t>(engine.streams().stream(stream).shards().size());
  for (uint32_t i = 0; i < shards; ++i) {
    const ShardIndex shard{i};
    count += LogOf(engine, stream, shard).end() - FirstSince(engine, stream, shard, from);
  }
  return count;
}

void RecordFeed::Restart(Instant since) {
  since_ = since;
  next_.clear();
}

void RecordFeed::Update(const Engine& engine, StreamId stream, size_t budget, const Take& take) {
  const auto shards = static_cast<uint32_t>(engine.streams().stream(stream).shards().size());
  uint64_t fresh = 0;
  for (uint32_t i = 0; i < shards; ++i) {
    if (i >= next_.size()) next_.push_back(FirstSince(engine, stream, ShardIndex{i}, since_));
    // Retention may have passed a reader that was not asked for long.
    const ShardLog& log = LogOf(engine, stream, ShardIndex{i});
    next_[i] = std::max(next_[i], log.trim_horizon());
    fresh += log.end() - next_[i];
  }
  const auto stride = static_cast<uint32_t>(fresh / std::max<size_t>(budget, 1) + 1);
  for (uint32_t i = 0; i < shards; ++i) {
    UpdateShard(engine, stream, ShardIndex{i}, stride, take);
  }
}

void RecordFeed::UpdateShard(const Engine& engine, StreamId stream, ShardIndex shard,
                             uint32_t stride, const Take& take) {
  const uint64_t end = LogOf(engine, stream, shard).end();
  uint64_t& next = next_[shard.index()];
  while (next < end) {
    const uint64_t count = std::min(kBatch, end - next);
    batch_.clear();
    engine.CopyRecords(stream, shard, next, static_cast<size_t>(count), batch_);
    take(shard, batch_, stride);
    // Of `stride` batches the first stands for all.
    next = std::min(next + kBatch * stride, end);
  }
}

}  // namespace weir::gfx
