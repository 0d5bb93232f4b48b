// The answers that describe the run: tables, captions and counters of a page are made from them.
#include <algorithm>
#include <string>

#include "core/base/text.h"
#include "web/app/bridge_parts.h"
#include "web/app/describe.h"
#include "web/gfx/record_feed.h"
#include "web/ui/fills.h"
#include "web/ui/lane_map.h"
#include "web/ui/series_rate.h"

namespace weir::app {
namespace {

// Of the last stretch of every stream, added up.
void WriteRates(JsonWriter& answer, const Engine& engine) {
  double in = 0;
  double out = 0;
  double throttled = 0;
  int64_t age_us = 0;
  for (size_t i = 0; i < engine.streams().streams().size(); ++i) {
    const Series& series = engine.series(StreamId{static_cast<uint32_t>(i)});
    if (series.size() == 0) continue;
    const SeriesPoint& last = series[series.size() - 1];
    const double seconds = ui::SecondsCovered(series, last, engine.now());
    in += static_cast<double>(last.records_in) / seconds;
    out += static_cast<double>(last.records_out) / seconds;
    throttled += static_cast<double>(last.throttled) / seconds;
    age_us = std::max(age_us, last.iterator_age_us);
  }
  answer.BeginObject("rates");
  answer.Member("records_in", in);
  answer.Member("records_out", out);
  answer.Member("throttled", throttled);
  answer.Member("iterator_age_us", age_us);
  answer.EndObject();
}

void WriteTotals(JsonWriter& answer, const EngineView& view) {
  int64_t in = 0;
  int64_t bytes_in = 0;
  int64_t out = 0;
  int64_t throttled = 0;
  int64_t expired = 0;
  int64_t lost = 0;
  for (const StreamView& stream : view.streams) {
    for (const ShardView& shard : stream.shards) {
      in += shard.records_in;
      bytes_in += shard.bytes_in;
      out += shard.records_out;
      throttled += shard.throttled_records + shard.throttled_bytes;
      expired += shard.records_expired;
    }
  }
  for (const ConsumerView& consumer : view.consumers) lost += consumer.lost_to_retention;
  answer.BeginObject("totals");
  answer.Member("records_in", in);
  answer.Member("bytes_in", bytes_in);
  answer.Member("records_out", out);
  answer.Member("throttled", throttled);
  answer.Member("expired", expired);
  answer.Member("lost", lost);
  answer.EndObject();
}

// One of the two records that stand against the order of their key.
struct Witness {
  ShardIndex shard;
  uint32_t number;
  std::optional<SequenceNumber> sequence;  // None where it had expired when it was looked for.
};

void WriteWitness(JsonWriter& answer, std::string_view name, const Engine& engine, StreamId stream,
                  const Witness& witness) {
  const RecordRef ref{stream, witness.shard, witness.sequence ? witness.sequence->ordinal : 0};
  answer.BeginObject(name);
  answer.Member("shard", witness.shard.value);
  answer.Member("number", witness.number);
  // A record that has expired has no row to take its second from.
  answer.Member("sequence", witness.sequence && FindRecord(engine, ref)
                                ? engine.SequenceNumberOf(stream, ref.shard, ref.ordinal)
                                : std::string());
  answer.EndObject();
}

void WriteOrder(JsonWriter& answer, const Engine& engine, const EngineView& view) {
  answer.BeginObject("order");
  answer.Member("kept", view.order_kept);
  if (!view.first_violation) {
    answer.Null("violation");
  } else {
    const ViolationView& violation = *view.first_violation;
    answer.BeginObject("violation");
    answer.Member("consumer", view.consumers[violation.consumer.index()].name);
    answer.Member("producer", view.producers[violation.producer.index()].name);
    answer.Member("key", violation.key_name);
    const StreamId stream = view.consumers[violation.consumer.index()].stream;
    WriteWitness(answer, "earlier", engine, stream,
                 {violation.earlier_shard, violation.earlier_number, violation.earlier_sequence});
    WriteWitness(answer, "later", engine, stream,
                 {violation.later_shard, violation.later_number, violation.later_sequence});
    answer.Member("t_us", (violation.processed_at - view.start).micros);
    answer.Member("cause", OrderCauseSentence(violation.cause));
    answer.EndObject();
  }
  answer.EndObject();
}

// What the bars at the head of a lane show.
ui::Fills FillsAsDrawn(const Exchange& exchange, StreamId stream, const ShardView& shard) {
  const Engine& engine = exchange.session.engine();
  const Duration since_start = engine.now() - engine.scenario().start;
  const Duration span = std::min(exchange.ui.recent_span, std::max(since_start, Micros(1)));
  const uint64_t first = gfx::FirstSince(engine, stream, shard.index, engine.now() - span);
  return ui::FillsOf(shard, static_cast<int64_t>(shard.end - first), span);
}

void WriteShard(JsonWriter& answer, const ShardView& shard, const ui::Fills& fills) {
  answer.BeginObject();
  answer.Member("shard", shard.index.value);
  answer.Member("state", StateName(shard.state));
  answer.BeginArray("parents");
  if (shard.parent) answer.Element(shard.parent->value);
  if (shard.adjacent_parent) answer.Element(shard.adjacent_parent->value);
  answer.EndArray();
  answer.Member("share", ui::ShareOf(shard.range));
  answer.Member("from",
                StrCat({ToHex16(shard.range.starting.hi), ToHex16(shard.range.starting.lo)}));
  answer.Member("to", StrCat({ToHex16(shard.range.ending.hi), ToHex16(shard.range.ending.lo)}));
  answer.Member("records_in", shard.records_in);
  answer.Member("bytes_in", shard.bytes_in);
  answer.Member("records_out", shard.records_out);
  answer.Member("throttled", shard.throttled_records + shard.throttled_bytes);
  answer.Member("retained", shard.end - shard.trim_horizon);
  answer.Member("retained_bytes", shard.retained_bytes);
  answer.Member("expired", shard.records_expired);
  answer.Member("fill_records", fills.records);
  answer.Member("fill_bytes", fills.bytes);
  answer.EndObject();
}

void WriteStreams(const Exchange& exchange, const EngineView& view) {
  JsonWriter& answer = exchange.answer;
  answer.BeginArray("streams");
  for (const StreamView& stream : view.streams) {
    answer.BeginObject();
    answer.Member("name", stream.name);
    answer.Member("status", StatusName(stream.status));
    answer.Member("retention_us", stream.retention.micros);
    answer.BeginArray("shards");
    for (const ShardView& shard : stream.shards) {
      WriteShard(answer, shard, FillsAsDrawn(exchange, stream.id, shard));
    }
    answer.EndArray();
    answer.EndObject();
  }
  answer.EndArray();
}

void WriteProducers(JsonWriter& answer, const EngineView& view) {
  answer.BeginArray("producers");
  for (const ProducerView& producer : view.producers) {
    answer.BeginObject();
    answer.Member("name", producer.name);
    answer.Member("stream", view.TargetOf(producer));
    answer.Member("created", producer.intended);
    answer.Member("accepted", producer.accepted);
    answer.Member("throttled", producer.throttled);
    answer.Member("retried", producer.retried);
    answer.Member("lost", producer.given_up + producer.refused);
    answer.Member("waiting", producer.waiting);
    answer.Member("done", producer.done);
    answer.EndObject();
  }
  answer.EndArray();
}

void WriteLease(JsonWriter& answer, const LeaseView& lease) {
  answer.BeginObject();
  answer.Member("shard", lease.shard.value);
  answer.Member("state", NameOf(lease.state));
  answer.Member("worker", lease.worker);
  answer.Member("lag_records", lease.lag_records);
  answer.Member("behind_us", lease.behind.micros);
  answer.Member("iterator_age_us", lease.iterator_age.micros);
  answer.Member("processed", lease.processed);
  answer.Member("lost", lease.lost_to_retention);
  answer.Member("again", lease.row ? lease.row->replayed : 0);
  answer.EndObject();
}

void WriteLambda(JsonWriter& answer, const LambdaView& lambda) {
  answer.BeginObject("lambda");
  answer.Member("invocations", lambda.counters.invocations);
  answer.Member("errors", lambda.counters.errors);
  answer.Member("retries", lambda.counters.retries);
  answer.Member("bisected", lambda.counters.splits);
  answer.Member("throttles", lambda.counters.throttles);
  answer.Member("discarded", lambda.counters.discarded_records);
  answer.Member("told", lambda.counters.told);
  answer.Member("in_flight", lambda.counters.in_flight);
  answer.BeginArray("lanes");
  for (const LambdaLaneView& lane : lambda.lanes) {
    answer.BeginObject();
    answer.Member("shard", lane.shard.value);
    answer.Member("lane", lane.lane);
    answer.Member("state", LaneStateName(lane.state));
    answer.Member("waiting", lane.waiting);
    answer.Member("in_batch", lane.in_batch);
    answer.Member("failures", lane.attempts);
    answer.EndObject();
  }
  answer.EndArray();
  answer.EndObject();
}

void WriteConsumers(JsonWriter& answer, const EngineView& view) {
  answer.BeginArray("consumers");
  for (const ConsumerView& consumer : view.consumers) {
    answer.BeginObject();
    answer.Member("name", consumer.name);
    answer.Member("stream", view.streams[consumer.stream.index()].name);
    answer.Member("paused", consumer.paused);
    answer.Member("rate", consumer.records_per_second);
    answer.Member("processed", consumer.processed);
    answer.Member("lost", consumer.lost_to_retention);
    answer.Member("duplicates", consumer.duplicates);
    answer.Member("violations", consumer.order_violations);
    answer.BeginArray("leases");
    for (const LeaseView& lease : consumer.leases) WriteLease(answer, lease);
    answer.EndArray();
    if (consumer.lambda) WriteLambda(answer, *consumer.lambda);
    answer.EndObject();
  }
  answer.EndArray();
}

void WriteMarkers(JsonWriter& answer, const Session& session) {
  answer.BeginArray("markers");
  for (const std::vector<TimedCommand>* list :
       {&session.scenario().events, &session.timeline().commands()}) {
    for (const TimedCommand& timed : *list) {
      answer.BeginObject();
      answer.Member("t_us", timed.at.micros);
      answer.Member("text", Describe(timed.command));
      answer.EndObject();
    }
  }
  answer.EndArray();
}

}  // namespace

void WriteScenario(JsonWriter& answer, const Scenario& scenario) {
  answer.BeginObject("scenario");
  answer.Member("name", scenario.name);
  answer.Member("title", scenario.title);
  answer.Member("about", scenario.about);
  // Seeds have 64 bits, a number of JavaScript 53.
  answer.Member("seed", std::to_string(scenario.seed));
  answer.Member("duration_us", scenario.duration.micros);
  answer.Member("start", FormatTimestamp(scenario.start));
  answer.EndObject();
}

Result<void> AnswerState(Exchange& exchange) {
  Session& session = exchange.session;
  JsonWriter& answer = exchange.answer;
  const EngineView& view = session.view();
  answer.Member("t_us", session.elapsed().micros);
  answer.Member("playing", session.playback().playing());
  answer.Member("speed", session.playback().speed());
  answer.Member("ended", session.ended());
  answer.Member("seeking", session.seeking());
  WriteScenario(answer, session.scenario());
  WriteRates(answer, session.engine());
  WriteTotals(answer, view);
  WriteOrder(answer, session.engine(), view);
  WriteStreams(exchange, view);
  WriteProducers(answer, view);
  WriteConsumers(answer, view);
  WriteDeliveryStreams(answer, view);
  WriteMarkers(answer, session);
  return {};
}

Result<void> AnswerDigests(Exchange& exchange) {
  exchange.session.FinishSeek();
  const Digests digests = exchange.session.engine().digests();
  exchange.answer.Member("state", ToHex16(digests.state));
  exchange.answer.Member("trace", ToHex16(digests.trace));
  exchange.answer.Member("unseed", ToHex16(digests.unseed));
  return {};
}

}  // namespace weir::app
