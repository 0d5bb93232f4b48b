// StreamService: the control plane. What belongs to the account is judged here, the rest by Stream.
#include <algorithm>
#include <string>
#include <utility>

#include "core/base/text.h"
#include "core/model/limits.h"
#include "core/stream/stream_service.h"

namespace weir {
namespace {

Error LimitExceeded(std::string message) {
  return Error{ErrorCode::kLimitExceeded, std::move(message)};
}

bool IsOnDemand(const Stream& stream) {
  return stream.status() != StreamStatus::kDeleted &&
         stream.settings().mode == StreamMode::kOnDemand;
}

}  // namespace

int64_t StreamService::OnDemandStreams() const {
  return std::count_if(streams_.begin(), streams_.end(), IsOnDemand);
}

Result<void> StreamService::CheckNewStream(const StreamSettings& settings) const {
  if (Result<void> valid = ValidateSettings(settings); !valid.ok()) return valid;
  if (FindStream(settings.name)) {
    return Error{ErrorCode::kResourceInUse, StrCat({"Stream ", settings.name, " already exists."})};
  }
  if (static_cast<int64_t>(streams_.size()) >= kStreamsMax) {
    return LimitExceeded(StrCat({"there are ", std::to_string(kStreamsMax), " streams already"}));
  }
  int64_t open = settings.shard_count;
  for (const Stream& stream : streams_) {
    if (stream.status() == StreamStatus::kDeleted) continue;
    open += static_cast<int64_t>(stream.router().open().size());
  }
  if (open > kShardsPerAccountMax) {
    return LimitExceeded(StrCat({"with stream ", settings.name, " there would be ",
                                 std::to_string(open), " open shards; all streams together have ",
                                 "at most ", std::to_string(kShardsPerAccountMax)}));
  }
  if (settings.mode == StreamMode::kOnDemand && OnDemandStreams() >= kOnDemandStreamsMax) {
    return LimitExceeded(StrCat(
        {"an account has at most ", std::to_string(kOnDemandStreamsMax), " on-demand streams"}));
  }
  return {};
}

Result<StreamId> StreamService::AddStream(Instant now, StreamSettings settings) {
  if (const Result<void> valid = CheckNewStream(settings); !valid.ok()) return valid.error();
  streams_.emplace_back(now, std::move(settings));
  return StreamId{static_cast<uint32_t>(streams_.size() - 1)};
}

Result<StreamId> StreamService::CreateStream(Instant now, StreamSettings settings) {
  if (const Result<void> allowed = control_.Allows(now, ControlOperation::kCreateStream);
      !allowed.ok()) {
    return allowed.error();
  }
  const auto creating = std::count_if(streams_.begin(), streams_.end(), [](const Stream& stream) {
    return stream.status() == StreamStatus::kCreating;
  });
  if (creating >= kStreamsCreatingMax) {
    return LimitExceeded(
        StrCat({std::to_string(kStreamsCreatingMax), " streams are CREATING already"}));
  }
  Result<StreamId> added = AddStream(now, std::move(settings));
  if (added.ok()) control_.Charge(now, ControlOperation::kCreateStream);
  return added;
}

template <typename Change>
Result<void> StreamService::Control(Instant now, ControlOperation operation, std::string_view name,
                                    Change change) {
  if (Result<void> allowed = control_.Allows(now, operation); !allowed.ok()) return allowed;
  const std::optional<StreamId> id = FindStream(name);
  if (!id) return Error{ErrorCode::kResourceNotFound, StrCat({"Stream ", name, " not found."})};
  Result<void> changed = change(stream(*id));
  if (changed.ok()) control_.Charge(now, operation);
  return changed;
}

Result<void> StreamService::DeleteStream(Instant now, std::string_view name) {
  return Control(now, ControlOperation::kDeleteStream, name,
                 [&](Stream& stream) { return stream.Delete(now); });
}

Result<void> StreamService::SplitShard(Instant now, std::string_view name, ShardIndex shard,
                                       std::optional<HashKey> new_starting) {
  return Control(now, ControlOperation::kSplitShard, name, [&](Stream& stream) {
    const bool there = shard.index() < stream.shards().size();
    // Of a shard that is not there the stream's own error says it best.
    const HashKey middle = there ? MiddleOf(stream.shard(shard).range()) : HashKey{};
    return stream.SplitShard(now, shard, new_starting.value_or(middle));
  });
}

Result<void> StreamService::MergeShards(Instant now, std::string_view name, ShardIndex shard,
                                        ShardIndex adjacent) {
  return Control(now, ControlOperation::kMergeShards, name,
                 [&](Stream& stream) { return stream.MergeShards(now, shard, adjacent); });
}

Result<void> StreamService::UpdateShardCount(Instant now, std::string_view name, int64_t target) {
  return Control(now, ControlOperation::kUpdateShardCount, name,
                 [&](Stream& stream) { return stream.UpdateShardCount(now, target); });
}

Result<void> StreamService::SetRetention(Instant now, std::string_view name, Duration retention) {
  const std::optional<StreamId> id = FindStream(name);
  const bool shorter = id && retention < stream(*id).retention();
  return Control(now,
                 shorter ? ControlOperation::kDecreaseStreamRetentionPeriod
                         : ControlOperation::kIncreaseStreamRetentionPeriod,
                 name, [&](Stream& stream) { return stream.SetRetention(now, retention); });
}

Result<void> StreamService::UpdateStreamMode(Instant now, std::string_view name, StreamMode mode) {
  return Control(
      now, ControlOperation::kUpdateStreamMode, name, [&](Stream& stream) -> Result<void> {
        const bool one_more = mode == StreamMode::kOnDemand && !IsOnDemand(stream);
        if (one_more && OnDemandStreams() >= kOnDemandStreamsMax) {
          return LimitExceeded(StrCat({"an account has at most ",
                                       std::to_string(kOnDemandStreamsMax), " on-demand streams"}));
        }
        return stream.UpdateStreamMode(now, mode);
      });
}

Result<void> StreamService::UpdateMaxRecordSize(Instant now, std::string_view name, int64_t kib) {
  return Control(now, ControlOperation::kUpdateMaxRecordSize, name,
                 [&](Stream& stream) { return stream.UpdateMaxRecordSize(now, kib); });
}

}  // namespace weir
