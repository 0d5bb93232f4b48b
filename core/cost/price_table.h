// What a region charges, as plain numbers: one row an item, in nano-dollars of one priced unit.
//
// The rows that come with Weir are core/cost/prices.json; a user may give others. Everything that
// is paid for is metered in a base unit that is a whole number (seconds, KiB, bytes, pieces), and a
// row says how many of them make one priced unit: 3,600 shard-seconds are a shard-hour.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace weir {

// How a stream can be paid for.
enum class Plan : uint8_t { kProvisioned, kOnDemand, kAdvantage };
inline constexpr size_t kPlans = 3;

enum class PriceItem : uint8_t {
  kShardHours,
  kPayloadUnits,
  kExtendedRetention,
  kLongTermStorage,
  kLongTermRetrieval,
  kFanOutShardHours,
  kFanOutData,
  kStreamHours,
  kDataIn,
  kDataOut,
  kFanOutOut,
  kRetention,
  kLongRetention,
  kAdvantageStreamHours,
  kAdvantageDataIn,
  kAdvantageDataOut,
  kAdvantageFanOutOut,
  kAdvantageRetention,
  kChannelBytes,  // Not metered: Weir has no channels.
  // Of Firehose.
  kFirehoseData,
  kFirehosePartitionedData,
  kFirehosePartitionedObjects,
};
inline constexpr size_t kPriceItems =
    static_cast<size_t>(PriceItem::kFirehosePartitionedObjects) + 1;

// What an item is, whatever it costs.
struct PriceItemInfo {
  PriceItem item;
  std::string_view group;  // Of the JSON: "provisioned".
  std::string_view key;    // Within it: "shard_hours".
  std::string_view name;   // On a bill.
  std::string_view unit;   // Priced: "shard-hour".
  int64_t base_units;      // In one of them; of a GB-month: in one GB-hour.
  bool per_month;          // Base units count hours, the price is of a month.
};
std::span<const PriceItemInfo> PriceItemTable();  // By PriceItem.
const PriceItemInfo& InfoOf(PriceItem item);
std::string_view NameOf(Plan plan);

struct PriceRow {
  int64_t nanos = 0;      // Of one priced unit.
  bool confirmed = true;  // False: from memory, or derived from other prices.
  std::string source;
};

struct PriceTable {
  std::string region;
  std::string date;  // When it was looked up.
  std::string currency;
  int64_t month_hours = 730;
  // What On-demand Advantage commits to, in and out, used or not.
  int64_t commitment_mib_per_second = 25;
  std::array<PriceRow, kPriceItems> rows;

  const PriceRow& row(PriceItem item) const { return rows[static_cast<size_t>(item)]; }
  // Of `quantity` base units, rounded half up to a nano-dollar; INT64_MAX (nine billion dollars)
  // when it is more than that.
  int64_t Amount(PriceItem item, int64_t quantity) const;
  // Priced units in thousandths, rounded half up.
  int64_t Thousandths(PriceItem item, int64_t quantity) const;
};

// value * times / per, rounded half up and without overflow on the way; at most INT64_MAX. `per` is
// positive, nothing negative.
int64_t Proportion(int64_t value, int64_t times, int64_t per);

}  // namespace weir
