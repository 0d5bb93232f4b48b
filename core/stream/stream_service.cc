#include "core/stream/stream_service.h"

#include <algorithm>
#include <utility>

#include "core/base/check.h"
#include "core/base/text.h"
#include "core/model/limits.h"

namespace weir {
namespace {

Error NotFound(std::string_view name) {
  return Error{ErrorCode::kResourceNotFound, StrCat({"Stream ", name, " not found."})};
}

// Bytes of a read that had arrived before `horizon`: none as a rule, and then one look says so.
int64_t BytesBefore(const LogRead& read, Instant horizon) {
  int64_t bytes = 0;
  for (const LogSlice& slice : read.slices) {
    for (uint32_t i = slice.begin; i < slice.end; ++i) {
      if (slice.segment->ArrivedAt(i) >= horizon) return bytes;
      bytes += slice.segment->BilledBytes(i);
    }
  }
  return bytes;
}

}  // namespace

Result<ShardIterator> StreamService::GetShardIterator(Instant now, const IteratorRequest& request) {
  Result<ShardIterator> start = StartOf(now, request);
  if (!start.ok()) return start;
  Stream& stream = this->stream(request.stream);
  if (stream.shard(request.shard).AdmitIterator(now)) return start;
  return Error{ErrorCode::kProvisionedThroughputExceeded,
               StrCat({"Rate exceeded for shard ", std::to_string(request.shard.value),
                       " in stream ", stream.settings().name})};
}

Result<ShardIterator> StreamService::StartOf(Instant now, const IteratorRequest& request) const {
  if (!Has(request.stream) || !stream(request.stream).available()) return NotFound("requested");
  const Stream& stream = this->stream(request.stream);
  if (request.shard.index() >= stream.shards().size() ||
      stream.shard(request.shard).state() == ShardState::kExpired) {
    return Error{ErrorCode::kResourceNotFound,
                 StrCat({"Shard ", std::to_string(request.shard.value), " in stream ",
                         stream.settings().name, " does not exist"})};
  }
  const ShardLog& log = stream.shard(request.shard).log();
  ShardIterator iterator{request.stream, request.shard, {}, now};
  switch (request.type) {
    case ShardIteratorType::kTrimHorizon:
      iterator.next = {log.trim_horizon()};
      break;
    case ShardIteratorType::kLatest:
      iterator.next = {log.end()};
      break;
    case ShardIteratorType::kAtTimestamp:
      // Modelled: the API reference says nothing of the future; a reader that asked for it must not
      // be given what is written before.
      if (request.timestamp > now) {
        return Error{
            ErrorCode::kInvalidArgument,
            StrCat({"Timestamp ", FormatTimestamp(request.timestamp), " lies in the future"})};
      }
      iterator.next = {log.FirstAtOrAfter(request.timestamp)};
      break;
    case ShardIteratorType::kAtSequenceNumber:
    case ShardIteratorType::kAfterSequenceNumber: {
      if (request.sequence_number.ordinal >= log.end()) {
        return Error{ErrorCode::kInvalidArgument,
                     StrCat({"StartingSequenceNumber is not one that shard ",
                             std::to_string(request.shard.value), " has given out"})};
      }
      const bool after = request.type == ShardIteratorType::kAfterSequenceNumber;
      iterator.next = {request.sequence_number.ordinal + (after ? 1 : 0)};
      break;
    }
  }
  return iterator;
}

Result<GetRecordsOutput> StreamService::GetRecords(Instant now, const ShardIterator& iterator,
                                                   int64_t limit) {
  WEIR_CHECK(limit >= 1);
  WEIR_CHECK(limit <= kGetRecordsLimitMax);
  if (!Has(iterator.stream) || !stream(iterator.stream).available()) return NotFound("requested");
  if (now - iterator.issued_at > kShardIteratorLife) {
    return Error{ErrorCode::kExpiredIterator,
                 "Iterator expired: it was issued more than 5 minutes ago"};
  }
  Stream& stream = this->stream(iterator.stream);
  Shard& shard = stream.shard(iterator.shard);
  if (!shard.AdmitRead(now)) {
    return Error{ErrorCode::kProvisionedThroughputExceeded,
                 StrCat({"Rate exceeded for shard ", std::to_string(iterator.shard.value),
                         " in stream ", stream.settings().name})};
  }
  GetRecordsOutput output;
  output.read = shard.log().Read(iterator.next, limit, kGetRecordsBytesMax);
  shard.ChargeRead(output.read);
  stream.ChargeRead(output.read.bytes, BytesBefore(output.read, now - kLongTermAfter));
  Conclude(now, iterator, output);
  return output;
}

void StreamService::Conclude(Instant now, const ShardIterator& iterator,
                             GetRecordsOutput& output) const {
  const Stream& stream = this->stream(iterator.stream);
  const Shard& shard = stream.shard(iterator.shard);
  const uint64_t from = std::clamp(iterator.next.ordinal, shard.log().trim_horizon(),
                                   std::max(shard.log().end(), iterator.next.ordinal));
  const uint64_t next = from + static_cast<uint64_t>(output.read.records);
  // Behind by the age of the first record left unread; not behind at all at the tip.
  if (next < shard.log().end()) {
    output.behind_latest = now - shard.log().Row(next).arrived_at;
  }
  const bool drained = shard.state() != ShardState::kOpen && next >= shard.log().end();
  if (drained) {
    output.child_shards = stream.ChildrenOf(iterator.shard);
  } else {
    output.next = ShardIterator{iterator.stream, iterator.shard, {next}, now};
  }
}

Result<void> StreamService::SubscribeToShard(Instant now, FanOutId consumer,
                                             const IteratorRequest& request) {
  const Result<ShardIterator> start = StartOf(now, request);
  if (!start.ok()) return start.error();
  return stream(request.stream)
      .fan_out()
      .Subscribe(now, consumer, request.shard, start.value().next.ordinal);
}

Result<GetRecordsOutput> StreamService::Push(Instant now, StreamId id, FanOutId consumer,
                                             ShardIndex index, Instant arrived_before) {
  if (!Has(id) || !stream(id).available()) return NotFound("requested");
  Subscription* subscription = stream(id).fan_out().Find(now, consumer, index);
  if (subscription == nullptr) {
    return Error{ErrorCode::kResourceNotFound, "the consumer has no subscription to the shard"};
  }
  Shard& shard = stream(id).shard(index);
  const ShardIterator iterator{id, index, {subscription->next}, now};
  GetRecordsOutput output;
  const int64_t bytes = subscription->bytes.Available(now);
  const uint64_t ready = shard.log().FirstAtOrAfter(arrived_before);
  const uint64_t from = std::max(subscription->next, shard.log().trim_horizon());
  if (bytes > 0 && ready > from) {
    const int64_t records = std::min(static_cast<int64_t>(ready - from), kGetRecordsLimitMax);
    output.read = shard.log().Read({from}, records, bytes);
    subscription->bytes.Take(output.read.bytes);
    shard.CountOut(output.read);
    stream(id).ChargePush(output.read.bytes);
  }
  Conclude(now, iterator, output);
  if (output.next) subscription->next = output.next->next.ordinal;
  return output;
}

std::optional<StreamId> StreamService::FindStream(std::string_view name) const {
  for (uint32_t i = 0; i < streams_.size(); ++i) {
    const bool there = streams_[i].status() != StreamStatus::kDeleted;
    if (there && streams_[i].settings().name == name) return StreamId{i};
  }
  return std::nullopt;
}

void StreamService::AddTo(Digest& digest) const {
  digest.Add(static_cast<uint64_t>(streams_.size()));
  for (const Stream& stream : streams_) stream.AddTo(digest);
  control_.AddTo(digest);
  aggregates_.AddTo(digest);
  resends_.AddTo(digest);
  for (const DirectPut& direct_put : direct_puts_) direct_put.AddTo(digest);
}

}  // namespace weir
