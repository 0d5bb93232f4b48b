// Sequence numbers: dense in the engine, 56 digits at the border.
//
// Within a shard the engine counts 0, 1, 2, ... The service shows a 186-bit number in decimal; its
// version 2 layout, most significant hex digit first (facts read off the service's own numbers):
//
//   2 | 9: shard created, Unix s | 1: shard index & 15 | 16: sequence index | 2: 00
//     | 9: record time, Unix s   | 8: shard index      | 1: version 2
//
// The order of the numbers of one shard is the order of its records, in either form.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/base/time.h"

namespace weir {

// Dense within one shard: 0, 1, 2, ...
struct SequenceNumber {
  uint64_t ordinal = 0;
  friend constexpr auto operator<=>(const SequenceNumber&, const SequenceNumber&) = default;
};

// The fields of the service's form.
struct SequenceNumberFields {
  int64_t shard_created_s = 0;  // Unix seconds, below 16 025 175 000 as in the service.
  uint32_t shard_index = 0;
  uint64_t sequence_index = 0;  // Below 2^63.
  int64_t record_s = 0;         // Unix seconds.
  friend constexpr auto operator<=>(const SequenceNumberFields&,
                                    const SequenceNumberFields&) = default;
};

// The StartingSequenceNumber of a shard has index 0, its first record index 1: a record sorts above
// the number its shard starts with.
constexpr uint64_t SequenceIndexOf(SequenceNumber number) { return number.ordinal + 1; }
// The EndingSequenceNumber of a closed shard has the greatest index.
inline constexpr uint64_t kSequenceIndexEnd = INT64_MAX;

std::string FormatSequenceNumber(const SequenceNumberFields& fields);
// Error kInvalidArgument: not `0|([1-9]\d{0,128})`, or not a version 2 number.
Result<SequenceNumberFields> ParseSequenceNumber(std::string_view decimal);

}  // namespace weir
