#include "core/stream/charges.h"

#include <algorithm>

namespace weir {

int64_t Charges::AddRecords(std::span<const SyntheticRecord> call) {
  // In one pass that has nothing to decide: this is done to every record of a simulation.
  int64_t sum_bytes = 0;
  int64_t sum_kib = 0;
  uint32_t largest = 0;
  for (const SyntheticRecord& record : call) {
    sum_bytes += record.billed_bytes;
    sum_kib += (record.billed_bytes + uint32_t{kChargedKibBytes - 1}) / uint32_t{kChargedKibBytes};
    largest = std::max(largest, record.billed_bytes);
  }
  records += static_cast<int64_t>(call.size());
  bytes += sum_bytes;
  kib += sum_kib;
  if (largest <= kPayloadUnitKib * kChargedKibBytes) {
    // One unit each; none for an empty record, which has no partition key and is never accepted.
    payload_units += static_cast<int64_t>(call.size());
    return largest;
  }
  for (const SyntheticRecord& record : call) {
    payload_units += (KibOf(record.billed_bytes) + kPayloadUnitKib - 1) / kPayloadUnitKib;
  }
  return largest;
}

void Charges::Add(const Charges& more) {
  records += more.records;
  bytes += more.bytes;
  kib += more.kib;
  payload_units += more.payload_units;
  read_bytes += more.read_bytes;
  read_late_bytes += more.read_late_bytes;
  pushed_bytes += more.pushed_bytes;
}

}  // namespace weir
