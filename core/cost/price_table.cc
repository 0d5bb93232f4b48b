#include "core/cost/price_table.h"

#include "core/base/check.h"

namespace weir {
namespace {

__extension__ using Uint128 = unsigned __int128;

constexpr int64_t kGb = int64_t{1} << 30;  // In bytes: the commitment's price fits GiB only.
constexpr int64_t kGbInKib = int64_t{1} << 20;
constexpr int64_t kHour = 3'600;
constexpr int64_t kMillion = 1'000'000;
constexpr std::string_view kProvisioned = "provisioned";
constexpr std::string_view kOnDemand = "on_demand";
constexpr std::string_view kAdvantage = "advantage";
constexpr std::string_view kFirehose = "firehose";

constexpr std::array<PriceItemInfo, kPriceItems> kTable{{
    {PriceItem::kShardHours, kProvisioned, "shard_hours", "shard hours", "shard-hour", kHour,
     false},
    {PriceItem::kPayloadUnits, kProvisioned, "put_payload_units", "PUT payload units",
     "million units", kMillion, false},
    {PriceItem::kExtendedRetention, kProvisioned, "extended_retention",
     "extended retention, 24 h to 7 d", "shard-hour", kHour, false},
    {PriceItem::kLongTermStorage, kProvisioned, "long_term_storage", "long-term storage, over 7 d",
     "GB-month", kGbInKib, true},
    {PriceItem::kLongTermRetrieval, kProvisioned, "long_term_retrieval",
     "long-term retrieval, over 7 d", "GB", kGb, false},
    {PriceItem::kFanOutShardHours, kProvisioned, "fan_out_shard_hours",
     "enhanced fan-out, consumer-shard hours", "consumer-shard-hour", kHour, false},
    {PriceItem::kFanOutData, kProvisioned, "fan_out_data", "enhanced fan-out, data", "GB", kGb,
     false},
    {PriceItem::kStreamHours, kOnDemand, "stream_hours", "stream hours", "stream-hour", kHour,
     false},
    {PriceItem::kDataIn, kOnDemand, "data_in", "data in, each record up to 1 KB", "GB", kGbInKib,
     false},
    {PriceItem::kDataOut, kOnDemand, "data_out", "data out", "GB", kGb, false},
    {PriceItem::kFanOutOut, kOnDemand, "fan_out_data", "enhanced fan-out, data out", "GB", kGb,
     false},
    {PriceItem::kRetention, kOnDemand, "retention", "retention, 24 h to 7 d", "GB-month", kGbInKib,
     true},
    {PriceItem::kLongRetention, kOnDemand, "long_term_storage", "retention, over 7 d", "GB-month",
     kGbInKib, true},
    {PriceItem::kAdvantageStreamHours, kAdvantage, "stream_hours", "stream hours", "stream-hour",
     kHour, false},
    {PriceItem::kAdvantageDataIn, kAdvantage, "data_in", "data in, each record up to 1 KB", "GB",
     kGbInKib, false},
    {PriceItem::kAdvantageDataOut, kAdvantage, "data_out", "data out", "GB", kGb, false},
    {PriceItem::kAdvantageFanOutOut, kAdvantage, "fan_out_data", "enhanced fan-out, data out", "GB",
     kGb, false},
    {PriceItem::kAdvantageRetention, kAdvantage, "retention", "retention, over 24 h", "GB-month",
     kGbInKib, true},
    {PriceItem::kChannelBytes, "channels", "s3_tables_data", "channels to S3 Tables, data", "GB",
     kGb, false},
    {PriceItem::kFirehoseData, kFirehose, "data_in", "data in, each record up to 5 KB", "GB",
     kGbInKib, false},
    {PriceItem::kFirehosePartitionedData, kFirehose, "partitioned_data",
     "dynamic partitioning, data", "GB", kGb, false},
    {PriceItem::kFirehosePartitionedObjects, kFirehose, "partitioned_objects",
     "dynamic partitioning, objects", "thousand objects", 1'000, false},
}};

constexpr bool InOrder() {
  for (size_t i = 0; i < kTable.size(); ++i) {
    if (static_cast<size_t>(kTable[i].item) != i) return false;
  }
  return true;
}
static_assert(InOrder(), "an item's row is at its place");

}  // namespace

std::span<const PriceItemInfo> PriceItemTable() { return kTable; }

const PriceItemInfo& InfoOf(PriceItem item) { return kTable[static_cast<size_t>(item)]; }

std::string_view NameOf(Plan plan) {
  switch (plan) {
    case Plan::kProvisioned:
      return "provisioned";
    case Plan::kOnDemand:
      return "on-demand standard";
    case Plan::kAdvantage:
      return "on-demand advantage";
  }
  return "";
}

int64_t Proportion(int64_t value, int64_t times, int64_t per) {
  WEIR_CHECK(value >= 0 && times >= 0 && per > 0);
  // Below 2^126, and a half of `per` more: no overflow.
  const Uint128 product = static_cast<Uint128>(value) * static_cast<Uint128>(times);
  const Uint128 quotient = (product + static_cast<Uint128>(per) / 2) / static_cast<Uint128>(per);
  return quotient > static_cast<Uint128>(INT64_MAX) ? INT64_MAX : static_cast<int64_t>(quotient);
}

int64_t PriceTable::Amount(PriceItem item, int64_t quantity) const {
  const PriceItemInfo& info = InfoOf(item);
  const int64_t hours = info.per_month ? month_hours : 1;
  return Proportion(quantity, row(item).nanos, info.base_units * hours);
}

int64_t PriceTable::Thousandths(PriceItem item, int64_t quantity) const {
  const PriceItemInfo& info = InfoOf(item);
  const int64_t hours = info.per_month ? month_hours : 1;
  return Proportion(quantity, 1'000, info.base_units * hours);
}

}  // namespace weir
