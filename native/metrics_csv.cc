#include "native/metrics_csv.h"

#include <algorithm>

#include "core/base/text.h"

namespace weir {
namespace {

constexpr std::string_view kCounted =
    "in_records,in_bytes,throttled_by_records_limit_records,throttled_by_bytes_limit_records,"
    "out_records,out_bytes,throttled_reads_calls,expired_records,retained_records,retained_bytes";

std::string Number(int64_t value) { return std::to_string(value); }

// A name as a CSV field: quoted where it must be.
std::string Field(const std::string& name) {
  if (name.find_first_of(",\"\n\r") == std::string::npos) return name;
  std::string field = "\"";
  for (const char c : name) {
    if (c == '"') field += '"';
    field += c;
  }
  return field + "\"";
}

// "12" or "12.5": seconds, exact.
std::string SecondsText(Duration span) {
  std::string text = std::to_string(span.micros / 1'000'000);
  if (const int64_t micros = span.micros % 1'000'000; micros != 0) {
    std::string fraction = std::to_string(1'000'000 + micros).substr(1);
    fraction.erase(fraction.find_last_not_of('0') + 1);
    text += "." + fraction;
  }
  return text;
}

const char* LeaseStateName(LeaseState state) {
  switch (state) {
    case LeaseState::kWaiting:
      return "waiting";
    case LeaseState::kReading:
      return "reading";
    case LeaseState::kProcessing:
      return "processing";
    case LeaseState::kPaused:
      return "paused";
    case LeaseState::kShardEnd:
      return "shard-end";
    case LeaseState::kUnowned:
      return "unowned";
    case LeaseState::kBlocked:
      return "blocked";
    case LeaseState::kStuck:
      return "stuck";
  }
  return "?";
}

}  // namespace

MetricsCsv::Totals MetricsCsv::TotalsOf(const ShardView& shard) {
  return {shard.records_in,  shard.bytes_in,  shard.throttled_records, shard.throttled_bytes,
          shard.records_out, shard.bytes_out, shard.reads_throttled,   shard.records_expired};
}

MetricsCsv::Totals MetricsCsv::Minus(const Totals& a, const Totals& b) {
  return {a.records_in - b.records_in,
          a.bytes_in - b.bytes_in,
          a.throttled_records - b.throttled_records,
          a.throttled_bytes - b.throttled_bytes,
          a.records_out - b.records_out,
          a.bytes_out - b.bytes_out,
          a.reads_throttled - b.reads_throttled,
          a.records_expired - b.records_expired};
}

void MetricsCsv::AddTo(Totals& sum, const Totals& part) {
  sum.records_in += part.records_in;
  sum.bytes_in += part.bytes_in;
  sum.throttled_records += part.throttled_records;
  sum.throttled_bytes += part.throttled_bytes;
  sum.records_out += part.records_out;
  sum.bytes_out += part.bytes_out;
  sum.reads_throttled += part.reads_throttled;
  sum.records_expired += part.records_expired;
}

std::string MetricsCsv::Cells(const Totals& totals) {
  return StrCat({Number(totals.records_in), ",", Number(totals.bytes_in), ",",
                 Number(totals.throttled_records), ",", Number(totals.throttled_bytes), ",",
                 Number(totals.records_out), ",", Number(totals.bytes_out), ",",
                 Number(totals.reads_throttled), ",", Number(totals.records_expired)});
}

Result<void> MetricsCsv::Begin(const OutputDirectory& directory) {
  const std::pair<OutputStream*, std::pair<const char*, std::string>> files[] = {
      {&streams_, {kStreams, StrCat({"elapsed_s,time,stream,status,open_shards,", kCounted})}},
      {&shards_, {kShards, StrCat({"elapsed_s,time,stream,shard,state,", kCounted})}},
      {&consumers_,
       {kConsumers,
        "elapsed_s,time,consumer,stream,shard,state,processed_records,lag_records,behind_us,"
        "iterator_age_us,lost_to_retention_records"}}};
  for (const auto& [stream, file] : files) {
    Result<OutputStream> opened = directory.Open(file.first);
    if (!opened.ok()) return opened.error();
    *stream = std::move(opened).value();
    if (Result<void> written = stream->Write(file.second + "\n"); !written.ok()) return written;
  }
  return {};
}

Result<void> MetricsCsv::WriteStream(const std::string& moment, const StreamView& stream) {
  Totals sum;
  int64_t open = 0;
  int64_t records = 0;
  int64_t bytes = 0;
  std::vector<Totals>& before = before_[stream.id.index()];
  before.resize(stream.shards.size());
  std::string rows;
  for (size_t i = 0; i < stream.shards.size(); ++i) {
    const ShardView& shard = stream.shards[i];
    const Totals now = TotalsOf(shard);
    const Totals step = Minus(now, before[i]);
    before[i] = now;
    AddTo(sum, step);
    const auto retained = static_cast<int64_t>(shard.end - shard.trim_horizon);
    open += shard.state == ShardState::kOpen ? 1 : 0;
    records += retained;
    bytes += shard.retained_bytes;
    // The step in which it expired still has its numbers.
    if (shard.state == ShardState::kExpired && step.records_expired == 0) continue;
    rows += StrCat({moment, Field(stream.name), ",", Number(shard.index.value), ",",
                    StateName(shard.state), ",", Cells(step), ",", Number(retained), ",",
                    Number(shard.retained_bytes), "\n"});
  }
  if (Result<void> written = shards_.Write(rows); !written.ok()) return written;
  return streams_.Write(
      StrCat({moment, Field(stream.name), ",", StatusName(stream.status), ",", Number(open), ",",
              Cells(sum), ",", Number(records), ",", Number(bytes), "\n"}));
}

Result<void> MetricsCsv::WriteConsumer(const std::string& moment, const EngineView& view,
                                       size_t index) {
  const ConsumerView& consumer = view.consumers[index];
  std::vector<int64_t>& before = processed_before_[index];
  before.resize(consumer.leases.size());
  std::string rows;
  for (size_t i = 0; i < consumer.leases.size(); ++i) {
    const LeaseView& lease = consumer.leases[i];
    const int64_t processed = lease.processed - before[i];
    before[i] = lease.processed;
    rows += StrCat(
        {moment, Field(consumer.name), ",", Field(view.streams[consumer.stream.index()].name), ",",
         Number(lease.shard.value), ",", LeaseStateName(lease.state), ",", Number(processed), ",",
         Number(lease.lag_records), ",", Number(lease.behind.micros), ",",
         Number(lease.iterator_age.micros), ",", Number(lease.lost_to_retention), "\n"});
  }
  return consumers_.Write(rows);
}

Result<void> MetricsCsv::OnStep(const Engine& engine) {
  const EngineView view = engine.View();
  const std::string moment =
      StrCat({SecondsText(view.now - view.start), ",", FormatTimestamp(view.now), ","});
  before_.resize(view.streams.size());
  processed_before_.resize(view.consumers.size());
  for (const StreamView& stream : view.streams) {
    if (Result<void> written = WriteStream(moment, stream); !written.ok()) return written;
  }
  for (size_t i = 0; i < view.consumers.size(); ++i) {
    if (Result<void> written = WriteConsumer(moment, view, i); !written.ok()) return written;
  }
  return {};
}

Result<void> MetricsCsv::Close() {
  for (OutputStream* stream : {&streams_, &shards_, &consumers_}) {
    if (Result<void> closed = stream->Close(); !closed.ok()) return closed;
  }
  return {};
}

}  // namespace weir
