#include "core/sql/run/text_rows.h"

#include <algorithm>

#include "core/base/text.h"

namespace weir::sql {

Result<TextRows> TextRows::For(const Schema& schema, Dialect dialect, const TimeZone& zone) {
  TextRows rows;
  rows.schema_ = schema;
  rows.dialect_ = dialect;
  rows.zone_ = zone;
  for (const Field& field : schema) {
    Result<BoundFunction> cast = BindCast(Type::String(), field.type, false, dialect);
    if (!cast.ok()) {
      return Error{ErrorCode::kInput, StrCat({"column ", field.name, ": ", cast.error().message})};
    }
    rows.casts_.push_back(std::move(cast).value());
    rows.texts_.emplace_back(Type::String());
  }
  return rows;
}

void TextRows::Append(const std::vector<std::optional<std::string>>& cells, RowKind kind) {
  for (size_t i = 0; i < texts_.size(); ++i) {
    if (!cells[i].has_value()) {
      texts_[i].AppendNull();
      continue;
    }
    std::string text = *cells[i];
    // ISO 8601: 2026-11-21T18:30:00Z
    if (schema_[i].type.IsTimestamp() && text.size() > 10 && text[10] == 'T') {
      text[10] = ' ';
      if (text.back() == 'Z') text.pop_back();
    }
    texts_[i].AppendText(text);
  }
  kinds_.push_back(kind);
  ++rows_;
}

Result<Batch> TextRows::Take() {
  Batch batch;
  batch.rows = rows_;
  const bool updates = std::any_of(kinds_.begin(), kinds_.end(),
                                   [](RowKind kind) { return kind != RowKind::kInsert; });
  if (updates) batch.kinds = kinds_;
  for (size_t i = 0; i < texts_.size(); ++i) {
    EvalContext context;
    context.dialect = dialect_;
    context.zone = zone_;
    const Column* args[] = {&texts_[i]};
    batch.columns.push_back(Evaluate(casts_[i], args, rows_, context));
    if (!context.errors.empty()) {
      return Error{ErrorCode::kInput,
                   StrCat({"row ", std::to_string(context.errors[0].row + 1), ", column ",
                           schema_[i].name, ": ", context.errors[0].message})};
    }
    texts_[i].Clear();
  }
  kinds_.clear();
  rows_ = 0;
  return batch;
}

}  // namespace weir::sql
