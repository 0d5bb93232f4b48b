// What a stream has used of everything that is paid for, whatever its mode: whole numbers, so that
// usages add up exactly.
#pragma once

#include <cstdint>

#include "core/base/time.h"

namespace weir {

struct StreamUsage {
  int64_t seconds = 0;  // Virtual time metered: stream-seconds when streams are added up.
  int64_t records = 0;  // Accepted.
  int64_t bytes = 0;
  int64_t kib_in = 0;  // Each record rounded up to 1 KiB.
  int64_t payload_units = 0;
  int64_t read_bytes = 0;              // By GetRecords, once for every reader.
  int64_t late_read_bytes = 0;         // Those of them older than 7 days.
  int64_t pushed_bytes = 0;            // By enhanced fan-out.
  int64_t shard_seconds = 0;           // Of open shards.
  int64_t extended_shard_seconds = 0;  // While the retention was over 24 h.
  int64_t fan_out_shard_seconds = 0;   // Registered consumers times open shards.
  int64_t extended_kib_hours = 0;      // Of what is from 24 h to 7 d old.
  int64_t long_term_kib_hours = 0;     // Of what is older than 7 d.

  StreamUsage& operator+=(const StreamUsage& more) {
    seconds += more.seconds;
    records += more.records;
    bytes += more.bytes;
    kib_in += more.kib_in;
    payload_units += more.payload_units;
    read_bytes += more.read_bytes;
    late_read_bytes += more.late_read_bytes;
    pushed_bytes += more.pushed_bytes;
    shard_seconds += more.shard_seconds;
    extended_shard_seconds += more.extended_shard_seconds;
    fan_out_shard_seconds += more.fan_out_shard_seconds;
    extended_kib_hours += more.extended_kib_hours;
    long_term_kib_hours += more.long_term_kib_hours;
    return *this;
  }
  friend bool operator==(const StreamUsage&, const StreamUsage&) = default;
};

}  // namespace weir
