// A query's rows against what a conformance case expects: as a multiset, column by column by type.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/sql/plan/batch.h"
#include "core/sql/plan/plan.h"

namespace weir {

struct SqlResultRow {
  size_t after_line = 0;  // Of the input, from 1; one more: at its end.
  sql::RowKind kind = sql::RowKind::kInsert;
  std::vector<std::optional<std::string>> cells;
};

// "name:DECIMAL(10;2)" of a CSV header.
Result<sql::Field> FieldOfHeader(std::string_view cell);

// `expected` is a CSV text with typed header. `final_table`: the changes of `rows` are applied
// first. Empty: equal; else lines that say what is missing and what is too much.
std::string CompareResult(std::string_view expected, const std::vector<SqlResultRow>& rows,
                          bool final_table);

// `steps`: lines {"after": n, "rows": [[...]]}; the types are those of the header of `expected`.
std::string CompareSteps(std::string_view expected, std::string_view steps,
                         const std::vector<SqlResultRow>& rows);

}  // namespace weir
