#include "core/firehose/delivery_stream.h"

#include <algorithm>
#include <utility>

#include "core/base/check.h"
#include "core/base/text.h"
#include "core/firehose/billed.h"
#include "core/firehose/record_fate.h"

namespace weir {
namespace {

// The top bits of the detail of an event.
enum Timer : uint32_t {
  kStatusTimer,
  kSourceTimer,
  kQuotaTimer,
  kMainFlushTimer,
  kMainFlightTimer,
  kBucketFlushTimer,
  kBucketFlightTimer,
  kTransformFlushTimer,
  kInvocationTimer,
};
constexpr uint32_t kShift = DeliveryChannel::kSlotBits;

// The bucket of backup and error output is an S3 destination that answers as S3 does.
DestinationSpec BucketSpec(const DeliveryStreamSpec& spec) {
  const DestinationRow& row = RowOf(DestinationKind::kS3);
  DestinationSpec bucket;
  bucket.kind = DestinationKind::kS3;
  bucket.hints = spec.backup.hints;
  bucket.latency_min = row.latency_min;
  bucket.latency_max = row.latency_max;
  bucket.response_timeout = row.response_timeout;
  return bucket;
}

int64_t InFlightMax(const DeliveryStreamSpec& spec) {
  return spec.destination.kind == DestinationKind::kSplunk ? kTransformInFlightMaxSplunk
                                                           : kTransformInFlightMax;
}

}  // namespace

DeliveryStream::DeliveryStream(DeliveryStreamId id, const DeliveryStreamSpec& spec, Instant now,
                               Duration keep_for, uint64_t seed)
    : id_(id),
      spec_(spec),
      main_(id, spec.destination, {kMainFlushTimer, kMainFlightTimer}, keep_for, seed,
            StrCat({spec.name, "/destination"})),
      bucket_(id, BucketSpec(spec), {kBucketFlushTimer, kBucketFlightTimer}, keep_for, seed,
              StrCat({spec.name, "/bucket"})),
      metrics_(now),
      put_quota_(spec.quota) {
  if (spec.source) source_.emplace(id, *spec.source, kSourceTimer, kShift);
  if (spec.transform) {
    transform_.emplace(id, *spec.transform, InFlightMax(spec),
                       TransformStage::Timers{kTransformFlushTimer, kInvocationTimer, kShift}, seed,
                       StrCat({spec.name, "/transform"}));
  }
}

// --- Life ---

void DeliveryStream::Start(Instant now, bool at_once, FirehoseContext context) {
  if (at_once) {
    Activate(now, context);
    return;
  }
  context.sim.streams.direct_puts()[id_.index()].SetActive(false);
  status_at_ = now + kCreateDeliveryStreamDelay;
  context.sim.scheduler.Schedule(status_at_, EventKind::kFirehose, id_.value,
                                 kStatusTimer << kShift);
  context.sim.trace.Emit(
      {now, TraceKind::kDeliveryStreamStatus, id_.value, 0, static_cast<int64_t>(status_), 0});
}

void DeliveryStream::Activate(Instant now, FirehoseContext context) {
  status_ = DeliveryStreamStatus::kActive;
  status_at_ = kNever;
  DirectPut& direct_put = context.sim.streams.direct_puts()[id_.index()];
  direct_put.SetActive(true);
  if (source_) source_->Start(now, context.sim);
  if (direct_put.auto_raise()) {
    context.sim.scheduler.Schedule(now + kQuotaLookEvery, EventKind::kFirehose, id_.value,
                                   kQuotaTimer << kShift);
  }
}

Result<void> DeliveryStream::Delete(Instant now, FirehoseContext context) {
  Sample(now, context);
  if (status_ != DeliveryStreamStatus::kActive) {
    return Error{ErrorCode::kResourceInUse,
                 StrCat({"Firehose ", spec_.name, " is in state ",
                         DeliveryStreamStatusName(status_), " and cannot be deleted."})};
  }
  status_ = DeliveryStreamStatus::kDeleting;
  context.sim.streams.direct_puts()[id_.index()].SetActive(false);
  if (source_) source_->Stop();
  int64_t lost = main_.Discard() + bucket_.Discard();
  if (transform_) lost += transform_->Discard();
  discarded_ += lost;
  if (lost > 0) context.sim.trace.Emit({now, TraceKind::kDiscarded, id_.value, 0, lost, 0});
  context.sim.trace.Emit(
      {now, TraceKind::kDeliveryStreamStatus, id_.value, 0, static_cast<int64_t>(status_), 0});
  status_at_ = now + kDeleteDeliveryStreamDelay;
  context.sim.scheduler.Schedule(status_at_, EventKind::kFirehose, id_.value,
                                 kStatusTimer << kShift);
  return {};
}

Result<void> DeliveryStream::UpdateDestination(Instant now, const DestinationUpdate& update,
                                               FirehoseContext context) {
  if (status_ != DeliveryStreamStatus::kActive) {
    return Error{ErrorCode::kResourceInUse, StrCat({"Firehose ", spec_.name, " is in state ",
                                                    DeliveryStreamStatusName(status_), "."})};
  }
  if (update.current_version && *update.current_version != version_) {
    return Error{ErrorCode::kConcurrentModification,
                 StrCat({"Cannot update firehose: ", spec_.name,
                         " since the current version id: ", std::to_string(version_),
                         " and specified version id: ", std::to_string(*update.current_version),
                         " do not match"})};
  }
  if (!update.buffer_bytes && !update.buffer_interval) {
    return Error{ErrorCode::kInvalidArgument,
                 "At least one destination or source configuration update must be provided"};
  }
  BufferingHints hints = spec_.destination.hints;
  hints.bytes = update.buffer_bytes.value_or(hints.bytes);
  hints.interval = update.buffer_interval.value_or(hints.interval);
  Result<void> valid =
      ValidateHints(spec_.destination.kind, spec_.rules, spec_.partitions(), hints);
  if (!valid.ok()) return valid;
  spec_.destination.hints = hints;
  ++version_;
  context.sim.trace.Emit({now, TraceKind::kDestinationUpdated, id_.value, 0, version_, 0});
  return {};
}

void DeliveryStream::SetDestination(Instant now, bool backup, DestinationState state,
                                    FirehoseContext context) {
  (backup ? backup_state_ : destination_state_) = state;
  context.sim.trace.Emit({now, TraceKind::kDestinationState, id_.value,
                          static_cast<uint32_t>(backup), static_cast<int64_t>(state.down), 0});
}

// --- In ---

void DeliveryStream::OnPut(Instant now, FirehoseContext context) {
  Sample(now, context);
  std::vector<DirectRecord> inbox = context.sim.streams.direct_puts()[id_.index()].TakeInbox();
  if (inbox.empty()) return;
  const uint32_t lane = next_lane_;
  next_lane_ = (next_lane_ + 1) % static_cast<uint32_t>(spec_.ingest_shards);
  for (const DirectRecord& record : inbox) {
    kib_billed_ += BilledKib(record.bytes);
    Ingest(now, lane,
           {now, record.producer, record.key, record.number, record.billed_bytes, record.bytes, 0},
           context);
  }
}

void DeliveryStream::ReadSource(Instant now, uint32_t place, FirehoseContext context) {
  source_->OnRead(now, place, context.sim, context.records, [&](const SourceRecord& read) {
    FirehoseRecord record = read.record;
    if (record.producer.value == UINT32_MAX) {
      record.number = static_cast<uint32_t>(literals_.size());
      literals_.PushBack(std::make_shared<const std::string>(read.literal));
    }
    Ingest(now, read.shard.value, record, context);
  });
}

void DeliveryStream::Ingest(Instant now, uint32_t lane, const FirehoseRecord& record,
                            FirehoseContext context) {
  ++records_in_;
  bytes_in_ += record.bytes;
  if (spec_.backup.mode == BackupMode::kAll) {
    FirehoseRecord copy = record;
    if (spec_.processors) copy.sub = PackFate(RecordFate::kAsItCame, 0);
    bucket_.Add(now, {OutputType::kSourceBackup, lane, 0}, spec_.backup.hints, copy, now,
                BucketState(), context.sim);
  }
  if (transform_) {
    transform_->Add(now, lane, record, now, context.sim);
  } else if (spec_.processors) {
    Process(now, lane, record, context);
  } else {
    Route(now, lane, record, now, {}, context);
  }
}

// None: there are too many active partitions for another one.
std::optional<uint32_t> DeliveryStream::PartitionOf(const std::string& name) {
  const auto [found, added] =
      partition_places_.try_emplace(name, static_cast<uint32_t>(partitions_.size() + 1));
  if (added) partitions_.push_back(name);
  const LaneKey key{OutputType::kData, 0, found->second};
  if (!main_.Has(key) && main_.partitions() >= kActivePartitionsMax) return std::nullopt;
  return found->second;
}

void DeliveryStream::Route(Instant now, uint32_t lane, const FirehoseRecord& record,
                           Instant inside_since, const std::string& partition,
                           FirehoseContext context) {
  LaneKey key{OutputType::kData, lane, 0};
  if (spec_.partitions()) {
    const std::optional<uint32_t> place =
        PartitionOf(partition.empty() ? context.records.KeyName(record) : partition);
    if (!place) {
      ++partition_overflow_;
      context.sim.trace.Emit({now, TraceKind::kPartitionOverflow, id_.value, 0, 1, 0});
      FirehoseRecord failed = record;
      failed.sub = PackFate(RecordFate::kNoPartitionLeft, record.sub);
      FailProcessing(now, lane, failed, inside_since, context);
      return;
    }
    key = {OutputType::kData, 0, *place};
  }
  main_.Add(now, key, spec_.destination.hints, record, inside_since, MainState(), context.sim);
}

void DeliveryStream::FailProcessing(Instant now, uint32_t lane, const FirehoseRecord& record,
                                    Instant inside_since, FirehoseContext context) {
  bucket_.Add(now, {OutputType::kProcessingFailed, lane, 0}, spec_.backup.hints, record,
              inside_since, BucketState(), context.sim);
}

void DeliveryStream::OnTransformed(Instant now, const TransformResult& result,
                                   FirehoseContext context) {
  for (size_t i = 0; i < result.outcomes.size(); ++i) {
    const FirehoseRecord& record = result.batch.records[i];
    switch (result.outcomes[i]) {
      case TransformOutcome::kOk:
        Route(now, result.lane, record, result.batch.inside_since, {}, context);
        break;
      case TransformOutcome::kDropped:
        ++dropped_;
        break;
      case TransformOutcome::kProcessingFailed: {
        FirehoseRecord failed = record;
        failed.sub = result.threw ? PackFate(RecordFate::kFunctionError,
                                             static_cast<uint32_t>(result.attempts))
                                  : PackFate(RecordFate::kFailedStatus, 0);
        FailProcessing(now, result.lane, failed, result.batch.inside_since, context);
        break;
      }
    }
  }
}

// --- Out ---

void DeliveryStream::OnDelivered(Instant now, bool bucket, FlightResult result,
                                 FirehoseContext context) {
  if (result.key.type != OutputType::kSourceBackup) expired_ += result.expired;
  if (result.gave_up) {
    context.sim.trace.Emit({now, TraceKind::kDeliveryGaveUp, id_.value, result.key.lane,
                            result.batch.size(),
                            static_cast<int64_t>(OutputType::kDeliveryFailed)});
    result.batch.attempts_made = result.attempts - 1;  // All of them failed.
    result.batch.last_attempt_at = now;
    bucket_.Send(now, {OutputType::kDeliveryFailed, result.key.lane, 0}, std::move(result.batch),
                 BucketState(), context.sim);
    return;
  }
  if (!result.delivered) return;
  const int64_t records = result.batch.size();
  switch (result.key.type) {
    case OutputType::kData:
      delivered_ += records;
      delivered_bytes_ += result.batch.bytes;
      ++data_objects_;
      break;
    case OutputType::kSourceBackup:
      backup_records_ += records;
      ++backup_objects_;
      break;
    case OutputType::kProcessingFailed:
    case OutputType::kDeliveryFailed:
      failed_ += records;
      ++error_objects_;
      break;
  }
  Keep(now, bucket, std::move(result), context);
}

void DeliveryStream::Keep(Instant now, bool bucket, FlightResult result, FirehoseContext context) {
  const int64_t number = objects_made();
  const bool to_bucket = bucket || spec_.destination.kind == DestinationKind::kS3;
  objects_.PushBack({result.key.type, to_bucket, result.batch.cause, result.key.lane,
                     result.key.partition, version_, result.batch.oldest_arrival, now,
                     result.batch.size(), result.batch.bytes, result.attempts});
  if (objects_made() - objects_kept_from() > kObjectsKept + 256) {
    objects_.ReleaseBefore(static_cast<size_t>(objects_made() - kObjectsKept));
  }
  context.sim.trace.Emit({now, TraceKind::kDelivered, id_.value, static_cast<uint32_t>(number),
                          result.batch.size(), result.batch.bytes});
  kept_records_ += result.batch.size();
  kept_.push_back({number, std::move(result.batch)});
  while (kept_records_ > kObjectRecordsKept && kept_.size() > 1) {
    kept_records_ -= kept_.front().batch.size();
    kept_.pop_front();
  }
}

void DeliveryStream::LookAtQuota(Instant now, FirehoseContext context) {
  if (status_ != DeliveryStreamStatus::kActive) return;
  DirectPut& direct_put = context.sim.streams.direct_puts()[id_.index()];
  if (direct_put.Look(now)) {
    context.sim.trace.Emit({now, TraceKind::kQuotaRaised, id_.value, 0,
                            direct_put.quota().bytes_per_second,
                            direct_put.quota().records_per_second});
  }
  context.sim.scheduler.Schedule(now + kQuotaLookEvery, EventKind::kFirehose, id_.value,
                                 kQuotaTimer << kShift);
}

void DeliveryStream::OnTimer(Instant now, uint32_t detail, FirehoseContext context) {
  Sample(now, context);
  const uint32_t slot = detail & DeliveryChannel::kSlotMask;
  switch (static_cast<Timer>(detail >> kShift)) {
    case kStatusTimer:
      if (now != status_at_) return;
      if (status_ == DeliveryStreamStatus::kCreating) {
        Activate(now, context);
      } else {
        status_ = DeliveryStreamStatus::kDeleted;
        context.sim.streams.direct_puts()[id_.index()].SetDeleted();
      }
      context.sim.trace.Emit(
          {now, TraceKind::kDeliveryStreamStatus, id_.value, 0, static_cast<int64_t>(status_), 0});
      return;
    case kSourceTimer:
      if (status_ == DeliveryStreamStatus::kActive) ReadSource(now, slot, context);
      return;
    case kQuotaTimer:
      LookAtQuota(now, context);
      return;
    case kMainFlushTimer:
      main_.OnFlushDue(now, slot, MainState(), context.sim);
      return;
    case kMainFlightTimer:
      if (auto result = main_.OnFlight(now, slot, MainState(), context.sim)) {
        OnDelivered(now, false, *std::move(result), context);
      }
      return;
    case kBucketFlushTimer:
      bucket_.OnFlushDue(now, slot, BucketState(), context.sim);
      return;
    case kBucketFlightTimer:
      if (auto result = bucket_.OnFlight(now, slot, BucketState(), context.sim)) {
        OnDelivered(now, true, *std::move(result), context);
      }
      return;
    case kTransformFlushTimer:
      transform_->OnFlushDue(now, slot, context.sim);
      return;
    case kInvocationTimer:
      if (const auto result = transform_->OnInvocation(now, slot, context.sim)) {
        OnTransformed(now, *result, context);
      }
      return;
  }
}

uint64_t DeliveryStream::LastDraw() const {
  return main_.LastDraw() ^ bucket_.LastDraw() << 1 ^ (transform_ ? transform_->LastDraw() : 0);
}

void DeliveryStream::AddTo(Digest& digest) const {
  digest.Add(static_cast<uint64_t>(status_));
  digest.Add(status_at_.micros);
  digest.Add(version_);
  digest.Add(static_cast<uint64_t>(destination_state_.down) << 3 |
             static_cast<uint64_t>(destination_state_.times_out) << 2 |
             static_cast<uint64_t>(backup_state_.down) << 1 |
             static_cast<uint64_t>(backup_state_.times_out));
  digest.Add(spec_.destination.hints.bytes);
  digest.Add(spec_.destination.hints.interval.micros);
  if (source_) source_->AddTo(digest);
  if (transform_) transform_->AddTo(digest);
  main_.AddTo(digest);
  bucket_.AddTo(digest);
  digest.Add(next_lane_);
  if (spec_.processors) digest.Add(records_split_);
  for (const std::string& partition : partitions_) digest.Add(partition);
  for (const int64_t count :
       {objects_made(), records_in_, bytes_in_, delivered_, delivered_bytes_, failed_,
        backup_records_, dropped_, expired_, discarded_, partition_overflow_}) {
    digest.Add(count);
  }
}

}  // namespace weir
