// A Lambda event source mapping and the function behind it, as a scenario describes them.
//
// The members of the mapping are those of CreateEventSourceMapping; the function is a model: how
// long it takes and on what it fails.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/time.h"
#include "core/model/limits.h"

namespace weir {

struct LambdaSpec {
  int64_t batch_size = kLambdaBatchSizeDefault;
  Duration batching_window;  // 0: a batch leaves with what there is.
  int64_t parallelization_factor = 1;
  bool bisect_batch_on_error = false;
  bool report_batch_item_failures = false;
  int64_t retry_attempts = -1;         // -1: until the records expire.
  std::optional<Duration> record_age;  // None: as long as they are retained.
  std::string on_failure;              // Who is told of discarded batches; "": nobody.
  Duration tumbling_window;            // 0: none.

  // --- The function ---
  Duration duration = Millis(20);  // Of an invocation, besides what its records take.
  Duration duration_per_record;
  Duration timeout = kLambdaTimeoutMax;
  int64_t errors = 0;  // Of a thousand invocations, how many fail for no reason of ours.
  int64_t reserved_concurrency = 0;    // Invocations at once; 0: no limit.
  int64_t state_bytes_per_record = 0;  // How the state of a window grows.
};

}  // namespace weir
