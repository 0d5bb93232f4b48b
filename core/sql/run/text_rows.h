// TextRows: rows whose cells are texts, from a CSV or a JSON file, to a batch of typed columns.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/sql/plan/batch.h"
#include "core/sql/plan/plan.h"
#include "core/sql/types/time_zone.h"

namespace weir::sql {

class TextRows {
 public:
  // Error: a column's type that no text can give.
  static Result<TextRows> For(const Schema& schema, Dialect dialect, const TimeZone& zone);

  // nullopt is NULL. As many cells as the schema has columns.
  void Append(const std::vector<std::optional<std::string>>& cells,
              RowKind kind = RowKind::kInsert);
  size_t size() const { return rows_; }

  // The rows so far, which are gone then. Error kInput: which row and column is no value of its
  // type.
  Result<Batch> Take();

 private:
  Schema schema_;
  Dialect dialect_ = Dialect::kFlink;
  TimeZone zone_;
  std::vector<BoundFunction> casts_;
  std::vector<Column> texts_;
  std::vector<RowKind> kinds_;
  size_t rows_ = 0;
};

}  // namespace weir::sql
