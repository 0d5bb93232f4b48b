// Member "template" of a producer: what its records look like.
//
// Any JSON stands for itself; an object with a member "$" stands for a value that is drawn for each
// record:
//
//   {"truck": {"$": "key"}, "speed": {"$": "int", "min": 0, "max": 110}, "unit": "km/h"}
#pragma once

#include <cstdint>
#include <string>

#include "core/base/result.h"
#include "core/engine/json_document.h"
#include "core/producer/record_template.h"

namespace weir {

// `path` names the member in errors; `key_bytes` is the length of the longest key. Errors kScenario
// with the path of what is wrong.
Result<RecordTemplate> ReadTemplate(const Json& json, const std::string& path, int64_t key_bytes);

}  // namespace weir
