// The records of a file for a delivery stream: what arrives, and when.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"
#include "native/firehose_options.h"

namespace weir {

struct ArrivingRecord {
  Instant at;
  std::string data;
};

// With a time column or member, records in the order of their times; a row of CSV becomes a JSON
// object of its columns. Without, each line that is not empty, `rate` a second from 2026-01-01 on.
// Errors kInput, with path, line and column.
Result<std::vector<ArrivingRecord>> ReadArrivals(const FirehoseOptions& options);

}  // namespace weir
