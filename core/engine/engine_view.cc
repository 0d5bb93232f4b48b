// What an engine shows of itself: copies, made when someone looks.
#include <algorithm>

#include "core/base/check.h"
#include "core/base/text.h"
#include "core/engine/aggregate_text.h"
#include "core/engine/engine.h"
#include "core/firehose/delivery_stream.h"

namespace weir {
namespace {

ShardView ViewOf(const Shard& shard, ShardIndex index, Instant now) {
  const ShardLog& log = shard.log();
  const ShardCounters& counters = shard.counters();
  ShardView view;
  view.index = index;
  view.range = shard.range();
  view.state = shard.state();
  view.parent = shard.lineage().parent;
  view.adjacent_parent = shard.lineage().adjacent_parent;
  view.created_at = shard.created_at();
  view.closed_at = shard.closed_at();
  view.trim_horizon = log.trim_horizon();
  view.end = log.end();
  view.retained_bytes = log.retained_bytes();
  view.oldest_arrival = log.empty() ? now : log.Row(log.trim_horizon()).arrived_at;
  if (shard.state() == ShardState::kOpen) {
    view.write_bytes_used_millionths = shard.WriteBytesUsed(now);
    view.write_records_used_millionths = shard.WriteRecordsUsed(now);
  }
  view.records_in = counters.records_in;
  view.bytes_in = counters.bytes_in;
  view.throttled_records = counters.throttled_records;
  view.throttled_bytes = counters.throttled_bytes;
  view.records_out = counters.records_out;
  view.bytes_out = counters.bytes_out;
  view.reads_throttled = counters.reads_throttled;
  view.records_expired = counters.records_expired;
  return view;
}

StreamView ViewOf(const Stream& stream, StreamId id, Instant now) {
  StreamView view;
  view.id = id;
  view.name = stream.settings().name;
  view.status = stream.status();
  view.retention = stream.retention();
  view.next_status_at = stream.next_status_at();
  for (uint32_t i = 0; i < stream.shards().size(); ++i) {
    view.shards.push_back(ViewOf(stream.shards()[i], {i}, now));
  }
  return view;
}

ProducerView ViewOf(const Producer& producer, ProducerId id, Instant now) {
  const ProducerCounters& counters = producer.counters();
  ProducerView view;
  view.id = id;
  view.name = producer.spec().name;
  view.stream = producer.spec().stream;
  view.delivery_stream = producer.spec().delivery_stream;
  view.keys = static_cast<int64_t>(producer.workload().keys().size());
  view.intended = producer.CreatedBy(now);
  view.accepted = counters.accepted;
  view.throttled = counters.throttled;
  view.retried = counters.retried;
  view.given_up = counters.given_up;
  view.refused = counters.refused;
  view.waiting = view.intended - view.accepted - view.given_up - view.refused;
  view.calls = counters.calls;
  view.unanswered = counters.unanswered;
  view.aggregates = producer.spec().kind == ProducerKind::kKpl;
  view.stream_records = counters.stream_records;
  view.aggregated_records = counters.aggregates;
  view.misrouted = counters.misrouted;
  view.done = producer.done();
  return view;
}

ConsumerView ViewOf(const Consumer& consumer, ConsumerId id, const Stream& stream, Instant now) {
  ConsumerView view;
  view.id = id;
  view.name = consumer.spec().name;
  view.stream = consumer.spec().stream;
  view.records_per_second = consumer.records_per_second();
  view.paused = consumer.paused();
  consumer.ForEachPlace([&](const ShardPlace& lease) {
    LeaseView out;
    out.shard = lease.shard;
    out.worker = lease.worker;
    out.state = lease.state;
    out.position = lease.position;
    const ShardLog& log = stream.shard(lease.shard).log();
    const uint64_t unread = std::max(lease.position, log.trim_horizon());
    if (unread < log.end()) {
      out.lag_records = static_cast<int64_t>(log.end() - unread);
      out.behind = now - log.Row(unread).arrived_at;
    }
    out.iterator_age = lease.iterator_age;
    out.processed = lease.processed;
    out.lost_to_retention = lease.lost_to_retention;
    view.leases.push_back(out);
  });
  view.processed = consumer.counters().processed;
  view.lost_to_retention = consumer.counters().lost_to_retention;
  view.reads_throttled = consumer.counters().reads_throttled;
  view.iterators_expired = consumer.counters().iterators_expired;
  view.order_violations = consumer.proof().violations();
  view.duplicates = consumer.proof().duplicates();
  view.order_causes = consumer.proof().causes();
  if (const LambdaMapping* lambda = consumer.lambda()) view.lambda = lambda->View();
  consumer.AddToView(now, view);
  return view;
}

}  // namespace

ViolationView Engine::ViewOfViolation(ConsumerId id) const {
  const Consumer& consumer = consumers_[id.index()];
  const OrderViolation& violation = *consumer.proof().first();
  const ProofRecord& late = violation.late;
  ViolationView view;
  view.consumer = id;
  view.producer = late.producer;
  view.key = late.key;
  view.key_name = KeyOf(late.producer, late.key);
  view.earlier_number = late.number;
  view.later_number = violation.overtaken_by;
  view.earlier_shard = late.shard;
  view.earlier_sequence = late.sequence_number;
  view.later_shard = violation.overtaken_in;
  view.later_sequence = violation.overtaken_at;
  view.processed_at = violation.processed_at;
  view.cause = violation.cause;
  return view;
}

EngineView Engine::View() const {
  EngineView view;
  view.start = scenario_->start;
  view.now = now_;
  view.end = scenario_->end();
  for (uint32_t i = 0; i < streams_.streams().size(); ++i) {
    view.streams.push_back(ViewOf(streams_.streams()[i], {i}, now_));
  }
  for (uint32_t i = 0; i < producers_.size(); ++i) {
    view.producers.push_back(ViewOf(producers_[i], {i}, now_));
  }
  for (uint32_t i = 0; i < consumers_.size(); ++i) {
    const Consumer& consumer = consumers_[i];
    view.consumers.push_back(ViewOf(consumer, {i}, streams_.stream(consumer.spec().stream), now_));
    if (consumer.proof().violations() == 0) continue;
    view.order_kept = false;
    std::optional<ViolationView>& first = view.consumers.back().first_violation;
    first = ViewOfViolation({i});
    if (!view.first_violation || first->processed_at < view.first_violation->processed_at) {
      view.first_violation = first;
    }
  }
  for (const DeliveryStream& each : firehose_.delivery_streams()) {
    view.delivery_streams.push_back(each.View(now_, streams_));
  }
  view.events = events_;
  return view;
}

uint32_t Engine::HashPlaceOf(const LogSlice& slice, uint32_t i, const RecordRow& row) const {
  if (row.producer.index() >= producers_.size()) return PlaceInSpace(slice.segment->hash_key(i));
  if (streams_.aggregates().Aggregates(row.producer)) {
    return AggregatePlace(streams_.aggregates(), row.producer, row.number);
  }
  return PlaceInSpace(
      producers_[row.producer.index()].workload().HashOf(row.key, row.number, row.billed_bytes));
}

void Engine::CopyRecords(StreamId stream, ShardIndex shard, uint64_t from, size_t max,
                         std::vector<RecordView>& out) const {
  const ShardLog& log = streams_.stream(stream).shard(shard).log();
  const LogRead read = log.Read({from}, static_cast<int64_t>(max), INT64_MAX);
  for (const LogSlice& slice : read.slices) {
    for (uint32_t i = slice.begin; i < slice.end; ++i) {
      const RecordRow row = slice.segment->Row(i);
      RecordView view;
      view.ordinal = slice.first_ordinal + (i - slice.begin);
      view.arrived_at = row.arrived_at;
      view.producer = row.producer;
      view.key = row.key;
      view.number = row.number;
      view.billed_bytes = row.billed_bytes;
      view.hash_place = HashPlaceOf(slice, i, row);
      out.push_back(view);
    }
  }
}

std::optional<LambdaInvocation> Engine::FindInvocation(ConsumerId consumer, uint64_t number) const {
  if (consumer.index() >= consumers_.size()) return std::nullopt;
  const LambdaMapping* lambda = consumers_[consumer.index()].lambda();
  return lambda == nullptr ? std::nullopt : lambda->FindInvocation(number);
}

std::string Engine::KeyOf(ProducerId producer, uint32_t key) const {
  if (producer.index() >= producers_.size()) return {};
  const Workload& workload = producers_[producer.index()].workload();
  // Numbered keys are spelled beyond the last one too: their number may have been lowered since.
  if (workload.replays() && key >= workload.keys().size()) return {};
  return workload.keys().Name(key);
}

std::string Engine::PartitionKeyOf(StreamId stream, ShardIndex shard, uint64_t ordinal) const {
  const LogSlice slice = streams_.stream(stream).shard(shard).log().SliceAt(ordinal);
  const RecordRow row = slice.segment->Row(slice.begin);
  if (row.producer.index() >= producers_.size()) {
    return std::string(slice.segment->partition_key(slice.begin));
  }
  const Workload& workload = producers_[row.producer.index()].workload();
  return streams_.aggregates().Aggregates(row.producer)
             ? AggregateKey(streams_.aggregates(), row.producer, row.number, workload)
             : workload.PartitionKey(row.key, row.number, row.billed_bytes);
}

std::string Engine::DataOf(StreamId stream, ShardIndex shard, uint64_t ordinal) const {
  const LogSlice slice = streams_.stream(stream).shard(shard).log().SliceAt(ordinal);
  const RecordRow row = slice.segment->Row(slice.begin);
  if (row.producer.index() >= producers_.size()) {
    return std::string(slice.segment->data(slice.begin));
  }
  const Workload& workload = producers_[row.producer.index()].workload();
  return streams_.aggregates().Aggregates(row.producer)
             ? AggregateData(streams_.aggregates(), row.producer, row.number, workload)
             : workload.Data(row.key, row.number, row.billed_bytes);
}

std::string Engine::SequenceNumberOf(StreamId stream, ShardIndex shard, uint64_t ordinal) const {
  const Shard& in = streams_.stream(stream).shard(shard);
  const RecordRow row = in.log().Row(ordinal);
  return FormatSequenceNumber({std::max<int64_t>(UnixSeconds(in.created_at()), 0), shard.value,
                               SequenceIndexOf({ordinal}),
                               std::max<int64_t>(UnixSeconds(row.arrived_at), 0)});
}

}  // namespace weir
