#include "core/view/lease_state.h"

namespace weir {

const char* NameOf(LeaseState state) {
  switch (state) {
    case LeaseState::kWaiting:
      return "WAITING";
    case LeaseState::kReading:
      return "READING";
    case LeaseState::kProcessing:
      return "PROCESSING";
    case LeaseState::kPaused:
      return "PAUSED";
    case LeaseState::kShardEnd:
      return "SHARD_END";
    case LeaseState::kUnowned:
      return "UNOWNED";
    case LeaseState::kBlocked:
      return "BLOCKED";
    case LeaseState::kStuck:
      return "STUCK";
  }
  return "?";
}

}  // namespace weir
