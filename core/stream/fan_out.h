// Enhanced fan-out: registered consumers to which records are pushed, each with its own 2 MiB/s a
// shard.
//
//   RegisterStreamConsumer -> CREATING -> ACTIVE -> SubscribeToShard, one subscription a shard:
//
//     0 s      within 5 s: ResourceInUse      from 5 s on: the newer one takes over      5 min: it
//     ends
//     |---------------------------------------|------------------------------------------|
//
// Sources: API reference of RegisterStreamConsumer and SubscribeToShard. What a subscription
// delivers is StreamService's business; here is who may have one, and how fast it may be served.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/digest.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/base/token_bucket.h"
#include "core/model/ids.h"

namespace weir {

enum class FanOutStatus : uint8_t { kCreating, kActive, kDeregistered };

struct Subscription {
  ShardIndex shard;
  Instant called_at;  // The last SubscribeToShard that was admitted by the call rate.
  Instant since;
  Instant ends_at;
  uint64_t next = 0;  // Ordinal of the next record to be pushed.
  PacedBucket bytes;
};

class FanOut {
 public:
  // Errors: kValidation (name), kResourceInUse (the name is taken), kLimitExceeded (20 consumers,
  // or 5 of them CREATING).
  Result<FanOutId> Register(Instant now, std::string name);
  // Its subscriptions end. Error kResourceNotFound.
  Result<void> Deregister(Instant now, FanOutId consumer);

  // Begins a subscription at `next`, or takes an older one over. Errors: kResourceNotFound,
  // kResourceInUse (the consumer is not ACTIVE yet, or subscribed less than 5 s ago),
  // kLimitExceeded (a second call within a second).
  Result<void> Subscribe(Instant now, FanOutId consumer, ShardIndex shard, uint64_t next);

  // The subscription that is alive at `now`, or null.
  Subscription* Find(Instant now, FanOutId consumer, ShardIndex shard);

  FanOutStatus StatusOf(Instant now, FanOutId consumer) const;
  std::optional<FanOutId> Named(std::string_view name) const;
  const std::string& NameOf(FanOutId consumer) const { return consumers_[consumer.index()].name; }
  size_t size() const { return consumers_.size(); }  // Deregistered ones too.
  // Consumers that are registered, CREATING or ACTIVE.
  int64_t Registered() const;

  void AddTo(Digest& digest) const;

 private:
  struct Consumer {
    std::string name;
    Instant active_at;
    bool registered = true;
    std::vector<Subscription> subscriptions;  // One a shard, in the order of the first calls.
  };

  bool Has(FanOutId consumer) const {
    return consumer.index() < consumers_.size() && consumers_[consumer.index()].registered;
  }

  std::vector<Consumer> consumers_;
};

}  // namespace weir
