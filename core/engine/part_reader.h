// What the parts of a scenario have in common, as JSON.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/text.h"
#include "core/base/time.h"
#include "core/engine/json_reader.h"
#include "core/model/ids.h"
#include "core/stream/stream.h"

namespace weir {

// A time from 1970 to 2200.
Instant ReadTimestamp(JsonReader& in, std::string_view name, Instant otherwise);

// Member "latency": {"min": "5ms", "max": "15ms"}, of one call there and back.
void ReadLatency(JsonReader& in, Duration& min, Duration& max);

// Member "stream": the name of one of `streams`.
StreamId ReadStreamName(JsonReader& in, const std::vector<StreamSettings>& streams);

// Notes an error where the last of `parts` has the name of one before it.
template <typename Parts, typename Name>
void CheckUnique(JsonReader& in, const Parts& parts, Name name) {
  const auto same = [&](const auto& part) { return name(part) == name(parts.back()); };
  if (std::count_if(parts.begin(), parts.end(), same) > 1) {
    in.Fail("name", StrCat({"\"", name(parts.back()), "\" stands twice; names are unique"}));
  }
}

}  // namespace weir
