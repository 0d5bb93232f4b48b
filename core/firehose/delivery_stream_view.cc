// DeliveryStream: what it shows of itself, and its objects.
#include <algorithm>

#include "core/base/check.h"
#include "core/firehose/delivery_stream.h"

namespace weir {

int64_t DeliveryStream::Waiting() const {
  return main_.WaitingRecords(OutputType::kData) +
         bucket_.WaitingRecords(OutputType::kProcessingFailed) +
         bucket_.WaitingRecords(OutputType::kDeliveryFailed) +
         (transform_ ? transform_->WaitingRecords() : 0);
}

Instant DeliveryStream::OldestInside() const {
  const Instant buffered = main_.OldestInside(OutputType::kData);
  return transform_ ? std::min(buffered, transform_->OldestInside()) : buffered;
}

DeliveryReading DeliveryStream::Reading() const {
  DeliveryReading reading;
  reading.from_stream = source_.has_value();
  reading.records_in = records_in_;
  reading.bytes_in = bytes_in_;
  reading.put_calls = put_.calls;
  reading.throttled = put_.throttled_records;
  reading.bytes_per_second_limit = put_quota_.bytes_per_second;
  if (source_) {
    reading.behind_ms = source_->behind().micros / 1'000;
    reading.reads_throttled = source_->throttled();
  }
  reading.delivered = delivered_;
  reading.delivered_bytes = delivered_bytes_;
  reading.objects = data_objects_;
  reading.attempts_failed = main_.counters().attempts_failed;
  reading.backup_records = backup_records_;
  if (transform_) {
    reading.transforms = transform_->counters().invocations;
    reading.transforms_failed = transform_->counters().failed;
  }
  reading.failed = failed_;
  reading.partitions = main_.partitions();
  reading.partition_overflow = partition_overflow_;
  reading.oldest = OldestInside();
  return reading;
}

// What was put just now has changed the counters of Direct PUT already: those of the last event are
// sampled.
void DeliveryStream::Sample(Instant now, FirehoseContext context) {
  if (metrics_.Due(now)) metrics_.CatchUp(now, false, Reading());
  const DirectPut& direct_put = context.sim.streams.direct_puts()[id_.index()];
  put_ = direct_put.counters();
  put_quota_ = direct_put.quota();
}

DeliveryMetrics DeliveryStream::MetricsAt(Instant now) const {
  DeliveryMetrics metrics = metrics_;
  metrics.CatchUp(now, true, Reading());
  return metrics;
}

DeliveredObjectView DeliveryStream::ObjectAt(int64_t number) const {
  WEIR_CHECK(number >= objects_kept_from() && number < objects_made());
  const ObjectRow& object = objects_[static_cast<size_t>(number)];
  DeliveredObjectView view;
  view.number = number;
  view.type = object.type;
  view.to_bucket = object.to_bucket;
  view.lane = object.lane;
  if (object.partition > 0) view.partition = partitions_[object.partition - 1];
  view.version = object.version;
  view.oldest_arrival = object.oldest_arrival;
  view.delivered_at = object.delivered_at;
  view.records = object.records;
  view.bytes = object.bytes;
  view.attempts = object.attempts;
  view.cause = object.cause;
  return view;
}

const DeliveryBatch* DeliveryStream::RecordsOf(int64_t number) const {
  const auto found = std::ranges::find(kept_, number, &KeptObject::number);
  return found == kept_.end() ? nullptr : &found->batch;
}

DeliveryStreamView DeliveryStream::View(Instant now, const StreamService& streams) const {
  const DirectPut& direct_put = streams.direct_puts()[id_.index()];
  DeliveryStreamView view;
  view.id = id_;
  view.name = spec_.name;
  view.status = status_;
  view.source = spec_.source;
  view.destination = spec_.destination.kind;
  view.destination_down = destination_state_.down;
  view.backup_down = backup_state_.down;
  view.version = version_;
  view.records_in = records_in_;
  view.bytes_in = bytes_in_;
  view.records_split = records_split_;
  view.throttled = direct_put.counters().throttled_records;
  view.put_calls = direct_put.counters().calls;
  view.refused_calls = direct_put.counters().refused_calls;
  view.quota_bytes_per_second = direct_put.quota().bytes_per_second;
  view.quota_raises = direct_put.counters().raises;
  view.delivered = delivered_;
  view.delivered_bytes = delivered_bytes_;
  view.objects = data_objects_;
  view.failed = failed_;
  view.error_objects = error_objects_;
  view.backup_objects = backup_objects_;
  view.backup_records = backup_records_;
  view.dropped = dropped_;
  view.expired = expired_;
  view.discarded = discarded_;
  view.waiting = Waiting();
  view.waiting_bytes = main_.WaitingBytes(OutputType::kData) +
                       bucket_.WaitingBytes(OutputType::kProcessingFailed) +
                       bucket_.WaitingBytes(OutputType::kDeliveryFailed);
  view.delivered_twice = main_.counters().delivered_twice;
  view.attempts_failed = main_.counters().attempts_failed;
  view.flushed_by_size = main_.counters().flushed_by_size;
  view.flushed_by_interval = main_.counters().flushed_by_interval;
  view.buffer_bytes_max = main_.counters().buffer_bytes_max;
  view.active_partitions = main_.partitions();
  view.active_partitions_max = main_.counters().lanes_max;
  view.partition_overflow = partition_overflow_;
  view.kib_billed = kib_billed_;
  if (transform_) {
    view.waiting_bytes += transform_->WaitingBytes();
    view.transforms = transform_->counters().invocations;
    view.transforms_failed = transform_->counters().failed;
  }
  const Instant oldest = OldestInside();
  if (oldest != kNever) view.freshness = now - oldest;
  if (source_) {
    view.behind = source_->behind();
    view.reads_throttled = source_->throttled();
    view.kib_billed = source_->kib_billed();
  }
  const auto add = [&](LaneKey key, const DeliveryBuffer& buffer) {
    if (static_cast<int64_t>(view.buffers.size()) >= kBuffersShown) return;
    const std::string partition = key.partition > 0 ? partitions_[key.partition - 1] : "";
    view.buffers.push_back({key.type, key.lane, partition, buffer.batch().size(),
                            buffer.batch().bytes, buffer.hints().bytes, buffer.batch().entered_at,
                            buffer.due_at()});
  };
  main_.ForEachBuffer(add);
  bucket_.ForEachBuffer(add);
  const int64_t first = std::max(objects_kept_from(), objects_made() - kObjectsShown);
  for (int64_t i = first; i < objects_made(); ++i) view.last.push_back(ObjectAt(i));
  return view;
}

}  // namespace weir
