// The pieces of scenarios, commands and journals that they have in common, as JSON.
#pragma once

#include <string>
#include <string_view>

#include "core/engine/command.h"
#include "core/engine/json_reader.h"

namespace weir {

// The command that an object holds; its errors are noted in `in`.
Command ReadCommand(JsonReader& in);
// Adds "do" and the members of the command to `out`.
void WriteCommand(const Command& command, Json& out);

// Members `name`, "shards", "retention", "max_record_size_kib", "mode"; what the service would
// refuse is an error at its member.
StreamSettings ReadStreamSettings(JsonReader& in, std::string_view name);

// Member "mode": "provisioned" or "on_demand".
StreamMode ReadStreamMode(JsonReader& in);
std::string_view StreamModeText(StreamMode mode);

// A rate: 200 (a second), "30/m", "12/h" or "5/d"; 0 is silence.
Rate ReadRate(JsonReader& in, std::string_view name, Rate otherwise);
std::string RateText(Rate rate);  // "200/s": ReadRate reads it back.

KeySpec ReadKeys(JsonReader& in);
Json KeysToJson(const KeySpec& keys);

}  // namespace weir
