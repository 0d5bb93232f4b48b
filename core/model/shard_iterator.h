// A position in a shard that a reader holds, and the five ways to ask for one.
#pragma once

#include <cstdint>

#include "core/base/time.h"
#include "core/model/ids.h"
#include "core/model/sequence_number.h"

namespace weir {

enum class ShardIteratorType : uint8_t {
  kAtSequenceNumber,
  kAfterSequenceNumber,
  kTrimHorizon,
  kLatest,
  kAtTimestamp,
};

constexpr const char* IteratorTypeName(ShardIteratorType type) {
  switch (type) {
    case ShardIteratorType::kAtSequenceNumber:
      return "AT_SEQUENCE_NUMBER";
    case ShardIteratorType::kAfterSequenceNumber:
      return "AFTER_SEQUENCE_NUMBER";
    case ShardIteratorType::kTrimHorizon:
      return "TRIM_HORIZON";
    case ShardIteratorType::kLatest:
      return "LATEST";
    case ShardIteratorType::kAtTimestamp:
      return "AT_TIMESTAMP";
  }
  return "?";
}

// The engine's form. It lives kShardIteratorLife from its issue; every GetRecords gives a new one.
struct ShardIterator {
  StreamId stream;
  ShardIndex shard;
  SequenceNumber next;  // The first record the following read may return.
  Instant issued_at;
};

}  // namespace weir
