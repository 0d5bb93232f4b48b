// What a stream has moved, as its owner is charged for it. Totals since it was created.
//
// The service rounds every record up by itself: to whole kilobytes on an on-demand stream, to PUT
// payload units of 25 KB on a provisioned one. Both are counted whatever the mode, so that a run
// can be priced either way. "KB" as 1,024 bytes is Modelled: the price pages do not say.
#pragma once

#include <cstdint>
#include <span>

#include "core/base/time.h"
#include "core/model/record.h"

namespace weir {

inline constexpr int64_t kChargedKibBytes = 1'024;
inline constexpr int64_t kPayloadUnitKib = 25;
// GetRecords of what is older has a price of its own ("long-term data retrieval").
inline constexpr Duration kLongTermAfter = Hours(24 * 7);

struct Charges {
  int64_t records = 0;  // Accepted.
  int64_t bytes = 0;
  int64_t kib = 0;              // Each record rounded up.
  int64_t payload_units = 0;    // Each record rounded up.
  int64_t read_bytes = 0;       // By GetRecords, once for every reader.
  int64_t read_late_bytes = 0;  // Those of them that were older than kLongTermAfter when read.
  int64_t pushed_bytes = 0;     // By enhanced fan-out.

  static constexpr int64_t KibOf(int64_t bytes) {
    return (bytes + kChargedKibBytes - 1) / kChargedKibBytes;
  }
  void AddRecord(int64_t record_bytes, int64_t count = 1) {
    const int64_t record_kib = KibOf(record_bytes);
    records += count;
    bytes += record_bytes * count;
    kib += record_kib * count;
    payload_units += (record_kib + kPayloadUnitKib - 1) / kPayloadUnitKib * count;
  }
  // All records of a call. Returns the bytes of the largest.
  int64_t AddRecords(std::span<const SyntheticRecord> call);
  void Add(const Charges& more);
};

}  // namespace weir
