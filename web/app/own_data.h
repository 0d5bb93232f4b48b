// A person's own data as a scenario: its rows replayed through a stream, read by one consumer.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/engine/scenario.h"

namespace weir::app {

struct OwnData {
  std::string name;  // Of the file: errors begin with it.
  std::string text;  // CSV, NDJSON, a JSON array, or GeoJSON.
  std::string key;   // Column or member that is the partition key.
  std::string time;
  std::string event_time;  // Empty: the same as `time`.
  int64_t shards = 1;
  int64_t speed = 1;  // Times the data's own pace.
};

// The names a person can choose `key` and `time` from: the header of CSV, the members of the first
// JSON object. Error kInput: there are none.
Result<std::vector<std::string>> ColumnsOf(const OwnData& data);

// A run just long enough for all rows. Errors kInput (the data) and kScenario (shards, speed).
Result<std::shared_ptr<const Scenario>> ScenarioOf(const OwnData& data);

}  // namespace weir::app
