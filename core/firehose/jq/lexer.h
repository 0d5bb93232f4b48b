// The tokens of a jq expression.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace weir {

enum class JqTokenKind : uint8_t {
  kEnd,
  kName,      // An identifier or keyword: foo, foo::bar, if.
  kField,     // .foo
  kVariable,  // $foo
  kFormat,    // @base64
  kNumber,
  kString,  // "...": `text` is what stands between the quotes, with its escapes.
  kSign,    // Everything else: "|", "//=", "..".
};

struct JqToken {
  JqTokenKind kind = JqTokenKind::kEnd;
  std::string_view text;
  size_t at = 0;  // Offset of its first character.
};

// Error kInvalidArgument.
Result<std::vector<JqToken>> LexJq(std::string_view text);

// Of the inside of a string: where the first "\(" stands, or the size.
size_t FindJqInterpolation(std::string_view text);

// Where the parenthesis closes that `text`, which begins with "\(", opens; the size if nowhere.
size_t ClosingJqParenthesis(std::string_view text);

// "syntax error, unexpected ..." as jq begins such an error, with the offset.
Error JqSyntaxError(std::string_view unexpected, size_t at, std::string_view expected = {});

}  // namespace weir
