// A jq expression as a tree: nodes in one vector that name each other by their place.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/firehose/jq/value.h"

namespace weir {

using JqNodeId = uint32_t;
inline constexpr JqNodeId kJqNoNode = UINT32_MAX;

// What a node's children are stands behind each; [optional] ones are kJqNoNode where they are
// absent.
enum class JqOp : uint8_t {
  kIdentity,
  kRecurse,   // ..
  kLiteral,   // `value`
  kString,    // pieces of "text \(expression)"; `text` is the @format or empty
  kFormat,    // @text: `text` is its name
  kIndex,     // term, index
  kSlice,     // term, [from], [to]
  kIterate,   // term
  kTry,       // body, [handler]
  kPipe,      // left, right
  kComma,     // left, right
  kNegate,    // operand
  kBinary,    // left, right; `text` is the operator
  kAnd,       // left, right
  kOr,        // left, right
  kElse,      // left // right
  kAssign,    // left, right; `text` is "=", "|=", "+=", "-=", "*=", "/=", "%=" or "//="
  kIf,        // condition, then, else
  kReduce,    // source, start, update; `text` is the variable
  kForeach,   // source, start, update, [extract]; `text` is the variable
  kAs,        // source, body; `text` is the variable
  kVariable,  // `text`
  kCall,      // arguments; `text` is the function
  kArray,     // [content]
  kObject,    // key, value, key, value, ...
};

// `text` of a literal that is a piece of a string as it stands, not the result of \(...).
inline constexpr const char* kJqTextPiece = "piece";

// `text` of an index, slice or iteration that has a "?": where it cannot be made there is nothing.
inline constexpr const char* kJqOptional = "?";

struct JqNode {
  JqOp op = JqOp::kIdentity;
  std::string text;
  JqValue value;
  std::vector<JqNodeId> children;
};

struct JqSyntax {
  std::vector<JqNode> nodes;
  JqNodeId root = 0;
};

}  // namespace weir
