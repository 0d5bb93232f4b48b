// Built like hand_ingest.cc: -O3, and natively for x86-64-v3.
#include "tests/bench/hand_simulation.h"

#include <memory>
#include <vector>

#include "core/base/prng.h"
#include "core/model/limits.h"

namespace weir::bench {
namespace {

constexpr size_t kChunkRows = 65'536;
constexpr int64_t kMicros = 1'000'000;

struct HandRow {
  uint32_t at;
  uint32_t key;
  uint32_t number;
  uint32_t bytes;
};
using Chunk = std::unique_ptr<HandRow[]>;

class FullShard {
 public:
  explicit FullShard(const LoadSpec& spec)
      : gap_micros_(kMicros / spec.records_per_second),
        keys_(Prng::ForComponent(1, "producer/keys")),
        last_of_key_(static_cast<size_t>(spec.keys)) {
    keys_.Next();  // The engine's chooser draws its salt first.
  }

  // One PutRecords call at `now`, with what was created in the 100 ms before.
  void Put(int64_t now) {
    Refill(now);
    while (created_ * gap_micros_ <= now) {
      const auto key = static_cast<uint32_t>(keys_.Below(last_of_key_.size()));
      const auto number = static_cast<uint32_t>(created_++);
      if (records_left_ < kMicros || bytes_left_ < kBytes * kMicros) continue;
      records_left_ -= kMicros;
      bytes_left_ -= kBytes * kMicros;
      if (size_ % kChunkRows == 0) chunks_.emplace_back(new HandRow[kChunkRows]);
      chunks_.back()[size_++ % kChunkRows] = {static_cast<uint32_t>(now), key, number, kBytes};
    }
  }
  void Read() {
    for (; read_ < size_; ++read_) {
      const HandRow& row = chunks_[read_ / kChunkRows][read_ % kChunkRows];
      bytes_read_ += row.bytes;
      uint32_t& last = last_of_key_[row.key];
      if (row.number < last) ++out_of_order_;
      last = row.number;
    }
  }

  int64_t size() const { return static_cast<int64_t>(size_); }
  uint64_t Sum(LogSum sum) const {
    for (size_t i = 0; i < size_; ++i) {
      const HandRow& row = chunks_[i / kChunkRows][i % kChunkRows];
      sum.Add(row.key, row.number);
    }
    return sum.sum + static_cast<uint64_t>(out_of_order_) + (bytes_read_ == 0 ? 1 : 0);
  }

 private:
  static constexpr uint32_t kBytes = 1'009;

  void Refill(int64_t now) {
    const int64_t elapsed = now - refilled_;
    records_left_ = std::min(records_left_ + elapsed * kShardWriteRecordsPerSecond,
                             kShardWriteBurstRecords * kMicros);
    bytes_left_ = std::min(bytes_left_ + elapsed * kShardWriteBytesPerSecond,
                           kShardWriteBurstBytesMin * kMicros);
    refilled_ = now;
  }

  int64_t gap_micros_;
  Prng keys_;
  int64_t created_ = 0;
  int64_t refilled_ = 0;
  int64_t records_left_ = kShardWriteBurstRecords * kMicros;
  int64_t bytes_left_ = kShardWriteBurstBytesMin * kMicros;
  std::vector<Chunk> chunks_;
  size_t size_ = 0;
  size_t read_ = 0;
  uint64_t bytes_read_ = 0;
  int64_t out_of_order_ = 0;
  std::vector<uint32_t> last_of_key_;
};

}  // namespace

CaseResult RunByHand(const LoadSpec& spec) {
  CaseResult result;
  const Stopwatch watch;
  FullShard shard(spec);
  for (int64_t now = 100'000; now <= spec.duration.micros; now += 100'000) {
    shard.Put(now);
    if (now % kMicros == 0) shard.Read();
  }
  const Took took = watch.Elapsed();
  result.sample = {took, shard.Sum(LogSum(spec))};
  result.records = shard.size();
  return result;
}

}  // namespace weir::bench
