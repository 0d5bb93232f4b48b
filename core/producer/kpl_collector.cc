#include "core/producer/kpl_collector.h"

#include <algorithm>
#include <utility>

#include "core/model/limits.h"

namespace weir {

KplCollector::KplCollector(const KplSpec& spec)
    : count_max_(static_cast<size_t>(spec.collection_max_count)),
      bytes_max_(spec.collection_max_size),
      // Only who aggregates collects on top of it.
      wait_(spec.aggregation ? std::min(spec.record_max_buffered_time / kKplCollectionWaitFraction,
                                        kKplCollectionWaitMax)
                             : Duration{}),
      ttl_(spec.record_ttl) {}

void KplCollector::Put(Instant now, KplStreamRecord record, std::vector<KplCall>& out) {
  record.deadline = std::min(std::max(record.deadline, now + wait_), record.expires_at(ttl_));
  const int64_t bytes = record.billed_bytes();
  if (!records_.empty() && bytes_ + bytes > bytes_max_) Flush(out);
  bytes_ += bytes;
  deadline_ = std::min(deadline_, record.deadline);
  bool burst = false;
  if (record.predicted) {
    const size_t shard = record.predicted->index();
    if (shard >= shard_bytes_.size()) shard_bytes_.resize(shard + 1);
    shard_bytes_[shard] += record.data_bytes;
    burst = shard_bytes_[shard] >= kKplCollectionShardBytes;
  }
  records_.push_back(std::move(record));
  if (burst || records_.size() >= count_max_ || bytes_ >= bytes_max_) Flush(out);
}

void KplCollector::Flush(std::vector<KplCall>& out) {
  for (const KplStreamRecord& record : records_) {
    if (record.predicted) shard_bytes_[record.predicted->index()] = 0;
  }
  std::stable_sort(
      records_.begin(), records_.end(),
      [](const KplStreamRecord& a, const KplStreamRecord& b) { return a.deadline < b.deadline; });
  out.push_back(std::exchange(records_, {}));
  bytes_ = 0;
  deadline_ = kNever;
}

void KplCollector::FlushDue(Instant now, std::vector<KplCall>& out) {
  if (deadline_ <= now) Flush(out);
}

void KplCollector::AddTo(Digest& digest) const {
  digest.Add(deadline_.micros);
  for (const KplStreamRecord& record : records_) record.AddTo(digest);
}

}  // namespace weir
