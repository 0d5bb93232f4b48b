#include <nlohmann/json.hpp>

#include "core/base/text.h"
#include "native/oversize.h"
#include "native/summary.h"
#include "native/summary_delivery.h"

namespace weir {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kKeysListed = 20;

// Two decimals as a number; null where there is nothing to compare with.
Json Hundredths(double ratio) {
  if (ratio < 0) return nullptr;
  return static_cast<double>(static_cast<int64_t>(ratio * 100 + 0.5)) / 100;
}

class JsonWriter {
 public:
  explicit JsonWriter(const RunReport& report)
      : report_(report), engine_(report.outcome.engine), view_(engine_.View()) {}

  Json Write() const {
    const Scenario& scenario = engine_.scenario();
    const Digests digests = engine_.digests();
    Json json{{"weir", WEIR_VERSION},
              {"scenario", scenario.name},
              {"title", scenario.title},
              {"seed", scenario.seed},
              {"start", FormatTimestamp(view_.start)},
              {"virtual_us", (view_.now - view_.start).micros},
              {"wall_us", report_.outcome.wall.micros},
              {"events", view_.events}};
    json["streams"] = Json::array();
    for (const StreamView& stream : view_.streams) json["streams"].push_back(StreamJson(stream));
    json["producers"] = Json::array();
    for (const ProducerView& producer : view_.producers) {
      json["producers"].push_back(ProducerJson(producer));
    }
    json["consumers"] = Json::array();
    for (const ConsumerView& consumer : view_.consumers) {
      json["consumers"].push_back(ConsumerJson(consumer));
    }
    if (!view_.delivery_streams.empty()) json["delivery_streams"] = DeliveryJson(view_);
    json["order"] = OrderJson();
    json["commands"] = CommandsJson();
    json["notes"] = NotesJson();
    json["digests"] = Json{{"state", ToHex16(digests.state)},
                           {"trace", ToHex16(digests.trace)},
                           {"unseed", ToHex16(digests.unseed)}};
    return json;
  }

 private:
  Json StreamJson(const StreamView& stream) const {
    const KeyCounts::OfStream keys = report_.keys.Of(engine_, stream.id, kKeysListed);
    ShardView sum;
    int64_t retained = 0;
    Json shards = Json::array();
    for (const ShardView& shard : stream.shards) {
      shards.push_back(ShardJson(stream, shard));
      sum.records_in += shard.records_in;
      sum.bytes_in += shard.bytes_in;
      sum.throttled_records += shard.throttled_records;
      sum.throttled_bytes += shard.throttled_bytes;
      sum.records_expired += shard.records_expired;
      sum.retained_bytes += shard.retained_bytes;
      retained += static_cast<int64_t>(shard.end - shard.trim_horizon);
    }
    Json hottest = Json::array();
    for (const HotKey& key : keys.hottest) {
      hottest.push_back(Json{
          {"key", key.name},
          {"records", key.records},
          {"skew", Hundredths(static_cast<double>(key.records) * static_cast<double>(keys.keys) /
                              static_cast<double>(keys.records))},
          {"shard", key.shard.value}});
    }
    return Json{{"name", stream.name},
                {"status", StatusName(stream.status)},
                {"retention_us", stream.retention.micros},
                {"records", sum.records_in},
                {"bytes", sum.bytes_in},
                {"throttled_by_records_limit", sum.throttled_records},
                {"throttled_by_bytes_limit", sum.throttled_bytes},
                {"expired", sum.records_expired},
                {"retained", retained},
                {"retained_bytes", sum.retained_bytes},
                {"keys", keys.keys},
                {"hottest_keys", hottest},
                {"shards", shards}};
  }

  Json ShardJson(const StreamView& stream, const ShardView& shard) const {
    Json json{{"shard", shard.index.value},
              {"state", StateName(shard.state)},
              {"starting_hash_key", ToDecimal(shard.range.starting)},
              {"ending_hash_key", ToDecimal(shard.range.ending)}};
    json["parents"] = Json::array();
    if (shard.parent) json["parents"].push_back(shard.parent->value);
    if (shard.adjacent_parent) json["parents"].push_back(shard.adjacent_parent->value);
    json["records"] = shard.records_in;
    json["bytes"] = shard.bytes_in;
    json["skew"] = Hundredths(report_.even.SkewOf(engine_, stream.id, shard.index));
    json["throttled_by_records_limit"] = shard.throttled_records;
    json["throttled_by_bytes_limit"] = shard.throttled_bytes;
    json["records_read"] = shard.records_out;
    json["bytes_read"] = shard.bytes_out;
    json["reads_throttled"] = shard.reads_throttled;
    json["expired"] = shard.records_expired;
    json["retained"] = shard.end - shard.trim_horizon;
    json["retained_bytes"] = shard.retained_bytes;
    return json;
  }

  Json ProducerJson(const ProducerView& producer) const {
    Json json{{"name", producer.name},
              {"stream", view_.TargetOf(producer)},
              {"intended", producer.intended},
              {"accepted", producer.accepted},
              {"throttled", producer.throttled},
              {"sent_again", producer.retried},
              {"given_up", producer.given_up},
              {"refused", producer.refused},
              {"waiting", producer.waiting},
              {"calls", producer.calls},
              {"unanswered", producer.unanswered},
              {"done", producer.done}};
    if (producer.aggregates) {
      json["stream_records"] = producer.stream_records;
      json["aggregated_records"] = producer.aggregated_records;
      json["misrouted_records"] = producer.misrouted;
    }
    return json;
  }

  static Json LeaseJson(const LeaseRowView& row) {
    Json json{{"owned", row.owned},
              {"deleted", row.deleted},
              {"counter", row.counter},
              {"counter_age_us", row.counter_age.micros},
              {"checkpoint", CheckpointName(row.checkpoint)},
              {"takes", row.takes},
              {"processed_again", row.replayed}};
    if (row.checkpoint == CheckpointKind::kRecord) json["checkpoint_at"] = row.checkpoint_ordinal;
    return json;
  }

  static const char* CheckpointName(CheckpointKind kind) {
    switch (kind) {
      case CheckpointKind::kTrimHorizon:
        return "TRIM_HORIZON";
      case CheckpointKind::kLatest:
        return "LATEST";
      case CheckpointKind::kAtTimestamp:
        return "AT_TIMESTAMP";
      case CheckpointKind::kRecord:
        return "record";
      case CheckpointKind::kShardEnd:
        return "SHARD_END";
    }
    return "?";
  }

  static void AddKcl(const ConsumerView& consumer, Json& json) {
    json["processed_again"] = consumer.replayed;
    json["skipped"] = consumer.skipped;
    json["misrouted"] = consumer.misrouted;
    json["checkpoints"] = consumer.checkpoints;
    json["checkpoints_refused"] = consumer.checkpoints_refused;
    json["lease_table_throttled"] = consumer.table_throttled;
    json["workers"] = Json::array();
    for (const WorkerView& worker : consumer.workers) {
      json["workers"].push_back(Json{{"up", worker.alive},
                                     {"frozen", worker.paused},
                                     {"starts", worker.starts},
                                     {"leases", worker.leases},
                                     {"processed", worker.processed},
                                     {"records_per_second", worker.records_per_second},
                                     {"clock_ahead_us", worker.clock_ahead.micros}});
    }
  }

  Json ConsumerJson(const ConsumerView& consumer) const {
    Json shards = Json::array();
    for (const LeaseView& lease : consumer.leases) {
      shards.push_back(Json{{"shard", lease.shard.value},
                            {"worker", lease.worker},
                            {"processed", lease.processed},
                            {"lag_records", lease.lag_records},
                            {"behind_us", lease.behind.micros},
                            {"iterator_age_us", lease.iterator_age.micros},
                            {"lost_to_retention", lease.lost_to_retention}});
      if (lease.row) shards.back()["lease"] = LeaseJson(*lease.row);
    }
    Json json{{"name", consumer.name},
              {"stream", view_.streams[consumer.stream.index()].name},
              {"processed", consumer.processed},
              {"lag_records", LagOf(consumer)},
              {"behind_us", GreatestBehind(consumer).micros},
              {"iterator_age_us", GreatestIteratorAge(consumer).micros},
              {"lost_to_retention", consumer.lost_to_retention},
              {"reads_throttled", consumer.reads_throttled},
              {"iterators_expired", consumer.iterators_expired},
              {"duplicates", consumer.duplicates},
              {"order_violations", consumer.order_violations},
              {"shards", shards}};
    if (!consumer.workers.empty()) AddKcl(consumer, json);
    if (consumer.lambda) json["lambda"] = LambdaJson(*consumer.lambda);
    return json;
  }

  static Json LambdaJson(const LambdaView& lambda) {
    const LambdaCounters& counters = lambda.counters;
    Json lanes = Json::array();
    for (const LambdaLaneView& lane : lambda.lanes) {
      lanes.push_back(Json{{"shard", lane.shard.value},
                           {"lane", lane.lane},
                           {"state", LaneStateName(lane.state)},
                           {"waiting", lane.waiting},
                           {"in_batch", lane.in_batch},
                           {"failures", lane.attempts}});
    }
    return Json{{"invocations", counters.invocations},
                {"errors", counters.errors},
                {"throttles", counters.throttles},
                {"retries", counters.retries},
                {"bisected", counters.splits},
                {"in_flight", counters.in_flight},
                {"in_flight_max", counters.in_flight_max},
                {"discarded_batches", counters.discarded_batches},
                {"discarded_records", counters.discarded_records},
                {"on_failure_messages", counters.told},
                {"windows", counters.windows},
                {"windows_terminated_early", counters.windows_terminated_early},
                {"lanes", lanes}};
  }

  Json RecordJson(StreamId stream, uint32_t number, ShardIndex shard,
                  std::optional<SequenceNumber> at) const {
    return Json{{"number", number},
                {"shard", shard.value},
                {"sequence_number", RecordName(engine_, stream, shard, at)}};
  }

  Json OrderJson() const {
    if (view_.consumers.empty()) return Json{{"verdict", "not checked"}};
    int64_t violations = 0;
    for (const ConsumerView& consumer : view_.consumers) violations += consumer.order_violations;
    Json json{{"verdict", view_.order_kept ? "kept" : "violated"}, {"violations", violations}};
    if (Json causes = CausesJson(); !causes.empty()) json["causes"] = std::move(causes);
    if (view_.first_violation) json["first"] = FirstJson(*view_.first_violation);
    return json;
  }

  // How often each cause was met, of violations and of duplicates.
  Json CausesJson() const {
    Json causes = Json::object();
    for (size_t i = 0; i < kOrderCauses; ++i) {
      int64_t count = 0;
      for (const ConsumerView& consumer : view_.consumers) count += consumer.order_causes[i];
      if (count > 0) causes[OrderCauseName(static_cast<OrderCause>(i))] = count;
    }
    return causes;
  }

  Json FirstJson(const ViolationView& first) const {
    const ConsumerView& consumer = view_.consumers[first.consumer.index()];
    return Json{{"consumer", consumer.name},
                {"key", first.key_name},
                {"processed_at_us", (first.processed_at - view_.start).micros},
                {"created_first", RecordJson(consumer.stream, first.earlier_number,
                                             first.earlier_shard, first.earlier_sequence)},
                {"processed_first", RecordJson(consumer.stream, first.later_number,
                                               first.later_shard, first.later_sequence)},
                {"cause", OrderCauseSentence(first.cause)},
                {"cause_id", OrderCauseName(first.cause)}};
  }

  Json NotesJson() const {
    Json notes = Json::array();
    for (const std::string& note : OversizeNotes(engine_.scenario())) notes.push_back(note);
    return notes;
  }

  Json CommandsJson() const {
    Json refused = Json::array();
    for (const RefusedCommand& command : report_.outcome.refused) {
      refused.push_back(Json{{"at_us", command.at.micros}, {"why", command.why}});
    }
    return Json{{"given", report_.session.commands.size()}, {"refused", refused}};
  }

  const RunReport& report_;
  const Engine& engine_;
  const EngineView view_;
};

}  // namespace

std::string SummaryJson(const RunReport& report) {
  // What stood in a file may be no UTF-8: it is replaced, not refused.
  return JsonWriter(report).Write().dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace weir
