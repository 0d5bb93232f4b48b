#include "native/even_shares.h"

namespace weir {
namespace {

// The part of the hash space that a range covers, from 0 to 1.
double WidthOf(const HashKeyRange& range) {
  constexpr double kTwoTo64 = 18446744073709551616.0;
  const double from = static_cast<double>(range.starting.hi) / kTwoTo64;
  const double to = static_cast<double>(range.ending.hi) / kTwoTo64;
  return to - from;
}

}  // namespace

Result<void> EvenShares::OnStep(const Engine& engine) {
  const std::vector<Stream>& streams = engine.streams().streams();
  records_.resize(streams.size());
  expected_.resize(streams.size());
  for (size_t i = 0; i < streams.size(); ++i) {
    int64_t records = 0;
    for (const Shard& shard : streams[i].shards()) records += shard.counters().records_in;
    const auto came = static_cast<double>(records - records_[i]);
    records_[i] = records;
    expected_[i].resize(streams[i].shards().size());
    for (size_t j = 0; j < expected_[i].size(); ++j) {
      const Shard& shard = streams[i].shards()[j];
      if (shard.state() == ShardState::kOpen) expected_[i][j] += came * WidthOf(shard.range());
    }
  }
  return {};
}

double EvenShares::SkewOf(const Engine& engine, StreamId stream, ShardIndex shard) const {
  if (stream.index() >= expected_.size()) return -1;
  const std::vector<double>& shards = expected_[stream.index()];
  if (shard.index() >= shards.size() || shards[shard.index()] <= 0) return -1;
  const int64_t records = engine.streams().stream(stream).shard(shard).counters().records_in;
  return static_cast<double>(records) / shards[shard.index()];
}

}  // namespace weir
