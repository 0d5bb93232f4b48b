// What a front end may know of an engine: copied, sorted, bounded. No pointer leads back.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/time.h"
#include "core/model/hash_key.h"
#include "core/model/ids.h"
#include "core/model/order_cause.h"
#include "core/model/sequence_number.h"
#include "core/model/stream_status.h"
#include "core/view/firehose_view.h"
#include "core/view/lambda_view.h"
#include "core/view/lease_state.h"

namespace weir {

struct ShardView {
  ShardIndex index;
  HashKeyRange range;
  ShardState state = ShardState::kOpen;
  std::optional<ShardIndex> parent;
  std::optional<ShardIndex> adjacent_parent;
  Instant created_at;
  Instant closed_at;          // kNever while open.
  uint64_t trim_horizon = 0;  // Ordinal of the oldest record retained.
  uint64_t end = 0;           // Ordinal that the next record gets.
  int64_t retained_bytes = 0;
  Instant oldest_arrival;                     // Of a retained record; `now` when there is none.
  int64_t write_bytes_used_millionths = 0;    // Fill of the 1 MiB/s limit, 0 to 1 000 000.
  int64_t write_records_used_millionths = 0;  // Fill of the 1 000/s limit.
  int64_t records_in = 0;
  int64_t bytes_in = 0;
  int64_t throttled_records = 0;  // By the records limit.
  int64_t throttled_bytes = 0;    // By the bytes limit.
  int64_t records_out = 0;
  int64_t bytes_out = 0;
  int64_t reads_throttled = 0;
  int64_t records_expired = 0;
};

struct StreamView {
  StreamId id;
  std::string name;
  StreamStatus status = StreamStatus::kActive;
  Duration retention;
  Instant next_status_at;         // kNever when nothing is under way.
  std::vector<ShardView> shards;  // By index; expired ones too.
};

struct ProducerView {
  ProducerId id;
  std::string name;
  StreamId stream;  // UINT32_MAX of one that puts to a delivery stream.
  std::optional<DeliveryStreamId> delivery_stream;
  int64_t keys = 0;
  int64_t intended = 0;   // Records created so far.
  int64_t accepted = 0;   // Acknowledged by the service.
  int64_t throttled = 0;  // Refusals; a record refused twice counts twice.
  int64_t retried = 0;    // Records sent again.
  int64_t given_up = 0;   // Lost after the last attempt.
  int64_t refused = 0;    // In requests refused as a whole, or too large to be sent.
  int64_t waiting = 0;    // Created and neither acknowledged nor lost.
  int64_t calls = 0;
  int64_t unanswered = 0;  // Accepted in calls whose answer was lost, and so put twice.
  // Of a producer that aggregates: the records above are user records, these are the stream's.
  bool aggregates = false;
  int64_t stream_records = 0;      // Accepted by the service.
  int64_t aggregated_records = 0;  // Those of them that hold more than one user record.
  int64_t misrouted = 0;           // Those in a shard which is not that of all they hold.
  bool done = false;
};

// What a lease's checkpoint says. kRecord: everything before a place has been processed.
enum class CheckpointKind : uint8_t { kTrimHorizon, kLatest, kAtTimestamp, kRecord, kShardEnd };

// A row of the lease table of a KCL application.
struct LeaseRowView {
  bool owned = false;
  bool deleted = false;  // The shard had ended and its children are processed.
  uint64_t counter = 0;
  Duration counter_age;  // Since the counter last changed: above the failover time it is expired.
  CheckpointKind checkpoint = CheckpointKind::kTrimHorizon;
  uint64_t checkpoint_ordinal = 0;  // Of kRecord: a new owner would begin here.
  int64_t takes = 0;                // How often the lease changed hands.
  int64_t replayed = 0;             // Records of the shard processed more than once.
};

// A worker of a KCL application: a process of its own.
struct WorkerView {
  bool alive = false;
  bool paused = false;
  int64_t leases = 0;  // That it believes to own.
  int64_t starts = 0;
  int64_t processed = 0;
  int64_t records_per_second = 0;  // 0: no limit.
  Duration clock_ahead;            // Of the true time.
};

// One consumer's place in one shard.
struct LeaseView {
  ShardIndex shard;
  uint32_t worker = 0;
  LeaseState state = LeaseState::kWaiting;
  uint64_t position = 0;    // Ordinal of the next record to process.
  int64_t lag_records = 0;  // Retained records not yet processed.
  Duration behind;          // Age of the oldest record not yet processed; 0 when there is none.
  Duration iterator_age;    // Of the last record processed, when it was processed.
  int64_t processed = 0;
  int64_t lost_to_retention = 0;
  std::optional<LeaseRowView> row;  // Of a KCL application.
};

// Two records of one key that a consumer processed against the order they were created in.
struct ViolationView {
  ConsumerId consumer;
  ProducerId producer;
  uint32_t key = 0;
  std::string key_name;
  uint32_t earlier_number = 0;  // Created first, processed second.
  uint32_t later_number = 0;    // Created second, processed first.
  ShardIndex earlier_shard;
  ShardIndex later_shard;
  SequenceNumber earlier_sequence;
  std::optional<SequenceNumber> later_sequence;  // None when it had expired by then.
  Instant processed_at;
  OrderCause cause = OrderCause::kRetryOvertaken;
};

struct ConsumerView {
  ConsumerId id;
  std::string name;
  StreamId stream;
  int64_t records_per_second = 0;  // Of one worker; 0: no limit.
  bool paused = false;
  std::vector<LeaseView> leases;  // In the order they were taken.
  int64_t processed = 0;
  int64_t lost_to_retention = 0;
  int64_t reads_throttled = 0;
  int64_t iterators_expired = 0;
  int64_t order_violations = 0;
  int64_t duplicates = 0;           // Records processed again, whatever the reason.
  OrderCauseCounts order_causes{};  // Of both, by OrderCause.
  std::optional<ViolationView> first_violation;
  std::optional<LambdaView> lambda;  // Of a Lambda mapping.
  // Of a KCL application. Those of the duplicates that were processed before and came again because
  // a lease changed hands: its new owner began at the last checkpoint.
  int64_t replayed = 0;
  int64_t skipped = 0;    // Given up on: poisoned, or in a batch with a poisoned one.
  int64_t misrouted = 0;  // Aggregated records dropped, for their key belongs to another shard.
  int64_t checkpoints = 0;
  int64_t checkpoints_refused = 0;  // Of workers that had lost the lease.
  int64_t table_throttled = 0;      // Calls to the lease table.
  std::vector<WorkerView> workers;
};

// Totals of one stretch of time, for plots.
struct SeriesPoint {
  Instant from;
  int64_t records_in = 0;
  int64_t bytes_in = 0;
  int64_t throttled = 0;
  int64_t records_out = 0;
  int64_t bytes_out = 0;
  int64_t records_expired = 0;
  int64_t iterator_age_us = 0;  // The greatest `behind` of any lease at its end.
};

struct Digests {
  uint64_t state = 0;
  uint64_t trace = 0;
  uint64_t unseed = 0;  // From the last draw of every random stream: shows a draw too many.
  friend bool operator==(const Digests&, const Digests&) = default;
};

struct EngineView {
  Instant start;
  Instant now;
  Instant end;
  std::vector<StreamView> streams;
  std::vector<ProducerView> producers;
  std::vector<ConsumerView> consumers;
  std::vector<DeliveryStreamView> delivery_streams;
  bool order_kept = true;                        // For every key and consumer so far.
  std::optional<ViolationView> first_violation;  // When it was not.
  uint64_t events = 0;                           // Run so far.

  // The name of the stream or delivery stream that a producer puts to.
  const std::string& TargetOf(const ProducerView& producer) const {
    return producer.delivery_stream ? delivery_streams[producer.delivery_stream->index()].name
                                    : streams[producer.stream.index()].name;
  }
};

// One record as a picture needs it.
struct RecordView {
  uint64_t ordinal = 0;
  Instant arrived_at;
  ProducerId producer;  // UINT32_MAX: put by a command, with real bytes.
  uint32_t key = 0;     // Stable small number of the key within its producer, for colour and glyph.
  uint32_t number = 0;
  uint32_t billed_bytes = 0;
  uint32_t hash_place = 0;  // Where the key lands in the hash space, in 2^-32ths.
};

}  // namespace weir
