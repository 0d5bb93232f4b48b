// What becomes of a shard in the hands of a consumer.
#pragma once

#include <cstdint>

namespace weir {

// kUnowned: nobody processes the shard, be it that its worker is gone or that none has taken it
// yet. kBlocked: its parents are not drained. kStuck: it is drained, but the application did not
// checkpoint that, so it never ends.
enum class LeaseState : uint8_t {
  kWaiting,
  kReading,
  kProcessing,
  kPaused,
  kShardEnd,
  kUnowned,
  kBlocked,
  kStuck
};

// "SHARD_END": as checks and the page's tables name it.
const char* NameOf(LeaseState state);

}  // namespace weir
