#include "core/stream/control_plane.h"

#include <string>

#include "core/base/text.h"
#include "core/model/limits.h"

namespace weir {
namespace {

struct OperationRow {
  const char* name;
  int64_t calls_per_second;
};

// In the order of ControlOperation.
constexpr std::array<OperationRow, kControlOperations> kRows{{
    {"CreateStream", kCreateStreamCallsPerSecond},
    {"DeleteStream", kDeleteStreamCallsPerSecond},
    {"SplitShard", kSplitShardCallsPerSecond},
    {"MergeShards", kMergeShardsCallsPerSecond},
    {"UpdateShardCount", kUpdateShardCountCallsPerSecond},
    {"IncreaseStreamRetentionPeriod", kRetentionPeriodCallsPerSecond},
    {"DecreaseStreamRetentionPeriod", kRetentionPeriodCallsPerSecond},
    {"UpdateStreamMode", kUpdateStreamModeCallsPerSecond},
    {"UpdateMaxRecordSize", kUpdateMaxRecordSizeCallsPerSecond},
}};

}  // namespace

const char* OperationName(ControlOperation operation) {
  return kRows[static_cast<size_t>(operation)].name;
}

int64_t CallsPerSecond(ControlOperation operation) {
  return kRows[static_cast<size_t>(operation)].calls_per_second;
}

Result<void> ControlPlane::Allows(Instant now, ControlOperation operation) const {
  std::optional<TokenBucket> calls = calls_[static_cast<size_t>(operation)];
  if (!calls) return {};
  calls->Refill(now);
  if (calls->Has(1)) return {};
  return Error{ErrorCode::kLimitExceeded,
               StrCat({OperationName(operation), " may be called ",
                       std::to_string(CallsPerSecond(operation)), " times a second"})};
}

void ControlPlane::Charge(Instant now, ControlOperation operation) {
  std::optional<TokenBucket>& calls = calls_[static_cast<size_t>(operation)];
  const int64_t per_second = CallsPerSecond(operation);
  if (!calls) calls.emplace(per_second, per_second, now);
  calls->Refill(now);
  calls->Take(1);
}

void ControlPlane::AddTo(Digest& digest) const {
  for (size_t i = 0; i < kControlOperations; ++i) {
    if (!calls_[i]) continue;  // A run without a call feeds nothing.
    digest.Add(static_cast<uint64_t>(i));
    calls_[i]->AddTo(digest);
  }
}

}  // namespace weir
