// What a delivery stream may touch while it handles an event, and what is asked of one by name.
#pragma once

#include <cstdint>
#include <optional>

#include "core/base/time.h"

namespace weir {

struct SimContext;
class RecordSource;

struct FirehoseContext {
  SimContext& sim;
  const RecordSource& records;
};

// How a destination is.
struct DestinationState {
  bool down = false;
  bool times_out = false;  // While it is down: carries out what it is asked, and never answers.
};

// UpdateDestination; what is not given stays.
struct DestinationUpdate {
  std::optional<int64_t> current_version;
  std::optional<int64_t> buffer_bytes;
  std::optional<Duration> buffer_interval;
};

}  // namespace weir
