// JSON text to jq's values and back.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/firehose/jq/value.h"

namespace weir {

inline constexpr uint32_t kJqParseDepthMax = 256;  // jq 1.6.

// Reads one value from `text` at `at`, which moves past it and the white space around it; as jq
// does, a text may hold several. Error kInput: what is wrong, and at which byte.
Result<JqValue> ParseJqJson(std::string_view text, size_t& at);

// All of `text` is one value.
Result<JqValue> ParseJqJson(std::string_view text);

// On one line, members in their order.
std::string JqJsonText(const JqValue& value);
void AppendJqJson(std::string& text, const JqValue& value);

// In quotes, with its escapes.
void AppendJqString(std::string& text, std::string_view string);

// A string's own characters, anything else as JSON: what `tostring` and \(...) give.
std::string JqText(const JqValue& value);

}  // namespace weir
