#include "core/cost/bill.h"

#include <algorithm>
#include <utility>

namespace weir {
namespace {

struct Metered {
  PriceItem item;
  int64_t quantity;
};

std::vector<Metered> MeteredBy(Plan plan, const StreamUsage& usage) {
  switch (plan) {
    case Plan::kProvisioned:
      return {{PriceItem::kShardHours, usage.shard_seconds},
              {PriceItem::kPayloadUnits, usage.payload_units},
              {PriceItem::kExtendedRetention, usage.extended_shard_seconds},
              {PriceItem::kLongTermStorage, usage.long_term_kib_hours},
              {PriceItem::kLongTermRetrieval, usage.late_read_bytes},
              {PriceItem::kFanOutShardHours, usage.fan_out_shard_seconds},
              {PriceItem::kFanOutData, usage.pushed_bytes}};
    case Plan::kOnDemand:
      return {{PriceItem::kStreamHours, usage.seconds},
              {PriceItem::kDataIn, usage.kib_in},
              {PriceItem::kDataOut, usage.read_bytes},
              {PriceItem::kFanOutOut, usage.pushed_bytes},
              {PriceItem::kRetention, usage.extended_kib_hours},
              {PriceItem::kLongRetention, usage.long_term_kib_hours}};
    case Plan::kAdvantage:
      return {
          {PriceItem::kAdvantageStreamHours, usage.seconds},
          {PriceItem::kAdvantageDataIn, usage.kib_in},
          {PriceItem::kAdvantageDataOut, usage.read_bytes},
          {PriceItem::kAdvantageFanOutOut, usage.pushed_bytes},
          {PriceItem::kAdvantageRetention, usage.extended_kib_hours + usage.long_term_kib_hours}};
  }
  return {};
}

int64_t Sum(int64_t a, int64_t b) { return a > INT64_MAX - b ? INT64_MAX : a + b; }

void AddLine(const PriceTable& prices, PriceItem item, std::string_view name, int64_t quantity,
             Bill& bill) {
  if (quantity == 0) return;
  const PriceItemInfo& info = InfoOf(item);
  const PriceRow& row = prices.row(item);
  bill.lines.push_back({item, name, info.unit, prices.Thousandths(item, quantity), row.nanos,
                        prices.Amount(item, quantity), row.confirmed});
  bill.total_nanos = Sum(bill.total_nanos, bill.lines.back().amount_nanos);
}

}  // namespace

Bill BillOf(const PriceTable& prices, Plan plan, const StreamUsage& usage) {
  Bill bill;
  bill.plan = plan;
  for (const Metered& metered : MeteredBy(plan, usage)) {
    // What costs nothing by its price needs no line.
    if (prices.row(metered.item).nanos == 0) continue;
    AddLine(prices, metered.item, InfoOf(metered.item).name, metered.quantity, bill);
  }
  return bill;
}

Bill FirehoseBillOf(const PriceTable& prices, const FirehoseUsage& usage) {
  Bill bill;
  const Metered lines[] = {{PriceItem::kFirehoseData, usage.kib_in},
                           {PriceItem::kFirehosePartitionedData, usage.partitioned_bytes},
                           {PriceItem::kFirehosePartitionedObjects, usage.partitioned_objects}};
  for (const Metered& line : lines) {
    AddLine(prices, line.item, InfoOf(line.item).name, line.quantity, bill);
  }
  return bill;
}

void AddTo(Bill& bill, const Bill& more) {
  for (const BillLine& line : more.lines) {
    const auto same = std::ranges::find_if(bill.lines, [&](const BillLine& other) {
      return other.item == line.item && other.name == line.name;
    });
    if (same == bill.lines.end()) {
      bill.lines.push_back(line);
    } else {
      same->quantity_thousandths = Sum(same->quantity_thousandths, line.quantity_thousandths);
      same->amount_nanos = Sum(same->amount_nanos, line.amount_nanos);
    }
  }
  bill.total_nanos = Sum(bill.total_nanos, more.total_nanos);
}

void AddCommitment(const PriceTable& prices, const StreamUsage& usage, int64_t seconds,
                   Bill& bill) {
  const int64_t kib = prices.commitment_mib_per_second * 1'024 * seconds;
  const int64_t out_kib = Sum(usage.read_bytes, usage.pushed_bytes) / 1'024;
  AddLine(prices, PriceItem::kAdvantageDataIn, "commitment not used, data in",
          std::max<int64_t>(kib - usage.kib_in, 0), bill);
  AddLine(prices, PriceItem::kAdvantageDataOut, "commitment not used, data out",
          std::max<int64_t>(kib - out_kib, 0) * 1'024, bill);
}

}  // namespace weir
