// What a usage costs under a plan, line by line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/cost/price_table.h"
#include "core/cost/usage.h"

namespace weir {

struct BillLine {
  PriceItem item = PriceItem::kShardHours;
  std::string_view name;             // "shard hours"; lives as long as the program.
  std::string_view unit;             // "shard-hour"
  int64_t quantity_thousandths = 0;  // Of the unit.
  int64_t price_nanos = 0;           // Of one unit, in billionths of the currency.
  int64_t amount_nanos = 0;
  bool confirmed = true;  // The price.
};

struct Bill {
  Plan plan = Plan::kProvisioned;
  std::vector<BillLine> lines;  // Only what was used.
  int64_t total_nanos = 0;
};

Bill BillOf(const PriceTable& prices, Plan plan, const StreamUsage& usage);

// Of a delivery stream.
struct FirehoseUsage {
  int64_t kib_in = 0;  // Each record rounded up to 5 KB.
  int64_t partitioned_bytes = 0;
  int64_t partitioned_objects = 0;
};
Bill FirehoseBillOf(const PriceTable& prices, const FirehoseUsage& usage);

// Adds the lines of one bill to another, line by line: streams of one account. `plan` stays.
void AddTo(Bill& bill, const Bill& more);

// The part of Advantage's commitment that was not used, as two lines more. A commitment is one of
// the account, so `usage` is that of all its on-demand streams, and `seconds` the time that passed.
void AddCommitment(const PriceTable& prices, const StreamUsage& usage, int64_t seconds, Bill& bill);

}  // namespace weir
