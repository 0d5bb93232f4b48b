#include "core/cost/meter.h"

#include <algorithm>
#include <utility>

#include "core/base/check.h"

namespace weir {
namespace {

constexpr int64_t kExtendedAfterHours = 24;
constexpr int64_t kLongTermAfterHours = 24 * 7;

}  // namespace

void Meter::Second(const MeterReading& reading) {
  const MeterReading before = std::exchange(last_, reading);
  StreamUsage second;
  second.seconds = 1;
  second.records = reading.records - before.records;
  second.bytes = reading.bytes - before.bytes;
  second.kib_in = reading.kib_in - before.kib_in;
  second.payload_units = reading.payload_units - before.payload_units;
  second.read_bytes = reading.read_bytes - before.read_bytes;
  second.late_read_bytes = reading.late_read_bytes - before.late_read_bytes;
  second.pushed_bytes = reading.pushed_bytes - before.pushed_bytes;
  second.shard_seconds = reading.open_shards;
  second.fan_out_shard_seconds = reading.open_shards * reading.fan_out_consumers;
  if (reading.retention > Hours(kExtendedAfterHours)) {
    second.extended_shard_seconds = reading.open_shards;
  }
  peak_.records = std::max(peak_.records, second.records);
  peak_.bytes = std::max(peak_.bytes, second.bytes);
  peak_.bytes_out = std::max(peak_.bytes_out, second.read_bytes);
  usage_[static_cast<size_t>(reading.mode)] += second;
  ++seconds_;
}

// All that had arrived `hours` ago, less what has expired: the oldest goes first.
int64_t Meter::OlderThan(int64_t hours, int64_t expired_bytes) const {
  const auto now = static_cast<int64_t>(bytes_by_hour_.size()) - 1;
  if (now < hours) return 0;
  return std::max<int64_t>(bytes_by_hour_[static_cast<size_t>(now - hours)] - expired_bytes, 0);
}

void Meter::Hour(int64_t retained_bytes) {
  WEIR_CHECK(retained_bytes <= last_.bytes);
  bytes_by_hour_.PushBack(last_.bytes);
  const int64_t expired = last_.bytes - retained_bytes;
  const int64_t extended = OlderThan(kExtendedAfterHours, expired);
  const int64_t long_term = OlderThan(kLongTermAfterHours, expired);
  StreamUsage& usage = usage_[static_cast<size_t>(last_.mode)];
  usage.extended_kib_hours += (extended - long_term) / 1'024;
  usage.long_term_kib_hours += long_term / 1'024;
}

StreamUsage Meter::total() const {
  StreamUsage total = usage_[0];
  total += usage_[1];
  return total;
}

}  // namespace weir
