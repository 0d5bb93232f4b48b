// SQL text to trees. Hand-written: recursive descent, operators by precedence, keywords by context.
//
// The first fault ends the parse; its message names line and column, what was expected and what
// stands there.
#pragma once

#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/sql/syntax/ast.h"

namespace weir::sql {

inline constexpr int kExpressionDepthMax = 250;  // Modelled: deeper trees are nobody's query.

// Statements with ; between them; the last may end without one.
Result<std::vector<Statement>> ParseScript(std::string_view text, Dialect dialect);

// One expression and nothing behind it.
Result<ExprPtr> ParseExpression(std::string_view text, Dialect dialect);

// One type and nothing behind it, as in the header of a CSV file: "DECIMAL(10, 2)".
Result<TypeName> ParseTypeName(std::string_view text);

}  // namespace weir::sql
