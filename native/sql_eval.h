// Constant expressions and the text that they should give: a CSV file with the columns id, expr,
// expected and tier, as a suite of scalar tests is handed over.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace weir {

struct SqlEvalOptions {
  // Sessions' zones, in turn: the list does not say which zone its sessions had. An expression
  // holds if it does in one of them; the outcome names it.
  std::vector<std::string> zones;
  // Columns that the expressions may name: "NAME=TEXT", of type STRING.
  std::vector<std::string> columns;
};

struct SqlEvalOutcome {
  std::string id;
  std::string tier;
  std::string expr;
  std::string expected;
  std::string actual;  // Or "error: ...".
  std::string zone;    // In which it holds, if not in the first; else empty.
  bool passed = false;
};

// Error kInput: no such list.
Result<std::vector<SqlEvalOutcome>> EvaluateSqlList(std::string_view csv,
                                                    const SqlEvalOptions& options);

}  // namespace weir
