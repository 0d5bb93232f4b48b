#include "native/summary_delivery.h"

#include "core/base/text.h"
#include "core/base/units.h"
#include "core/firehose/destination.h"
#include "native/table.h"

namespace weir {
namespace {

std::string SourceOf(const EngineView& view, const DeliveryStreamView& each) {
  return each.source ? view.streams[each.source->index()].name : "Direct PUT";
}

std::string InTable(const EngineView& view, const Paint& paint) {
  Table table({{"name", Align::kLeft},
               {"from", Align::kLeft},
               {"to", Align::kLeft},
               {"records\nin"},
               {"told to\nslow down"},
               {"objects"},
               {"delivered"},
               {"bytes an\nobject"},
               {"waiting"},
               {"freshness"}});
  for (const DeliveryStreamView& each : view.delivery_streams) {
    table.AddRow({each.name, SourceOf(view, each), std::string(RowOf(each.destination).word),
                  WithThousands(each.records_in), Unless0(each.throttled),
                  WithThousands(each.objects), WithThousands(each.delivered),
                  each.objects == 0 ? kSilent : BytesText(each.delivered_bytes / each.objects),
                  Unless0(each.waiting), SpanText(each.freshness)});
  }
  return table.Text(paint);
}

// What went another way than to the destination.
std::string AsideTable(const EngineView& view, const Paint& paint) {
  Table table({{"aside of", Align::kLeft},
               {"attempts\nfailed"},
               {"delivered\ntwice"},
               {"error\nobjects"},
               {"in error\noutput"},
               {"dropped"},
               {"expired"},
               {"discarded"},
               {"backup\nobjects"}});
  bool any = false;
  for (const DeliveryStreamView& each : view.delivery_streams) {
    const int64_t aside = each.attempts_failed + each.failed + each.dropped + each.expired +
                          each.discarded + each.backup_objects;
    if (aside == 0) continue;
    any = true;
    table.AddRow({each.name, Unless0(each.attempts_failed), Unless0(each.delivered_twice),
                  Unless0(each.error_objects), Unless0(each.failed), Unless0(each.dropped),
                  Unless0(each.expired), Unless0(each.discarded), Unless0(each.backup_objects)});
  }
  return any ? StrCat({"\n", table.Text(paint)}) : std::string();
}

}  // namespace

std::string DeliveryText(const EngineView& view, const Paint& paint) {
  if (view.delivery_streams.empty()) return "";
  return StrCat(
      {"\n", paint.Bold("delivery streams"), "\n", InTable(view, paint), AsideTable(view, paint)});
}

Json DeliveryJson(const EngineView& view) {
  Json all = Json::array();
  for (const DeliveryStreamView& each : view.delivery_streams) {
    Json json{{"name", each.name},
              {"status", DeliveryStreamStatusName(each.status)},
              {"source", SourceOf(view, each)},
              {"destination", RowOf(each.destination).word},
              {"version", each.version},
              {"records", each.records_in},
              {"bytes", each.bytes_in},
              {"throttled", each.throttled},
              {"refused_calls", each.refused_calls},
              {"objects", each.objects},
              {"delivered", each.delivered},
              {"delivered_bytes", each.delivered_bytes},
              {"flushed_by_size", each.flushed_by_size},
              {"flushed_by_interval", each.flushed_by_interval},
              {"error_objects", each.error_objects},
              {"failed", each.failed},
              {"dropped", each.dropped},
              {"expired", each.expired},
              {"discarded", each.discarded},
              {"waiting", each.waiting},
              {"waiting_bytes", each.waiting_bytes},
              {"freshness_us", each.freshness.micros},
              {"attempts_failed", each.attempts_failed},
              {"delivered_twice", each.delivered_twice},
              {"backup_objects", each.backup_objects},
              {"backup_records", each.backup_records},
              {"active_partitions_max", each.active_partitions_max},
              {"partition_overflow", each.partition_overflow},
              {"kib_billed", each.kib_billed}};
    all.push_back(std::move(json));
  }
  return all;
}

}  // namespace weir
