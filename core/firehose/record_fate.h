// What has become of a record on its way through Firehose, in one number: which part of it this is,
// and why it lies in the error output. The bytes that are delivered, and what an error record says,
// are made of that again when somebody looks.
#pragma once

#include <cstdint>

namespace weir {

enum class RecordFate : uint32_t {
  kProcessed,       // `detail`: its place among what the processors make of the record.
  kAsItCame,        // A copy of the source record.
  kFailedStatus,    // The function answered ProcessingFailed.
  kFunctionError,   // The function threw, `detail` times.
  kNoPartitionLeft  // There were too many active partitions. `detail`: as of kProcessed.
};

inline constexpr uint32_t kFateShift = 28;
inline constexpr uint32_t kFateDetailMax = (uint32_t{1} << kFateShift) - 1;

constexpr uint32_t PackFate(RecordFate fate, uint32_t detail) {
  return static_cast<uint32_t>(fate) << kFateShift | (detail & kFateDetailMax);
}
constexpr RecordFate FateOf(uint32_t packed) {
  return static_cast<RecordFate>(packed >> kFateShift);
}
constexpr uint32_t FateDetailOf(uint32_t packed) { return packed & kFateDetailMax; }

}  // namespace weir
