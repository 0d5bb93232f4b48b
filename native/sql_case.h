// One conformance case: a folder with tables.sql, query.sql, input.jsonl and expected.csv is run
// and its result compared.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"

namespace weir {

struct SqlCaseOutcome {
  std::string name;
  std::string tier;
  bool passed = false;
  std::string difference;  // What is missing, what is too much, or the error.
};

// Errors kInput: the folder is no case.
Result<SqlCaseOutcome> RunSqlCase(const std::string& directory);

}  // namespace weir
