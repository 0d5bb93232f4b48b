// TextRows: rows whose cells are texts, from a CSV or a JSON file, to a batch of typed columns.
#pragma once

#include <optional>
#include <span>
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
  void Append(std::span<const std::optional<std::string_view>> cells,
              RowKind kind = RowKind::kInsert);
  void Append(const std::vector<std::optional<std::string>>& cells,
              RowKind kind = RowKind::kInsert);
  size_t size() const { return rows_; }

  // The rows so far, which are gone then. Error kInput: which row and column is no value of its
  // type.
  Result<Batch> Take();

 private:
  // Columns whose usual texts are read without a cast; it reads what is unusual.
  enum class Plain : uint8_t { kNone, kInt, kDouble, kText, kTimestamp };

  static Plain PlainOf(const Type& type);
  bool AppendPlain(size_t column, std::string_view text);
  void AppendCast(size_t column, std::string_view text);
  Result<void> CastColumn(size_t column, Batch& batch);
  Error BadCell(size_t column, size_t row, const std::string& message) const;

  Schema schema_;
  Dialect dialect_ = Dialect::kFlink;
  TimeZone zone_;
  std::vector<BoundFunction> casts_;
  std::vector<Plain> plain_;
  std::vector<Column> cells_;                    // Typed where plain_ says so, else texts.
  std::vector<std::optional<RowError>> errors_;  // Of a plain column: its first.
  std::vector<RowKind> kinds_;
  size_t rows_ = 0;
  size_t taken_ = 0;  // Rows before these.
};

}  // namespace weir::sql
