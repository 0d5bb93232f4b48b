// Rows of a real data set, as a producer replays them: immutable, shared by every copy of an
// engine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"

namespace weir {

struct DatasetRow {
  Instant time;         // When the row is emitted.
  Instant event_time;   // When what it tells of happened; equal to `time` unless said otherwise.
  uint32_t key = 0;     // Place in Dataset::keys.
  uint32_t offset = 0;  // Of the payload in Dataset::payload.
  uint32_t size = 0;
};

struct Dataset {
  std::vector<DatasetRow> rows;   // In the order in which they are emitted; times never go back.
  std::vector<std::string> keys;  // Unique partition keys, in the order of their first row.
  std::string payload;            // The rows' own text, one after the other.

  std::string_view PayloadOf(const DatasetRow& row) const {
    return std::string_view(payload).substr(row.offset, row.size);
  }
};

}  // namespace weir
