// Records on their way through the library: user records, and the stream records made of them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/digest.h"
#include "core/base/time.h"
#include "core/model/hash_key.h"
#include "core/model/ids.h"
#include "core/model/record.h"

namespace weir {

struct KplUser {
  SyntheticRecord record;
  uint32_t key_bytes = 0;  // Of record.billed_bytes.
  uint32_t attempts = 0;   // How often it has been sent.
  Instant created_at;
  Instant deadline;  // By when it should leave the stage it is in.

  uint32_t data_bytes() const { return record.billed_bytes - key_bytes; }
  Instant expires_at(Duration ttl) const { return created_at + ttl; }
  void AddTo(Digest& digest) const {
    digest.Add(static_cast<uint64_t>(record.number) << 32 | attempts);
    digest.Add(deadline.micros);
  }
};

// One user record as it is, or an aggregate of several.
struct KplStreamRecord {
  std::vector<KplUser> users;           // By their sub-sequence numbers.
  std::optional<ShardIndex> predicted;  // None while the shard map is not known.
  uint32_t data_bytes = 0;
  Instant deadline;

  bool aggregated() const { return users.size() > 1; }
  // An aggregate has the partition key "a", for the keys that count are inside, and goes by the
  // explicit hash key, which is that of its first user record.
  uint32_t billed_bytes() const {
    return aggregated() ? data_bytes + 1 : users.front().record.billed_bytes;
  }
  HashKey hash_key() const { return users.front().record.hash_key; }
  Instant expires_at(Duration ttl) const {
    Instant first = kNever;
    for (const KplUser& user : users) first = std::min(first, user.expires_at(ttl));
    return first;
  }
  void AddTo(Digest& digest) const {
    digest.Add(static_cast<uint64_t>(users.size()) << 32 |
               (predicted ? predicted->value : UINT32_MAX));
    digest.Add(deadline.micros);
    for (const KplUser& user : users) user.AddTo(digest);
  }
};

inline constexpr const char* kKplAggregateKey = "a";

}  // namespace weir
