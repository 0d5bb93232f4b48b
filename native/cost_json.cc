// Costs for programs. Amounts and prices are texts of decimal numbers: exact, to a billionth.
#include <nlohmann/json.hpp>

#include "core/base/text.h"
#include "native/cost_report.h"

namespace weir {
namespace {

using Json = nlohmann::ordered_json;

std::string Decimal(int64_t nanos) { return MoneyText(nanos, 0, false); }

Json JsonOf(const Bill& bill) {
  Json lines = Json::array();
  for (const BillLine& line : bill.lines) {
    const PriceItemInfo& info = InfoOf(line.item);
    lines.push_back(Json{{"item", StrCat({info.group, ".", info.key})},
                         {"name", line.name},
                         {"quantity", ThousandthsText(line.quantity_thousandths, false)},
                         {"unit", line.unit},
                         {"price", Decimal(line.price_nanos)},
                         {"confirmed", line.confirmed},
                         {"amount", Decimal(line.amount_nanos)}});
  }
  return Json{{"total", Decimal(bill.total_nanos)}, {"lines", std::move(lines)}};
}

Json JsonOf(const Crossing& crossing, const Comparison& of) {
  Json json{{"cheaper_below", NameOf(crossing.below)}, {"cheaper_above", NameOf(crossing.above)}};
  if (crossing.milli_records_per_second) {
    json["records_per_second"] = ThousandthsText(*crossing.milli_records_per_second, false);
  } else {
    json["records_per_second"] = nullptr;
  }
  json["within_capacity"] = crossing.within_capacity;
  json["text"] = CrossingText(crossing, of);
  return json;
}

Json StreamsJson(const CostReport& report) {
  Json streams = Json::array();
  for (const StreamTraffic& stream : report.streams) {
    const StreamUsage& usage = stream.usage;
    streams.push_back(Json{{"name", stream.name},
                           {"provisioned", stream.provisioned},
                           {"shards", stream.shards},
                           {"seconds", usage.seconds},
                           {"records", usage.records},
                           {"bytes", usage.bytes},
                           {"kib_in", usage.kib_in},
                           {"put_payload_units", usage.payload_units},
                           {"read_bytes", usage.read_bytes},
                           {"late_read_bytes", usage.late_read_bytes},
                           {"pushed_bytes", usage.pushed_bytes},
                           {"shard_seconds", usage.shard_seconds},
                           {"fan_out_shard_seconds", usage.fan_out_shard_seconds},
                           {"peak_second_records", stream.peak.records},
                           {"peak_second_bytes", stream.peak.bytes},
                           {"peak_second_read_bytes", stream.peak.bytes_out}});
  }
  return streams;
}

}  // namespace

std::string CostJson(const CostReport& report) {
  const Scenario& scenario = report.engine.scenario();
  const Comparison& of = report.comparison;
  Json plans = Json::array();
  for (const Bill& bill : of.bills) {
    Json plan{{"plan", NameOf(bill.plan)}, {"cheapest", bill.plan == of.cheapest}};
    if (bill.plan == Plan::kProvisioned) plan["shards"] = of.shards;
    plan.update(JsonOf(bill));
    plans.push_back(std::move(plan));
  }
  Json crossings = Json::array();
  for (const Crossing& crossing : of.crossings) crossings.push_back(JsonOf(crossing, of));
  Json run = Json::array();
  for (const Bill& bill : report.run) run.push_back(JsonOf(bill));
  Json delivery = Json::array();
  for (size_t i = 0; i < report.delivery.size(); ++i) {
    Json bill{{"name", report.delivery_names[i]}};
    bill.update(JsonOf(report.delivery[i]));
    delivery.push_back(std::move(bill));
  }
  Json json{{"weir", WEIR_VERSION},
            {"scenario", scenario.name},
            {"seed", scenario.seed},
            {"region", report.prices.region},
            {"currency", report.prices.currency},
            {"prices_date", report.prices.date},
            {"per", report.per},
            {"period_s", of.period_seconds},
            {"run_s", of.run_seconds},
            {"streams", StreamsJson(report)},
            {"plans", std::move(plans)},
            {"crossings", std::move(crossings)},
            {"run", std::move(run)},
            {"notes", report.notes}};
  if (!delivery.empty()) json["delivery_streams"] = std::move(delivery);
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace weir
