// A record as a producer hands it over, in the two forms the log keeps.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/model/hash_key.h"
#include "core/model/ids.h"
#include "core/model/sequence_number.h"

namespace weir {

// One entry of PutRecords with its real bytes. The views are read during the call only.
struct PutRecordsEntry {
  std::string_view partition_key;
  std::string_view data;
  std::optional<HashKey> explicit_hash_key;
};

// A record that only a simulation writes: its length and where its bytes can be made again, so that
// a day of traffic fits in memory. `key` is a place in the key table of `producer`.
struct SyntheticRecord {
  HashKey hash_key;
  uint32_t key = 0;
  uint32_t number = 0;        // The producer's own count of what it meant to send.
  uint32_t billed_bytes = 0;  // Data and partition key.
};

// The last one is of a delivery stream alone.
enum class PutOutcome : uint8_t {
  kAccepted,
  kThrottledBytes,
  kThrottledRecords,
  kThrottledRequests
};

// One entry of the answer, in the order of the request. A throttled record consumed nothing.
struct PutRecordsResultEntry {
  PutOutcome outcome = PutOutcome::kAccepted;
  ShardIndex shard;
  SequenceNumber sequence_number;  // Of an accepted record.
};

// A record of a PutRecords call of a simulation that was throttled. Such a call names only these:
// what was accepted needs no answer, since a simulated producer has no use for sequence numbers.
struct ThrottledEntry {
  uint32_t index = 0;  // Place in the call.
  ShardIndex shard;
  PutOutcome outcome = PutOutcome::kThrottledBytes;
};

}  // namespace weir
