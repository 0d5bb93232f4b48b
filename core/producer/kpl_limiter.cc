#include "core/producer/kpl_limiter.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/model/limits.h"

namespace weir {
namespace {

int64_t PercentOf(int64_t rate, int64_t percent) {
  return std::max<int64_t>(rate * percent / 100, 1);
}

}  // namespace

KplLimiter::KplLimiter(const KplSpec& spec)
    : ttl_(spec.record_ttl),
      records_per_second_(PercentOf(kShardWriteRecordsPerSecond, spec.rate_limit_percent)),
      bytes_per_second_(PercentOf(kShardWriteBytesPerSecond, spec.rate_limit_percent)) {}

KplLimiter::Lane& KplLimiter::LaneOf(Instant now, ShardIndex shard) {
  if (shard.index() >= lane_of_.size()) lane_of_.resize(shard.index() + 1);
  uint32_t& place = lane_of_[shard.index()];
  if (place == 0) {
    lanes_.push_back({shard,
                      TokenBucket(records_per_second_, kShardWriteRecordsPerSecond, now),
                      TokenBucket(bytes_per_second_, kShardWriteBytesPerSecond, now),
                      {},
                      kNever});
    place = static_cast<uint32_t>(lanes_.size());
  }
  return lanes_[place - 1];
}

void KplLimiter::Put(Instant now, KplStreamRecord record, std::vector<KplStreamRecord>& passed,
                     std::vector<KplStreamRecord>& expired) {
  if (!record.predicted) {
    passed.push_back(std::move(record));
    return;
  }
  Lane& lane = LaneOf(now, *record.predicted);
  lane.first_expires_at = std::min(lane.first_expires_at, record.expires_at(ttl_));
  const auto after = std::upper_bound(
      lane.queue.begin(), lane.queue.end(), record.deadline,
      [](Instant deadline, const KplStreamRecord& other) { return deadline < other.deadline; });
  lane.queue.insert(after, std::move(record));
  Drain(now, lane, passed, expired);
}

void KplLimiter::Drain(Instant now, std::vector<KplStreamRecord>& passed,
                       std::vector<KplStreamRecord>& expired) {
  for (Lane& lane : lanes_) {
    if (!lane.queue.empty()) Drain(now, lane, passed, expired);
  }
}

void KplLimiter::Drain(Instant now, Lane& lane, std::vector<KplStreamRecord>& passed,
                       std::vector<KplStreamRecord>& expired) {
  if (lane.first_expires_at <= now) TakeExpired(now, lane, expired);
  lane.records.Refill(now);
  lane.bytes.Refill(now);
  while (!lane.queue.empty()) {
    KplStreamRecord& first = lane.queue.front();
    if (!lane.records.Has(1) || !lane.bytes.Has(first.data_bytes)) return;
    lane.records.Take(1);
    lane.bytes.Take(first.data_bytes);
    passed.push_back(std::move(first));
    lane.queue.pop_front();
  }
  lane.first_expires_at = kNever;
}

void KplLimiter::TakeExpired(Instant now, Lane& lane, std::vector<KplStreamRecord>& expired) const {
  std::deque<KplStreamRecord> kept;
  lane.first_expires_at = kNever;
  for (KplStreamRecord& record : lane.queue) {
    const Instant expires_at = record.expires_at(ttl_);
    if (expires_at <= now) {
      expired.push_back(std::move(record));
    } else {
      lane.first_expires_at = std::min(lane.first_expires_at, expires_at);
      kept.push_back(std::move(record));
    }
  }
  lane.queue = std::move(kept);
}

bool KplLimiter::empty() const {
  return std::all_of(lanes_.begin(), lanes_.end(),
                     [](const Lane& lane) { return lane.queue.empty(); });
}

void KplLimiter::AddTo(Digest& digest) const {
  for (const Lane& lane : lanes_) {
    digest.Add(static_cast<uint64_t>(lane.shard.value) << 32 | lane.queue.size());
    lane.records.AddTo(digest);
    lane.bytes.AddTo(digest);
    for (const KplStreamRecord& record : lane.queue) record.AddTo(digest);
  }
}

}  // namespace weir
