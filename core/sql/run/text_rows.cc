#include "core/sql/run/text_rows.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/sql/run/json_value.h"

namespace weir::sql {

Result<TextRows> TextRows::For(const Schema& schema, Dialect dialect, const TimeZone& zone) {
  TextRows rows;
  rows.schema_ = schema;
  rows.dialect_ = dialect;
  rows.zone_ = zone;
  for (const Field& field : schema) {
    if (field.type.IsNested()) {  // JSON.
      rows.casts_.emplace_back();
      rows.texts_.emplace_back(Type::String());
      continue;
    }
    Result<BoundFunction> cast = BindCast(Type::String(), field.type, false, dialect);
    if (!cast.ok()) {
      return Error{ErrorCode::kInput, StrCat({"column ", field.name, ": ", cast.error().message})};
    }
    rows.casts_.push_back(std::move(cast).value());
    rows.texts_.emplace_back(Type::String());
  }
  return rows;
}

namespace {

Column NestedColumn(const Type& type, const Column& texts, EvalContext& context) {
  Column column(type);
  for (size_t row = 0; row < texts.size(); ++row) {
    if (texts.IsNull(row)) {
      column.AppendNull();
      continue;
    }
    const std::optional<JsonNode> json = ParseJson(texts.Text(row));
    Result<Value> value = json.has_value() ? ValueOfJson(*json, type, context)
                                           : Error{ErrorCode::kInput, "this is no JSON"};
    if (!value.ok()) context.AddError(row, value.error().message);
    column.Append(value.ok() ? value.value() : Value());
  }
  return column;
}

}  // namespace

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
    batch.columns.push_back(schema_[i].type.IsNested()
                                ? NestedColumn(schema_[i].type, texts_[i], context)
                                : Evaluate(casts_[i], args, rows_, context));
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
