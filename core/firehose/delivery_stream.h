// A delivery stream of Firehose: what comes in is buffered, perhaps transformed and partitioned,
// and delivered; what cannot be goes to the error output.
//
//   Direct PUT -----.                                     .-> main: buffers -> destination
//   Data Stream ----+-> [transform stage] -> partitioner -+
//                   |          | failed                   '-> error output .
//                   |          '---------------------------------> bucket: buffers -> S3
//                   '-> backup of source records ---------------->
//
// Its parts keep what is under way; here is where records go from one to the next, and what is
// counted of them: in + split = delivered + failed + dropped + expired + discarded + waiting.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/cow_array.h"
#include "core/base/digest.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/firehose/delivery_channel.h"
#include "core/firehose/delivery_metrics.h"
#include "core/firehose/delivery_stream_spec.h"
#include "core/firehose/firehose_context.h"
#include "core/firehose/firehose_record.h"
#include "core/firehose/stream_source.h"
#include "core/firehose/transform_stage.h"
#include "core/stream/sim_context.h"
#include "core/view/firehose_view.h"

namespace weir {

// An object as it is kept; its name is made of this when somebody looks.
struct ObjectRow {
  OutputType type = OutputType::kData;
  bool to_bucket = true;
  FlushCause cause = FlushCause::kInterval;
  uint32_t lane = 0;
  uint32_t partition = 0;  // Place among the partitions; 0: none.
  int64_t version = 1;
  Instant oldest_arrival;
  Instant delivered_at;
  int64_t records = 0;
  int64_t bytes = 0;
  int64_t attempts = 1;
};

class DeliveryStream {
 public:
  // `keep_for`: how long what is undelivered is kept.
  DeliveryStream(DeliveryStreamId id, const DeliveryStreamSpec& spec, Instant now,
                 Duration keep_for, uint64_t seed);

  // ACTIVE at once, or CREATING for kCreateDeliveryStreamDelay.
  void Start(Instant now, bool at_once, FirehoseContext context);
  // Something was put: the inbox is emptied.
  void OnPut(Instant now, FirehoseContext context);
  // The meaning of `detail` is its own.
  void OnTimer(Instant now, uint32_t detail, FirehoseContext context);

  // DeleteDeliveryStream. Error kResourceInUse: it is being created or deleted. What is inside is
  // discarded, not flushed [probe].
  Result<void> Delete(Instant now, FirehoseContext context);
  // UpdateDestination. Errors: kConcurrentModification (another version), kInvalidArgument (hints
  // out of range, nothing to update), kResourceInUse (not ACTIVE).
  Result<void> UpdateDestination(Instant now, const DestinationUpdate& update,
                                 FirehoseContext context);
  // A fault, or its end.
  void SetDestination(Instant now, bool backup, DestinationState state, FirehoseContext context);

  DeliveryStreamId id() const { return id_; }
  const DeliveryStreamSpec& spec() const { return spec_; }
  DeliveryStreamStatus status() const { return status_; }
  DeliveryStreamView View(Instant now, const StreamService& streams) const;
  // Up to and including `now`, at which everything has run.
  DeliveryMetrics MetricsAt(Instant now) const;

  // --- Objects, in the order of delivery: numbers from objects_kept_from() on are kept. ---
  int64_t objects_made() const { return static_cast<int64_t>(objects_.size()); }
  int64_t objects_kept_from() const { return static_cast<int64_t>(objects_.released()); }
  DeliveredObjectView ObjectAt(int64_t number) const;
  // The records of one of the last objects; none of an older one.
  const DeliveryBatch* RecordsOf(int64_t number) const;
  // The bytes of a record as they were delivered; of one in the error output, what failed.
  std::string BytesOf(const FirehoseRecord& record, const RecordSource& source) const;
  // The line of a record in an object of the error output. `bytes` are those that failed, `source`
  // those that came in.
  std::string ErrorLineOf(const FirehoseRecord& record, OutputType type, const DeliveryBatch& batch,
                          std::string_view bytes, std::string_view source) const;

  uint64_t LastDraw() const;
  void AddTo(Digest& digest) const;

 private:
  struct KeptObject {
    int64_t number = 0;
    DeliveryBatch batch;
  };

  DestinationState MainState() const { return destination_state_; }
  // An S3 destination and its error output lie in the same bucket.
  DestinationState BucketState() const {
    return spec_.destination.kind == DestinationKind::kS3 ? destination_state_ : backup_state_;
  }
  // Before anything changes: the seconds since the last change are over.
  void Sample(Instant now, FirehoseContext context);
  DeliveryReading Reading() const;
  Instant OldestInside() const;
  void Activate(Instant now, FirehoseContext context);
  void Ingest(Instant now, uint32_t lane, const FirehoseRecord& record, FirehoseContext context);
  // What the processors make of it goes on.
  void Process(Instant now, uint32_t lane, const FirehoseRecord& record, FirehoseContext context);
  // `partition`: what an expression found; empty: the key of the record.
  void Route(Instant now, uint32_t lane, const FirehoseRecord& record, Instant inside_since,
             const std::string& partition, FirehoseContext context);
  std::optional<uint32_t> PartitionOf(const std::string& name);
  std::string SourceBytesOf(const FirehoseRecord& record, const RecordSource& source) const;
  void FailProcessing(Instant now, uint32_t lane, const FirehoseRecord& record,
                      Instant inside_since, FirehoseContext context);
  void OnTransformed(Instant now, const TransformResult& result, FirehoseContext context);
  void OnDelivered(Instant now, bool bucket, FlightResult result, FirehoseContext context);
  void Keep(Instant now, bool bucket, FlightResult result, FirehoseContext context);
  void ReadSource(Instant now, uint32_t place, FirehoseContext context);
  void LookAtQuota(Instant now, FirehoseContext context);
  int64_t Waiting() const;

  DeliveryStreamId id_;
  DeliveryStreamSpec spec_;
  DeliveryStreamStatus status_ = DeliveryStreamStatus::kCreating;
  Instant status_at_ = kNever;
  int64_t version_ = 1;
  DestinationState destination_state_;
  DestinationState backup_state_;
  std::optional<StreamSource> source_;
  std::optional<TransformStage> transform_;
  DeliveryChannel main_;
  DeliveryChannel bucket_;
  DeliveryMetrics metrics_;
  DirectPutCounters put_;  // As of the last event.
  DirectPutQuota put_quota_;
  uint32_t next_lane_ = 0;  // Of Direct PUT: calls go round.
  std::map<std::string, uint32_t> partition_places_;
  std::vector<std::string> partitions_;                        // From place 1 on.
  CowArray<std::shared_ptr<const std::string>, 64> literals_;  // Bytes of what was put with bytes.
  CowArray<ObjectRow, 256> objects_;
  std::deque<KeptObject> kept_;
  int64_t kept_records_ = 0;

  // Counters, as in DeliveryStreamView.
  int64_t records_in_ = 0;
  int64_t bytes_in_ = 0;
  int64_t records_split_ = 0;
  int64_t kib_billed_ = 0;
  int64_t delivered_ = 0;
  int64_t delivered_bytes_ = 0;
  int64_t data_objects_ = 0;
  int64_t failed_ = 0;
  int64_t error_objects_ = 0;
  int64_t backup_objects_ = 0;
  int64_t backup_records_ = 0;
  int64_t dropped_ = 0;
  int64_t expired_ = 0;
  int64_t discarded_ = 0;
  int64_t partition_overflow_ = 0;
};

}  // namespace weir
