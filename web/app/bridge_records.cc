// Single records: the table of a page, and what a click selects.
#include <algorithm>
#include <string>
#include <vector>

#include "core/base/text.h"
#include "web/app/bridge_parts.h"

namespace weir::app {
namespace {

constexpr int64_t kRecordsMax = 1'000;

std::optional<ShardRef> FindShard(const Exchange& exchange) {
  const Engine& engine = exchange.session.engine();
  const std::optional<std::string> name = exchange.Text("stream");
  const std::optional<int64_t> shard = exchange.Integer("shard");
  if (!name || !shard || *shard < 0) return std::nullopt;
  const std::optional<StreamId> stream = engine.streams().FindStream(*name);
  if (!stream) return std::nullopt;
  const size_t shards = engine.streams().stream(*stream).shards().size();
  if (static_cast<uint64_t>(*shard) >= shards) return std::nullopt;
  return ShardRef{*stream, ShardIndex{static_cast<uint32_t>(*shard)}};
}

std::string ProducerName(const Engine& engine, ProducerId producer) {
  const std::vector<ProducerSpec>& producers = engine.scenario().producers;
  return producer.index() < producers.size() ? producers[producer.index()].name : std::string();
}

}  // namespace

std::optional<RecordView> FindRecord(const Engine& engine, const RecordRef& ref) {
  if (!engine.streams().Has(ref.stream)) return std::nullopt;
  const Stream& stream = engine.streams().stream(ref.stream);
  if (ref.shard.index() >= stream.shards().size()) return std::nullopt;
  const ShardLog& log = stream.shard(ref.shard).log();
  if (ref.ordinal < log.trim_horizon() || ref.ordinal >= log.end()) return std::nullopt;
  std::vector<RecordView> found;
  engine.CopyRecords(ref.stream, ref.shard, ref.ordinal, 1, found);
  return found.empty() ? std::nullopt : std::optional<RecordView>(found.front());
}

void WriteRecord(JsonWriter& answer, std::string_view name, const Engine& engine, StreamId stream,
                 ShardIndex shard, const RecordView& record) {
  answer.BeginObject(name);
  answer.Member("ordinal", record.ordinal);
  answer.Member("stream", engine.streams().stream(stream).settings().name);
  answer.Member("shard", shard.value);
  answer.Member("t_us", (record.arrived_at - engine.scenario().start).micros);
  answer.Member("producer", ProducerName(engine, record.producer));
  answer.Member("key", engine.PartitionKeyOf(stream, shard, record.ordinal));
  answer.Member("sequence", engine.SequenceNumberOf(stream, shard, record.ordinal));
  answer.Member("bytes", record.billed_bytes);
  answer.Member("number", record.number);
  answer.EndObject();
}

Result<void> AnswerRecords(Exchange& exchange) {
  const std::optional<ShardRef> ref = FindShard(exchange);
  if (!ref) return BadRequest("stream, shard: there is no such shard");
  const Engine& engine = exchange.session.engine();
  const ShardLog& log = engine.streams().stream(ref->stream).shard(ref->shard).log();
  const uint64_t limit = static_cast<uint64_t>(
      std::clamp<int64_t>(exchange.Integer("limit").value_or(100), 1, kRecordsMax));
  uint64_t from = log.end() - std::min(limit, log.end() - log.trim_horizon());
  if (const std::optional<int64_t> asked = exchange.Integer("from"); asked && *asked >= 0) {
    from = std::clamp(static_cast<uint64_t>(*asked), log.trim_horizon(), log.end());
  }
  std::vector<RecordView> records;
  if (from < log.end()) {
    engine.CopyRecords(ref->stream, ref->shard, from, static_cast<size_t>(limit), records);
  }
  exchange.answer.Member("first", log.trim_horizon());
  exchange.answer.Member("end", log.end());
  exchange.answer.BeginArray("records");
  for (const RecordView& record : records) {
    WriteRecord(exchange.answer, {}, engine, ref->stream, ref->shard, record);
  }
  exchange.answer.EndArray();
  return {};
}

Result<void> AnswerSelect(Exchange& exchange) {
  Selection& selection = exchange.ui.selection;
  if (exchange.Find("ordinal") == nullptr) {
    selection = {};
    exchange.answer.Null("record");
    return {};
  }
  const std::optional<ShardRef> shard = FindShard(exchange);
  const std::optional<int64_t> ordinal = exchange.Integer("ordinal");
  if (!shard || !ordinal || *ordinal < 0) {
    return BadRequest("stream, shard, ordinal: there is no such record");
  }
  const RecordRef ref{shard->stream, shard->shard, static_cast<uint64_t>(*ordinal)};
  const Engine& engine = exchange.session.engine();
  const std::optional<RecordView> record = FindRecord(engine, ref);
  if (!record) return BadRequest("ordinal: the record is not retained");
  selection = {ref, std::nullopt, std::nullopt};
  exchange.ui.stream = ref.stream;
  WriteRecord(exchange.answer, "record", engine, ref.stream, ref.shard, *record);
  return {};
}

}  // namespace weir::app
