// The grammar of jq 1.6, without what a delivery stream has no use for: def, import, label and
// break, destructuring, input, and everything that needs regular expressions.
#pragma once

#include <string_view>

#include "core/base/result.h"
#include "core/firehose/jq/syntax.h"

namespace weir {

inline constexpr size_t kJqTextMax = 16'384;  // Bytes of an expression.
inline constexpr int kJqSyntaxDepthMax = 100;

// Error kInvalidArgument: what was not expected and where; a function that is not known ("foo/1 is
// not defined"); what jq 1.6 has and this does not, by its name.
Result<JqSyntax> ParseJq(std::string_view text);

}  // namespace weir
