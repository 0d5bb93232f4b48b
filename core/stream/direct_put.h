// The way into a delivery stream: PutRecord and PutRecordBatch with their quota.
//
//   call -> requests a second? -> each record: records a second? bytes a second? -> inbox
//                 | no                        | no
//                 '--- ServiceUnavailableException "Slow down.", record by record ---> the producer
//
// It stands beside the streams, because producers put here as they put there and know nothing of
// what comes after. The delivery stream empties the inbox at the same instant.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/base/digest.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/base/token_bucket.h"
#include "core/model/ids.h"
#include "core/model/limits_firehose.h"
#include "core/model/record.h"

namespace weir {

// A record on its way into a delivery stream. There is no partition key in Firehose; `billed_bytes`
// has one because the producer makes its bytes again by it.
struct DirectRecord {
  ProducerId producer;
  uint32_t key = 0;
  uint32_t number = 0;
  uint32_t billed_bytes = 0;
  uint32_t bytes = 0;  // Of data: what counts here.
};

// Since the delivery stream was created.
struct DirectPutCounters {
  int64_t calls = 0;
  int64_t records = 0;  // Accepted.
  int64_t bytes = 0;
  int64_t throttled_records = 0;  // Told to slow down; a record refused twice counts twice.
  int64_t refused_calls = 0;      // As a whole, by an error.
  int64_t raises = 0;             // Of the quota.
};

class DirectPut {
 public:
  // `from_stream`: the source is a Data Stream, so nobody may put here.
  DirectPut(Instant now, std::string name, bool from_stream, const DirectPutQuota& quota,
            bool auto_raise);

  // Errors that refuse the whole call: kResourceNotFound (not ACTIVE), kInvalidArgument (the source
  // is a stream; too many records or bytes), kValidation (a record is too large). Otherwise every
  // record is tried, and those that were told to slow down are appended to `throttled`.
  Result<void> PutRecordBatch(Instant now, std::span<const DirectRecord> records,
                              std::vector<ThrottledEntry>& throttled);
  // What came since it was last emptied, all of it at this instant.
  std::vector<DirectRecord> TakeInbox() { return std::exchange(inbox_, {}); }

  // None: not yet or no longer ACTIVE.
  void SetActive(bool active) { active_ = active; }
  void SetDeleted() { deleted_ = true; }

  // Once every kQuotaLookEvery. True when it has raised the quota.
  bool Look(Instant now);

  const std::string& name() const { return name_; }
  const DirectPutQuota& quota() const { return quota_; }
  const DirectPutCounters& counters() const { return counters_; }
  bool auto_raise() const { return auto_raise_ && !from_stream_; }
  void AddTo(Digest& digest) const;

 private:
  Result<void> Validate(std::span<const DirectRecord> records) const;
  void FillBuckets(Instant now);

  std::string name_;
  bool from_stream_;
  bool active_ = true;
  bool deleted_ = false;
  bool auto_raise_;
  DirectPutQuota quota_;
  TokenBucket requests_;
  TokenBucket records_;
  TokenBucket bytes_;
  std::vector<DirectRecord> inbox_;
  DirectPutCounters counters_;
  int64_t throttled_at_look_ = 0;
  int64_t throttled_looks_ = 0;  // In a row.
};

}  // namespace weir
