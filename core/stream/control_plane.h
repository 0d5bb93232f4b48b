// How often one account may call each operation of the control plane.
//
// A bucket an operation: as many calls at once as it has a second, refilled by the microsecond.
// Modelled: only a call that succeeds is charged. A refused command leaves no mark anywhere, so
// that a journal, which has only what was carried out, gives the session again.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "core/base/digest.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/base/token_bucket.h"

namespace weir {

enum class ControlOperation : uint8_t {
  kCreateStream,
  kDeleteStream,
  kSplitShard,
  kMergeShards,
  kUpdateShardCount,
  kIncreaseStreamRetentionPeriod,
  kDecreaseStreamRetentionPeriod,
  kUpdateStreamMode,
  kUpdateMaxRecordSize,
};
inline constexpr size_t kControlOperations = 9;

const char* OperationName(ControlOperation operation);  // "CreateStream"
int64_t CallsPerSecond(ControlOperation operation);     // Of one account.

class ControlPlane {
 public:
  // Error kLimitExceeded when `operation` was called too often. Changes nothing.
  Result<void> Allows(Instant now, ControlOperation operation) const;
  // A call that was allowed and has succeeded.
  void Charge(Instant now, ControlOperation operation);

  void AddTo(Digest& digest) const;

 private:
  // None: never called.
  std::array<std::optional<TokenBucket>, kControlOperations> calls_;
};

}  // namespace weir
