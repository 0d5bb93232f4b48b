// JSON text to a document, strictly: no comments, no duplicate members, bounded depth and width.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string_view>

#include "core/base/result.h"

namespace weir {

using Json = nlohmann::ordered_json;

inline constexpr int kJsonDepthMax = 64;
inline constexpr size_t kJsonMembersMax = 1'000;  // Of one object; no scenario has a tenth of them.

// Error kScenario: "line 7, column 12: ..." for text that is no JSON, "member \"x\" stands twice".
Result<Json> ParseJson(std::string_view text);

}  // namespace weir
