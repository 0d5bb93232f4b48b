#include "web/ui/inspector.h"

#include <algorithm>
#include <string>

#include "core/base/text.h"
#include "web/ui/format.h"
#include "web/ui/inspect_object.h"
#include "web/ui/inspect_record.h"
#include "web/ui/lane_map.h"
#include "web/ui/sheet.h"
#include "web/ui/title_line.h"

namespace weir::ui {
namespace {

std::string Hex(HashKey key) {
  // Enough digits to tell ranges apart.
  return StrCat({std::string_view(ToHex16(key.hi)).substr(0, 8), "\u2026"});
}

void InspectShard(Panel& panel, Sheet& sheet, const ShardView& shard) {
  const Theme& theme = panel.theme;
  sheet.Caption("SHARD");
  sheet.Heading(StrCat({"shard ", std::to_string(shard.index.value)}));
  sheet.Gap(6);
  sheet.Row("State", StateName(shard.state));
  const double share = ShareOf(shard.range);
  sheet.Row("Share of the hash space", FormatPercent(static_cast<int64_t>(share * 1'000 + 0.5)));
  const double from = static_cast<double>(PlaceInSpace(shard.range.starting)) / 4'294'967'296.0;
  sheet.Bar(from, from + share, theme.accent);
  sheet.Row("From", Hex(shard.range.starting));
  sheet.Row("To", Hex(shard.range.ending));
  if (shard.parent) {
    std::string parents = std::to_string(shard.parent->value);
    if (shard.adjacent_parent) {
      parents += StrCat({" and ", std::to_string(shard.adjacent_parent->value)});
    }
    sheet.Row("Came of shard", parents);
  }
  sheet.Rule();
  sheet.Row("Records in", FormatCount(shard.records_in));
  sheet.Row("Bytes in", FormatBytes(shard.bytes_in));
  sheet.Row("Records out", FormatCount(shard.records_out));
  sheet.Row("Retained", FormatCount(static_cast<int64_t>(shard.end - shard.trim_horizon)));
  sheet.Row("Expired", FormatCount(shard.records_expired));
  const Color bad = theme.bad;
  sheet.Row("Refused: 1,000 records/s", FormatCount(shard.throttled_records),
            shard.throttled_records > 0 ? bad : theme.text);
  sheet.Row("Refused: 1 MiB/s", FormatCount(shard.throttled_bytes),
            shard.throttled_bytes > 0 ? bad : theme.text);
  const std::vector<ReaderOf> readers = ReadersOf(panel.scene, shard.index);
  if (readers.empty()) return;
  sheet.Rule();
  sheet.Caption("READERS");
  for (const ReaderOf& reader : readers) {
    sheet.Item(reader.consumer->name,
               StrCat({FormatRecords(reader.lease->lag_records), ", ",
                       FormatAge(reader.lease->behind), " behind"}),
               theme.muted);
  }
}

void InspectProducers(Panel& panel, Sheet& sheet) {
  const EngineView& view = *panel.scene.view;
  if (view.producers.empty()) return;
  sheet.Rule();
  sheet.Caption(view.producers.size() == 1 ? "PRODUCER" : "PRODUCERS");
  for (const ProducerView& producer : view.producers) {
    std::string text = StrCat({FormatCount(producer.accepted), " accepted"});
    if (producer.waiting > 0) text += StrCat({", ", FormatCount(producer.waiting), " waiting"});
    const int64_t lost = producer.given_up + producer.refused;
    if (lost > 0) text += StrCat({", ", FormatCount(lost), " lost"});
    sheet.Item(producer.name, text, lost > 0 ? panel.theme.bad : panel.theme.muted);
    // Hollow: created, and not acknowledged yet.
    if (producer.waiting > 0) sheet.Rings(producer.waiting, panel.theme.accent);
  }
}

void InspectConsumers(Panel& panel, Sheet& sheet) {
  const EngineView& view = *panel.scene.view;
  if (view.consumers.empty()) return;
  sheet.Rule();
  sheet.Caption(view.consumers.size() == 1 ? "CONSUMER" : "CONSUMERS");
  for (const ConsumerView& consumer : view.consumers) {
    int64_t lag = 0;
    Duration behind;
    for (const LeaseView& lease : consumer.leases) {
      lag += lease.lag_records;
      behind = std::max(behind, lease.behind);
    }
    std::string text = lag == 0 ? std::string("at the tip")
                                : StrCat({FormatRecords(lag), ", ", FormatAge(behind), " behind"});
    if (consumer.paused) text += ", paused";
    if (consumer.lost_to_retention > 0) {
      text = StrCat({FormatCount(consumer.lost_to_retention), " lost, ", text});
    }
    sheet.Item(consumer.name, text,
               consumer.lost_to_retention > 0 ? panel.theme.bad : panel.theme.muted);
  }
}

void InspectDeliveries(Panel& panel, Sheet& sheet) {
  const EngineView& view = *panel.scene.view;
  if (view.delivery_streams.empty()) return;
  sheet.Rule();
  sheet.Caption(view.delivery_streams.size() == 1 ? "DELIVERY STREAM" : "DELIVERY STREAMS");
  for (const DeliveryStreamView& stream : view.delivery_streams) {
    std::string text = StrCat({FormatCount(stream.delivered), " delivered"});
    if (stream.waiting > 0) text += StrCat({", ", FormatCount(stream.waiting), " waiting"});
    if (stream.failed > 0) text += StrCat({", ", FormatCount(stream.failed), " failed"});
    const int64_t lost = stream.expired + stream.discarded;
    if (lost > 0) text += StrCat({", ", FormatCount(lost), " lost"});
    sheet.Item(stream.name, text, lost + stream.failed > 0 ? panel.theme.bad : panel.theme.muted);
  }
}

void InspectRun(Panel& panel, Sheet& sheet) {
  const EngineView& view = *panel.scene.view;
  const Scenario& scenario = panel.session.scenario();
  sheet.Heading(scenario.title);
  sheet.Gap(2);
  sheet.Paragraph(scenario.about);
  sheet.Rule();
  int64_t in = 0;
  int64_t bytes = 0;
  int64_t throttled = 0;
  for (const StreamView& stream : view.streams) {
    for (const ShardView& shard : stream.shards) {
      in += shard.records_in;
      bytes += shard.bytes_in;
      throttled += shard.throttled_records + shard.throttled_bytes;
    }
  }
  int64_t processed = 0;
  for (const ConsumerView& consumer : view.consumers) processed += consumer.processed;
  sheet.Row("Records in", FormatCount(in));
  sheet.Row("Bytes in", FormatBytes(bytes));
  sheet.Row("Processed", FormatCount(processed));
  sheet.Row("Writes refused", FormatCount(throttled),
            throttled > 0 ? panel.theme.bad : panel.theme.text);
  InspectProducers(panel, sheet);
  InspectConsumers(panel, sheet);
  InspectDeliveries(panel, sheet);
  if (view.first_violation && !sheet.full()) {
    sheet.Rule();
    sheet.Caption("ORDER BROKEN");
    const ViolationView& violation = *view.first_violation;
    sheet.Item(violation.key_name,
               StrCat({"#", std::to_string(violation.later_number), " read before #",
                       std::to_string(violation.earlier_number)}),
               panel.theme.bad);
    sheet.Paragraph(OrderCauseSentence(violation.cause));
  }
}

}  // namespace

void DrawInspector(Panel& panel) {
  const Box& box = panel.scene.layout.inspector;
  if (box.empty()) return;
  panel.paint.Line({box.x, box.y}, {box.x, box.bottom()}, panel.theme.line);
  Sheet sheet(panel, {box.x + 22, box.y + 18, box.w - 42, box.h - 62});
  const app::Selection& selection = panel.state.selection;
  bool selected = false;
  if (selection.record) selected = InspectRecord(panel, sheet, *selection.record);
  if (selection.shard && selection.shard->stream == panel.scene.stream_id) {
    const std::vector<ShardView>& shards = panel.scene.stream().shards;
    if (selection.shard->shard.index() < shards.size()) {
      InspectShard(panel, sheet, shards[selection.shard->shard.index()]);
      selected = true;
    }
  }
  if (selection.object) selected = InspectObject(panel, sheet, *selection.object);
  if (!selected) InspectRun(panel, sheet);
  const char* hint = selected ? "Click empty space to go back"
                     : panel.scene.view->delivery_streams.empty()
                         ? "Click a record or a lane to look inside"
                         : "Click a record, a lane or an object to look inside";
  panel.paint.Text(panel.paint.fonts().small, {box.x + 22, box.bottom() - 30}, panel.theme.muted,
                   hint);
}

}  // namespace weir::ui
