// The states a stream and a shard go through.
//
//   stream: CREATING -> ACTIVE <-> UPDATING      shard: OPEN -> CLOSED -> EXPIRED
//              any of them -> DELETING -> gone           (closed by a split or merge; expired when
//                                                         its last record left the retention
//                                                         period)
#pragma once

#include <cstdint>

namespace weir {

enum class StreamStatus : uint8_t { kCreating, kActive, kUpdating, kDeleting, kDeleted };
enum class StreamMode : uint8_t { kProvisioned, kOnDemand };
enum class ShardState : uint8_t { kOpen, kClosed, kExpired };

constexpr const char* StatusName(StreamStatus status) {
  switch (status) {
    case StreamStatus::kCreating:
      return "CREATING";
    case StreamStatus::kActive:
      return "ACTIVE";
    case StreamStatus::kUpdating:
      return "UPDATING";
    case StreamStatus::kDeleting:
      return "DELETING";
    case StreamStatus::kDeleted:
      return "DELETED";
  }
  return "?";
}

constexpr const char* ModeName(StreamMode mode) {
  return mode == StreamMode::kProvisioned ? "PROVISIONED" : "ON_DEMAND";
}

constexpr const char* StateName(ShardState state) {
  switch (state) {
    case ShardState::kOpen:
      return "OPEN";
    case ShardState::kClosed:
      return "CLOSED";
    case ShardState::kExpired:
      return "EXPIRED";
  }
  return "?";
}

}  // namespace weir
