#include "core/stream/fan_out.h"

#include <algorithm>
#include <utility>

#include "core/base/text.h"
#include "core/model/limits.h"
#include "core/model/names.h"

namespace weir {
namespace {

Error NoSuchConsumer() {
  return Error{ErrorCode::kResourceNotFound, "Consumer not found under this stream."};
}

}  // namespace

int64_t FanOut::Registered() const {
  return std::count_if(consumers_.begin(), consumers_.end(),
                       [](const Consumer& consumer) { return consumer.registered; });
}

Result<FanOutId> FanOut::Register(Instant now, std::string name) {
  if (const Result<void> valid = ValidateName("consumer", name); !valid.ok()) return valid.error();
  if (Named(name)) {
    return Error{ErrorCode::kResourceInUse, StrCat({"Consumer ", name, " already exists."})};
  }
  if (Registered() >= kFanOutConsumersMax) {
    return Error{ErrorCode::kLimitExceeded,
                 StrCat({"a stream has at most ", std::to_string(kFanOutConsumersMax),
                         " registered consumers"})};
  }
  const auto creating = std::count_if(
      consumers_.begin(), consumers_.end(),
      [&](const Consumer& consumer) { return consumer.registered && now < consumer.active_at; });
  if (creating >= kFanOutConsumersCreatingMax) {
    return Error{ErrorCode::kLimitExceeded, "5 consumers of the stream are CREATING already"};
  }
  consumers_.push_back({std::move(name), now + kRegisterConsumerDelay, true, {}});
  return FanOutId{static_cast<uint32_t>(consumers_.size() - 1)};
}

Result<void> FanOut::Deregister(Instant, FanOutId consumer) {
  if (!Has(consumer)) return NoSuchConsumer();
  consumers_[consumer.index()].registered = false;
  consumers_[consumer.index()].subscriptions.clear();
  return {};
}

Result<void> FanOut::Subscribe(Instant now, FanOutId id, ShardIndex shard, uint64_t next) {
  if (!Has(id)) return NoSuchConsumer();
  Consumer& consumer = consumers_[id.index()];
  if (now < consumer.active_at) {
    return Error{ErrorCode::kResourceInUse,
                 StrCat({"Consumer ", consumer.name, " is not ACTIVE, instead in state CREATING"})};
  }
  const auto same = [&](const Subscription& subscription) { return subscription.shard == shard; };
  const auto found =
      std::find_if(consumer.subscriptions.begin(), consumer.subscriptions.end(), same);
  if (found == consumer.subscriptions.end()) {
    consumer.subscriptions.push_back(
        {shard, now, now, now + kSubscriptionLife, next, PacedBucket(kFanOutBytesPerSecond, now)});
    return {};
  }
  if (now - found->called_at < kSubscribeEvery) {
    return Error{ErrorCode::kLimitExceeded,
                 "SubscribeToShard may be called once a second for a consumer and shard"};
  }
  found->called_at = now;
  if (now < found->ends_at && now - found->since < kSubscriptionTakeover) {
    return Error{ErrorCode::kResourceInUse,
                 StrCat({"Another active subscription exists for this consumer: ", consumer.name})};
  }
  found->since = now;
  found->ends_at = now + kSubscriptionLife;
  found->next = next;
  return {};
}

Subscription* FanOut::Find(Instant now, FanOutId id, ShardIndex shard) {
  if (!Has(id)) return nullptr;
  for (Subscription& subscription : consumers_[id.index()].subscriptions) {
    if (subscription.shard == shard && now < subscription.ends_at) return &subscription;
  }
  return nullptr;
}

FanOutStatus FanOut::StatusOf(Instant now, FanOutId consumer) const {
  if (!Has(consumer)) return FanOutStatus::kDeregistered;
  return now < consumers_[consumer.index()].active_at ? FanOutStatus::kCreating
                                                      : FanOutStatus::kActive;
}

std::optional<FanOutId> FanOut::Named(std::string_view name) const {
  for (uint32_t i = 0; i < consumers_.size(); ++i) {
    if (consumers_[i].registered && consumers_[i].name == name) return FanOutId{i};
  }
  return std::nullopt;
}

void FanOut::AddTo(Digest& digest) const {
  for (const Consumer& consumer : consumers_) {
    digest.Add(std::string_view(consumer.name));
    digest.Add(consumer.active_at.micros);
    digest.Add(static_cast<uint64_t>(consumer.registered));
    for (const Subscription& subscription : consumer.subscriptions) {
      digest.Add(subscription.shard.value);
      digest.Add(subscription.called_at.micros);
      digest.Add(subscription.since.micros);
      digest.Add(subscription.ends_at.micros);
      digest.Add(subscription.next);
      subscription.bytes.AddTo(digest);
    }
  }
}

}  // namespace weir
