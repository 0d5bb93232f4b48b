// Script: SQL text with statements in it, compiled to the query that it ends in.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/sql/plan/catalog.h"

namespace weir::sql {

// What a script ends in.
struct CompiledQuery {
  PlanPtr plan;
  bool explain = false;              // EXPLAIN: the plan is shown, not run.
  std::vector<std::string> columns;  // Names of the result: those of the target, if there is one.
  std::string target;                // INSERT INTO: where the rows go; empty: to whoever asks.
};

// CREATE, SET and DROP change the catalog; queries are compiled against it as it is at their place.
Result<std::vector<CompiledQuery>> CompileScript(std::string_view text, Catalog& catalog);

}  // namespace weir::sql
