#include "web/ui/fills.h"

#include <algorithm>

#include "core/model/limits.h"

namespace weir::ui {

Fills FillsOf(const ShardView& shard, int64_t recent, Duration span) {
  if (shard.state != ShardState::kOpen) return {};
  const double per_second =
      static_cast<double>(recent) * 1e6 / static_cast<double>(std::max<int64_t>(span.micros, 1));
  const double bytes_each = shard.records_in == 0 ? 0
                                                  : static_cast<double>(shard.bytes_in) /
                                                        static_cast<double>(shard.records_in);
  const double bytes = per_second * bytes_each / static_cast<double>(kShardWriteBytesPerSecond);
  const double records = per_second / static_cast<double>(kShardWriteRecordsPerSecond);
  return {std::max(bytes, static_cast<double>(shard.write_bytes_used_millionths) / 1e6),
          std::max(records, static_cast<double>(shard.write_records_used_millionths) / 1e6)};
}

}  // namespace weir::ui
