#include "core/stream/direct_put.h"

#include "core/base/text.h"

namespace weir {
namespace {

// There is no account: the number that examples use.
constexpr std::string_view kAccount = "111111111111";

// Modelled: a second's worth, as for a shard.
TokenBucket BucketOf(int64_t per_second, Instant now) { return {per_second, per_second, now}; }

}  // namespace

DirectPut::DirectPut(Instant now, std::string name, bool from_stream, const DirectPutQuota& quota,
                     bool auto_raise)
    : name_(std::move(name)),
      from_stream_(from_stream),
      auto_raise_(auto_raise),
      quota_(quota),
      requests_(BucketOf(quota.requests_per_second, now)),
      records_(BucketOf(quota.records_per_second, now)),
      bytes_(BucketOf(quota.bytes_per_second, now)) {}

Result<void> DirectPut::Validate(std::span<const DirectRecord> records) const {
  if (deleted_) {
    return Error{ErrorCode::kResourceNotFound,
                 StrCat({"Firehose ", name_, " under account ", kAccount, " not found."})};
  }
  if (!active_) {
    return Error{ErrorCode::kResourceNotFound,
                 StrCat({"Firehose ", name_, " is not active in ", kAccount, " account."})};
  }
  if (from_stream_) {
    return Error{ErrorCode::kInvalidArgument,
                 "This operation is not permitted on KinesisStreamAsSource delivery stream type."};
  }
  if (static_cast<int64_t>(records.size()) > kPutRecordBatchEntriesMax) {
    return Error{ErrorCode::kInvalidArgument, "a batch has at most 500 records"};
  }
  int64_t total = 0;
  for (size_t i = 0; i < records.size(); ++i) {
    const int64_t bytes = records[i].bytes;
    total += bytes;
    if (bytes <= kDirectPutRecordBytesMax) continue;
    const std::string size = std::to_string(bytes);
    return Error{ErrorCode::kValidation,
                 StrCat({"1 validation error detected: Value 'java.nio.HeapByteBuffer[pos=0 lim=",
                         size, " cap=", size, "]' at 'records.", std::to_string(i + 1),
                         ".member.data' failed to satisfy constraint: Member must have length less "
                         "than or equal to 1024000"})};
  }
  if (total > kPutRecordBatchBytesMax) {
    return Error{ErrorCode::kInvalidArgument, "a batch has at most 4 MiB"};
  }
  return {};
}

Result<void> DirectPut::PutRecordBatch(Instant now, std::span<const DirectRecord> records,
                                       std::vector<ThrottledEntry>& throttled) {
  ++counters_.calls;
  if (Result<void> valid = Validate(records); !valid.ok()) {
    ++counters_.refused_calls;
    return valid;
  }
  requests_.Refill(now);
  records_.Refill(now);
  bytes_.Refill(now);
  const bool admitted = requests_.Has(1);
  if (admitted) requests_.Take(1);
  for (uint32_t i = 0; i < records.size(); ++i) {
    PutOutcome outcome = PutOutcome::kAccepted;
    if (!admitted) {
      outcome = PutOutcome::kThrottledRequests;
    } else if (!records_.Has(1)) {
      outcome = PutOutcome::kThrottledRecords;
    } else if (!bytes_.Has(records[i].bytes)) {
      outcome = PutOutcome::kThrottledBytes;
    }
    if (outcome != PutOutcome::kAccepted) {
      ++counters_.throttled_records;
      throttled.push_back({i, {}, outcome});
      continue;
    }
    records_.Take(1);
    bytes_.Take(records[i].bytes);
    ++counters_.records;
    counters_.bytes += records[i].bytes;
    inbox_.push_back(records[i]);
  }
  return {};
}

// Full ones, of the new size.
void DirectPut::FillBuckets(Instant now) {
  requests_ = BucketOf(quota_.requests_per_second, now);
  records_ = BucketOf(quota_.records_per_second, now);
  bytes_ = BucketOf(quota_.bytes_per_second, now);
}

bool DirectPut::Look(Instant now) {
  const bool throttled = counters_.throttled_records > throttled_at_look_;
  throttled_at_look_ = counters_.throttled_records;
  throttled_looks_ = throttled ? throttled_looks_ + 1 : 0;
  if (!auto_raise() || throttled_looks_ < kQuotaThrottledLooks) return false;
  throttled_looks_ = 0;
  quota_.records_per_second *= kQuotaRaiseFactor;
  quota_.requests_per_second *= kQuotaRaiseFactor;
  quota_.bytes_per_second *= kQuotaRaiseFactor;
  ++counters_.raises;
  FillBuckets(now);
  return true;
}

void DirectPut::AddTo(Digest& digest) const {
  digest.Add(name_);
  requests_.AddTo(digest);
  records_.AddTo(digest);
  bytes_.AddTo(digest);
  for (const int64_t number :
       {static_cast<int64_t>(active_), static_cast<int64_t>(deleted_), quota_.bytes_per_second,
        counters_.calls, counters_.records, counters_.bytes, counters_.throttled_records,
        counters_.refused_calls, throttled_at_look_, throttled_looks_}) {
    digest.Add(number);
  }
}

}  // namespace weir
