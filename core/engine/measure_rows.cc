#include "core/engine/measure_rows.h"

#include <algorithm>
#include <array>

#include "core/base/digest.h"
#include "core/base/text.h"
#include "core/model/order_cause.h"
#include "core/model/stream_status.h"

namespace weir {
namespace {

using Subject = MeasureSubject;
using Number = std::optional<int64_t>;
using Text = std::optional<std::string>;
using Unit = MeasureUnit;
using Scope = MeasureScope;

// --- Sums over parts. ---

template <typename Parts, typename Get>
int64_t Sum(const Parts& parts, Get get) {
  int64_t sum = 0;
  for (const auto& part : parts) sum += get(part);
  return sum;
}

template <auto Member>
Number OfShards(const Subject& at) {
  return Sum(at.stream->shards, [](const ShardView& shard) { return shard.*Member; });
}

int64_t Throttled(const ShardView& shard) {
  return shard.throttled_records + shard.throttled_bytes;
}

int64_t Retained(const ShardView& shard) {
  return static_cast<int64_t>(shard.end - shard.trim_horizon);
}

int64_t RecordsIn(const StreamView& stream) {
  return Sum(stream.shards, [](const ShardView& shard) { return shard.records_in; });
}

int64_t Percent(int64_t part, int64_t whole) { return whole == 0 ? 0 : part * 100 / whole; }

template <auto Member>
Number OfProducers(const Subject& at) {
  return Sum(at.view->producers, [](const ProducerView& producer) { return producer.*Member; });
}

template <auto Member>
Number OfConsumers(const Subject& at) {
  return Sum(at.view->consumers, [](const ConsumerView& consumer) { return consumer.*Member; });
}

template <auto Member>
Number GreatestOfLeases(const Subject& at) {
  int64_t greatest = 0;
  for (const LeaseView& lease : at.consumer->leases) {
    greatest = std::max(greatest, (lease.*Member).micros);
  }
  return greatest;
}

// --- A member as it stands. ---

template <auto Member>
Number OfShard(const Subject& at) {
  return at.shard->*Member;
}
template <auto Member>
Number OfProducer(const Subject& at) {
  return at.producer->*Member;
}
template <auto Member>
Number OfConsumer(const Subject& at) {
  return at.consumer->*Member;
}
template <auto Member>
Number OfLease(const Subject& at) {
  return at.lease->*Member;
}
template <auto Member>
Number SpanOfLease(const Subject& at) {
  return (at.lease->*Member).micros;
}

const char* OrderWord(int64_t violations) { return violations == 0 ? "kept" : "violated"; }

Text RunOrder(const Subject& at) {
  if (at.view->consumers.empty()) return "not checked";
  return OrderWord(at.view->order_kept ? 0 : 1);
}

const ViolationView* FirstOf(const Subject& at) {
  const std::optional<ViolationView>& first =
      at.consumer == nullptr ? at.view->first_violation : at.consumer->first_violation;
  return first ? &*first : nullptr;
}

Text Cause(const Subject& at) {
  const ViolationView* first = FirstOf(at);
  return first == nullptr ? Text() : Text(OrderCauseName(first->cause));
}

template <OrderCause kCause>
constexpr MeasureGetter kOfCause{
    {Scope::kConsumer, OrderCauseName(kCause), Unit::kRecords, OrderCauseSentence(kCause)},
    [](const Subject& at) -> Number {
      return at.consumer->order_causes[static_cast<size_t>(kCause)];
    }};

template <auto Member>
Number OfLambda(const Subject& at) {
  if (!at.consumer->lambda) return std::nullopt;
  return at.consumer->lambda->counters.*Member;
}

Text ViolatedKey(const Subject& at) {
  const ViolationView* first = FirstOf(at);
  return first == nullptr ? Text() : Text(first->key_name);
}

Number ViolatedAt(const Subject& at) {
  const ViolationView* first = FirstOf(at);
  return first == nullptr ? Number() : Number((first->processed_at - at.view->start).micros);
}

// A record never changes, so its place is its content: equal places, equal output, in whatever
// batches and at whatever time.
Text Output(const Subject& at) {
  std::vector<const LeaseView*> leases;
  for (const LeaseView& lease : at.consumer->leases) leases.push_back(&lease);
  std::ranges::sort(leases, {}, [](const LeaseView* lease) { return lease->shard; });
  Digest digest;
  for (const LeaseView* lease : leases) {
    if (lease->processed == 0) continue;  // Nothing to show of this shard.
    digest.Add(static_cast<uint64_t>(lease->shard.value));
    digest.Add(lease->position);
    digest.Add(lease->processed);
    digest.Add(lease->lost_to_retention);
  }
  return ToHex16(digest.value());
}

// --- The table. ---

const MeasureGetter kRunRows[] = {
    {{Scope::kRun, "elapsed", Unit::kDuration, "virtual time since the start"},
     [](const Subject& at) -> Number { return (at.view->now - at.view->start).micros; }},
    {{Scope::kRun, "intended", Unit::kRecords, "created by all producers"},
     OfProducers<&ProducerView::intended>},
    {{Scope::kRun, "records_in", Unit::kRecords, "accepted by all streams"},
     [](const Subject& at) -> Number { return Sum(at.view->streams, RecordsIn); }},
    {{Scope::kRun, "throttled", Unit::kRecords, "refusals by a shard's limits, in all streams"},
     [](const Subject& at) -> Number {
       return Sum(at.view->streams,
                  [](const StreamView& stream) { return Sum(stream.shards, Throttled); });
     }},
    {{Scope::kRun, "given_up", Unit::kRecords, "lost by producers after the last attempt"},
     OfProducers<&ProducerView::given_up>},
    {{Scope::kRun, "waiting", Unit::kRecords, "created, neither acknowledged nor lost"},
     OfProducers<&ProducerView::waiting>},
    {{Scope::kRun, "reads_throttled", Unit::kCount, "GetRecords calls refused, of all consumers"},
     OfConsumers<&ConsumerView::reads_throttled>},
    {{Scope::kRun, "behind", Unit::kDuration,
      "age of the oldest record that some consumer has not yet processed"},
     [](const Subject& at) -> Number {
       int64_t behind = 0;
       for (const ConsumerView& consumer : at.view->consumers) {
         for (const LeaseView& lease : consumer.leases) {
           behind = std::max(behind, lease.behind.micros);
         }
       }
       return behind;
     }},
    {{Scope::kRun, "processed", Unit::kRecords, "by all consumers together"},
     OfConsumers<&ConsumerView::processed>},
    {{Scope::kRun, "lost_to_retention", Unit::kRecords, "expired before a consumer read them"},
     OfConsumers<&ConsumerView::lost_to_retention>},
    {{Scope::kRun, "order_violations", Unit::kRecords,
      "processed after a newer one of the same key"},
     OfConsumers<&ConsumerView::order_violations>},
    {{Scope::kRun, "duplicates", Unit::kRecords, "processed more than once by a consumer"},
     OfConsumers<&ConsumerView::duplicates>},
    {{Scope::kRun, "order", Unit::kText, "'kept', 'violated', or 'not checked': nobody reads"},
     nullptr,
     RunOrder},
    {{Scope::kRun, "violation_cause", Unit::kText,
      "why order was lost, the first time: one of the causes of a consumer"},
     nullptr,
     Cause},
    {{Scope::kRun, "violation_key", Unit::kText, "the key whose order was lost first"},
     nullptr,
     ViolatedKey},
    {{Scope::kRun, "violation_at", Unit::kDuration, "when that was, from the start"}, ViolatedAt},
};

const MeasureGetter kStreamRows[] = {
    {{Scope::kStream, "status", Unit::kText, "'ACTIVE', 'UPDATING', 'CREATING', 'DELETING'"},
     nullptr,
     [](const Subject& at) -> Text { return StatusName(at.stream->status); }},
    {{Scope::kStream, "retention", Unit::kDuration, "how long a record is kept"},
     [](const Subject& at) -> Number { return at.stream->retention.micros; }},
    {{Scope::kStream, "shards", Unit::kCount, "closed and expired ones too"},
     [](const Subject& at) -> Number { return static_cast<int64_t>(at.stream->shards.size()); }},
    {{Scope::kStream, "open_shards", Unit::kCount, "that take records"},
     [](const Subject& at) -> Number {
       return std::ranges::count(at.stream->shards, ShardState::kOpen, &ShardView::state);
     }},
    {{Scope::kStream, "records_in", Unit::kRecords, "accepted"}, OfShards<&ShardView::records_in>},
    {{Scope::kStream, "bytes_in", Unit::kBytes, "accepted, with partition keys"},
     OfShards<&ShardView::bytes_in>},
    {{Scope::kStream, "throttled", Unit::kRecords, "refusals by either limit of a shard"},
     [](const Subject& at) -> Number { return Sum(at.stream->shards, Throttled); }},
    {{Scope::kStream, "throttled_by_records_limit", Unit::kRecords, "by 1,000 records/s"},
     OfShards<&ShardView::throttled_records>},
    {{Scope::kStream, "throttled_by_bytes_limit", Unit::kRecords, "by 1 MiB/s"},
     OfShards<&ShardView::throttled_bytes>},
    {{Scope::kStream, "throttling_shards", Unit::kCount, "that have refused a record"},
     [](const Subject& at) -> Number {
       return Sum(at.stream->shards,
                  [](const ShardView& shard) { return Throttled(shard) > 0 ? 1 : 0; });
     }},
    {{Scope::kStream, "busiest_shard_percent", Unit::kPercent,
      "of the stream's records that the busiest shard took"},
     [](const Subject& at) -> Number {
       int64_t busiest = 0;
       for (const ShardView& shard : at.stream->shards) {
         busiest = std::max(busiest, shard.records_in);
       }
       return Percent(busiest, RecordsIn(*at.stream));
     }},
    {{Scope::kStream, "records_out", Unit::kRecords, "read, by all readers"},
     OfShards<&ShardView::records_out>},
    {{Scope::kStream, "bytes_out", Unit::kBytes, "read, by all readers"},
     OfShards<&ShardView::bytes_out>},
    {{Scope::kStream, "reads_throttled", Unit::kCount, "GetRecords calls refused"},
     OfShards<&ShardView::reads_throttled>},
    {{Scope::kStream, "expired", Unit::kRecords, "older than the retention period"},
     OfShards<&ShardView::records_expired>},
    {{Scope::kStream, "retained", Unit::kRecords, "that can be read now"},
     [](const Subject& at) -> Number { return Sum(at.stream->shards, Retained); }},
    {{Scope::kStream, "retained_bytes", Unit::kBytes, "that can be read now"},
     OfShards<&ShardView::retained_bytes>},
};

const MeasureGetter kShardRows[] = {
    {{Scope::kShard, "state", Unit::kText, "'OPEN', 'CLOSED', 'EXPIRED'"},
     nullptr,
     [](const Subject& at) -> Text { return StateName(at.shard->state); }},
    {{Scope::kShard, "records_in", Unit::kRecords, "accepted"}, OfShard<&ShardView::records_in>},
    {{Scope::kShard, "bytes_in", Unit::kBytes, "accepted, with partition keys"},
     OfShard<&ShardView::bytes_in>},
    {{Scope::kShard, "throttled", Unit::kRecords, "refusals by either limit"},
     [](const Subject& at) -> Number { return Throttled(*at.shard); }},
    {{Scope::kShard, "throttled_by_records_limit", Unit::kRecords, "by 1,000 records/s"},
     OfShard<&ShardView::throttled_records>},
    {{Scope::kShard, "throttled_by_bytes_limit", Unit::kRecords, "by 1 MiB/s"},
     OfShard<&ShardView::throttled_bytes>},
    {{Scope::kShard, "share_percent", Unit::kPercent, "of the stream's records"},
     [](const Subject& at) -> Number {
       return Percent(at.shard->records_in, RecordsIn(*at.stream));
     }},
    {{Scope::kShard, "records_out", Unit::kRecords, "read, by all readers"},
     OfShard<&ShardView::records_out>},
    {{Scope::kShard, "bytes_out", Unit::kBytes, "read, by all readers"},
     OfShard<&ShardView::bytes_out>},
    {{Scope::kShard, "reads_throttled", Unit::kCount, "GetRecords calls refused"},
     OfShard<&ShardView::reads_throttled>},
    {{Scope::kShard, "expired", Unit::kRecords, "older than the retention period"},
     OfShard<&ShardView::records_expired>},
    {{Scope::kShard, "retained", Unit::kRecords, "that can be read now"},
     [](const Subject& at) -> Number { return Retained(*at.shard); }},
    {{Scope::kShard, "retained_bytes", Unit::kBytes, "that can be read now"},
     OfShard<&ShardView::retained_bytes>},
};

const MeasureGetter kProducerRows[] = {
    {{Scope::kProducer, "keys", Unit::kCount, "that it has"}, OfProducer<&ProducerView::keys>},
    {{Scope::kProducer, "intended", Unit::kRecords, "created"},
     OfProducer<&ProducerView::intended>},
    {{Scope::kProducer, "accepted", Unit::kRecords, "acknowledged by the service"},
     OfProducer<&ProducerView::accepted>},
    {{Scope::kProducer, "throttled", Unit::kRecords, "refusals; a record may be refused twice"},
     OfProducer<&ProducerView::throttled>},
    {{Scope::kProducer, "sent_again", Unit::kRecords, "further attempts"},
     OfProducer<&ProducerView::retried>},
    {{Scope::kProducer, "given_up", Unit::kRecords, "lost after the last attempt"},
     OfProducer<&ProducerView::given_up>},
    {{Scope::kProducer, "refused", Unit::kRecords, "in requests refused whole, or too large"},
     OfProducer<&ProducerView::refused>},
    {{Scope::kProducer, "waiting", Unit::kRecords, "created, neither acknowledged nor lost"},
     OfProducer<&ProducerView::waiting>},
    {{Scope::kProducer, "calls", Unit::kCount, "of PutRecords"}, OfProducer<&ProducerView::calls>},
    {{Scope::kProducer, "done", Unit::kCount, "1 when it has nothing left to do, else 0"},
     [](const Subject& at) -> Number { return at.producer->done ? 1 : 0; }},
};

const MeasureGetter kConsumerRows[] = {
    {{Scope::kConsumer, "processed", Unit::kRecords, "processed"},
     OfConsumer<&ConsumerView::processed>},
    {{Scope::kConsumer, "lag_records", Unit::kRecords, "retained and not yet processed"},
     [](const Subject& at) -> Number {
       return Sum(at.consumer->leases, [](const LeaseView& lease) { return lease.lag_records; });
     }},
    {{Scope::kConsumer, "behind", Unit::kDuration, "age of the oldest record not yet processed"},
     GreatestOfLeases<&LeaseView::behind>},
    {{Scope::kConsumer, "iterator_age", Unit::kDuration,
      "of the last record processed, when it was; the greatest of its shards"},
     GreatestOfLeases<&LeaseView::iterator_age>},
    {{Scope::kConsumer, "lost_to_retention", Unit::kRecords, "expired before it read them"},
     OfConsumer<&ConsumerView::lost_to_retention>},
    {{Scope::kConsumer, "reads_throttled", Unit::kCount, "its GetRecords calls refused"},
     OfConsumer<&ConsumerView::reads_throttled>},
    {{Scope::kConsumer, "iterators_expired", Unit::kCount, "unused for five minutes"},
     OfConsumer<&ConsumerView::iterators_expired>},
    {{Scope::kConsumer, "order_violations", Unit::kRecords,
      "processed after a newer one of the same key"},
     OfConsumer<&ConsumerView::order_violations>},
    {{Scope::kConsumer, "duplicates", Unit::kRecords, "processed more than once"},
     OfConsumer<&ConsumerView::duplicates>},
    {{Scope::kConsumer, "order", Unit::kText, "'kept' or 'violated'"},
     nullptr,
     [](const Subject& at) -> Text { return OrderWord(at.consumer->order_violations); }},
    {{Scope::kConsumer, "violation_cause", Unit::kText,
      "why order was lost, the first time: one of the causes below"},
     nullptr,
     Cause},
    {{Scope::kConsumer, "violation_key", Unit::kText, "the key whose order was lost first"},
     nullptr,
     ViolatedKey},
    {{Scope::kConsumer, "violation_at", Unit::kDuration, "when that was, from the start"},
     ViolatedAt},
    kOfCause<OrderCause::kRetryOvertaken>,
    kOfCause<OrderCause::kCallsInFlight>,
    kOfCause<OrderCause::kChildBeforeParent>,
    kOfCause<OrderCause::kSplitKey>,
    kOfCause<OrderCause::kParallelBatches>,
    kOfCause<OrderCause::kAgainAfterCrash>,
    kOfCause<OrderCause::kAgainAfterFailure>,
    kOfCause<OrderCause::kPutTwice>,
    kOfCause<OrderCause::kWrongShard>,
    kOfCause<OrderCause::kResendOvertaken>,
    {{Scope::kConsumer, "output", Unit::kText,
      "digest of the records it has processed, shard by shard; equal where they are the same"},
     nullptr,
     Output},
    {{Scope::kConsumer, "lambda_invocations", Unit::kCount, "of the function of a Lambda mapping"},
     OfLambda<&LambdaCounters::invocations>},
    {{Scope::kConsumer, "lambda_errors", Unit::kCount, "invocations that failed, or in part"},
     OfLambda<&LambdaCounters::errors>},
    {{Scope::kConsumer, "lambda_throttles", Unit::kCount, "invocations refused: too many at once"},
     OfLambda<&LambdaCounters::throttles>},
    {{Scope::kConsumer, "lambda_retries", Unit::kCount, "invocations of what had failed before"},
     OfLambda<&LambdaCounters::retries>},
    {{Scope::kConsumer, "lambda_splits", Unit::kCount, "batches halved"},
     OfLambda<&LambdaCounters::splits>},
    {{Scope::kConsumer, "lambda_in_flight_max", Unit::kCount, "invocations at once, at most"},
     OfLambda<&LambdaCounters::in_flight_max>},
    {{Scope::kConsumer, "lambda_discarded", Unit::kRecords, "given up after a failure"},
     OfLambda<&LambdaCounters::discarded_records>},
    {{Scope::kConsumer, "lambda_told", Unit::kCount, "messages to the on-failure destination"},
     OfLambda<&LambdaCounters::told>},
    {{Scope::kConsumer, "lambda_windows", Unit::kCount, "tumbling windows closed"},
     OfLambda<&LambdaCounters::windows>},
    {{Scope::kConsumer, "leases", Unit::kCount, "shards it has begun"},
     [](const Subject& at) -> Number { return static_cast<int64_t>(at.consumer->leases.size()); }},
};

const MeasureGetter kLeaseRows[] = {
    {{Scope::kLease, "state", Unit::kText,
      "'WAITING', 'READING', 'PROCESSING', 'PAUSED', 'SHARD_END'; of a KCL application also "
      "'UNOWNED', "
      "'BLOCKED', 'STUCK'"},
     nullptr,
     [](const Subject& at) -> Text { return NameOf(at.lease->state); }},
    {{Scope::kLease, "worker", Unit::kCount, "number of the worker that has it"},
     [](const Subject& at) -> Number { return at.lease->worker; }},
    {{Scope::kLease, "processed", Unit::kRecords, "processed"}, OfLease<&LeaseView::processed>},
    {{Scope::kLease, "lag_records", Unit::kRecords, "retained and not yet processed"},
     OfLease<&LeaseView::lag_records>},
    {{Scope::kLease, "behind", Unit::kDuration, "age of the oldest record not yet processed"},
     SpanOfLease<&LeaseView::behind>},
    {{Scope::kLease, "iterator_age", Unit::kDuration, "of the last record processed, when it was"},
     SpanOfLease<&LeaseView::iterator_age>},
    {{Scope::kLease, "lost_to_retention", Unit::kRecords, "expired before they were read"},
     OfLease<&LeaseView::lost_to_retention>},
};

}  // namespace

std::span<const MeasureGetter> GettersOf(MeasureScope scope) {
  switch (scope) {
    case MeasureScope::kRun:
      return kRunRows;
    case MeasureScope::kStream:
      return kStreamRows;
    case MeasureScope::kShard:
      return kShardRows;
    case MeasureScope::kProducer:
      return kProducerRows;
    case MeasureScope::kConsumer:
      return kConsumerRows;
    case MeasureScope::kLease:
      return kLeaseRows;
    case MeasureScope::kDelivery:
      return DeliveryGetters();
  }
  return {};
}

}  // namespace weir
