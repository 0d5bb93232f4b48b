#include "core/sql/run/text_rows.h"

#include <algorithm>
#include <utility>

#include "core/base/text.h"
#include "core/sql/run/json_value.h"
#include "core/sql/types/calendar.h"
#include "core/sql/types/parse.h"

namespace weir::sql {
namespace {

// A sign and up to 18 digits.
std::optional<int64_t> PlainInteger(std::string_view text) {
  const bool negative = !text.empty() && text[0] == '-';
  if (negative) text.remove_prefix(1);
  if (text.empty() || text.size() > 18) return std::nullopt;
  int64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return negative ? -value : value;
}

std::pair<int64_t, int64_t> RangeOf(TypeKind kind) {
  switch (kind) {
    case TypeKind::kTinyInt:
      return {INT8_MIN, INT8_MAX};
    case TypeKind::kSmallInt:
      return {INT16_MIN, INT16_MAX};
    case TypeKind::kInteger:
      return {INT32_MIN, INT32_MAX};
    default:
      return {INT64_MIN, INT64_MAX};
  }
}

// The number in text[at .. at + count), all digits; -1: not so.
int64_t Digits(std::string_view text, size_t at, size_t count) {
  int64_t value = 0;
  for (size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

// "2026-11-21 18:30:00" or "...00.125", with a "T" and a "Z" or without.
std::optional<int64_t> PlainTimestamp(std::string_view text) {
  if (text.size() > 19 && text[10] == 'T' && text.back() == 'Z') text.remove_suffix(1);
  const bool fraction = text.size() == 23 && text[19] == '.';
  if (text.size() != 19 && !fraction) return std::nullopt;
  const bool shaped = text[4] == '-' && text[7] == '-' && (text[10] == ' ' || text[10] == 'T') &&
                      text[13] == ':' && text[16] == ':';
  if (!shaped) return std::nullopt;
  const int64_t year = Digits(text, 0, 4);
  const int64_t month = Digits(text, 5, 2);
  const int64_t day = Digits(text, 8, 2);
  const int64_t hour = Digits(text, 11, 2);
  const int64_t minute = Digits(text, 14, 2);
  const int64_t second = Digits(text, 17, 2);
  const int64_t millis = fraction ? Digits(text, 20, 3) : 0;
  const bool date = year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= 28;
  const bool time = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 &&
                    second < 60 && millis >= 0;
  const bool long_month = !date && year >= 1 && month >= 1 && month <= 12 && day >= 1 &&
                          day <= DaysInMonth(year, static_cast<int32_t>(month));
  if (!time || (!date && !long_month)) return std::nullopt;
  const int64_t days = DaysFromCivil(year, static_cast<int32_t>(month), static_cast<int32_t>(day));
  return days * kMillisPerDay + hour * kMillisPerHour + minute * kMillisPerMinute +
         second * kMillisPerSecond + millis;
}

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

TextRows::Plain TextRows::PlainOf(const Type& type) {
  if (type.IsInteger()) return Plain::kInt;
  if (type.kind == TypeKind::kDouble) return Plain::kDouble;
  if (type.kind == TypeKind::kTimestamp && type.precision == 3) return Plain::kTimestamp;
  const bool text = type.kind == TypeKind::kVarChar && type.precision == kLengthMax;
  return text ? Plain::kText : Plain::kNone;
}

Result<TextRows> TextRows::For(const Schema& schema, Dialect dialect, const TimeZone& zone) {
  TextRows rows;
  rows.schema_ = schema;
  rows.dialect_ = dialect;
  rows.zone_ = zone;
  for (const Field& field : schema) {
    if (field.type.IsNested()) {  // JSON.
      rows.casts_.emplace_back();
      rows.plain_.push_back(Plain::kNone);
      rows.cells_.emplace_back(Type::String());
      continue;
    }
    Result<BoundFunction> cast = BindCast(Type::String(), field.type, false, dialect);
    if (!cast.ok()) {
      return Error{ErrorCode::kInput, StrCat({"column ", field.name, ": ", cast.error().message})};
    }
    rows.plain_.push_back(PlainOf(field.type));
    const bool typed = rows.plain_.back() != Plain::kNone;
    rows.cells_.emplace_back(typed ? cast.value().result : Type::String());
    rows.casts_.push_back(std::move(cast).value());
  }
  rows.errors_.resize(schema.size());
  return rows;
}

bool TextRows::AppendPlain(size_t column, std::string_view text) {
  Column& cells = cells_[column];
  switch (plain_[column]) {
    case Plain::kInt: {
      const std::optional<int64_t> value = PlainInteger(text);
      const auto [low, high] = RangeOf(schema_[column].type.kind);
      if (!value.has_value() || *value < low || *value > high) return false;
      cells.AppendInt(*value);
      return true;
    }
    case Plain::kDouble: {
      if (text.find_first_not_of("0123456789.-") != std::string_view::npos) return false;
      const std::optional<double> value = ParseDouble(text);
      if (value.has_value()) cells.AppendDouble(*value);
      return value.has_value();
    }
    case Plain::kTimestamp: {
      const std::optional<int64_t> value = PlainTimestamp(text);
      if (value.has_value()) cells.AppendInt(*value);
      return value.has_value();
    }
    case Plain::kText:
    case Plain::kNone:
      cells.AppendText(text);
      return true;
  }
  return false;
}

// One cell by the cast that reads every text of the type.
void TextRows::AppendCast(size_t column, std::string_view text) {
  EvalContext context;
  context.dialect = dialect_;
  context.zone = zone_;
  Column one(Type::String());
  one.AppendText(text);
  const Column* args[] = {&one};
  const Column value = Evaluate(casts_[column], args, 1, context);
  cells_[column].Append(value.ValueAt(0));
  if (!context.errors.empty() && !errors_[column].has_value()) {
    errors_[column] = RowError{static_cast<uint32_t>(rows_), context.errors[0].message};
  }
}

void TextRows::Append(std::span<const std::optional<std::string_view>> cells, RowKind kind) {
  std::string spaced;
  for (size_t i = 0; i < cells_.size(); ++i) {
    if (!cells[i].has_value()) {
      cells_[i].AppendNull();
      continue;
    }
    std::string_view text = *cells[i];
    if (plain_[i] != Plain::kNone && AppendPlain(i, text)) continue;
    // ISO 8601: 2026-11-21T18:30:00Z
    if (schema_[i].type.IsTimestamp() && text.size() > 10 && text[10] == 'T') {
      spaced = text;
      spaced[10] = ' ';
      if (spaced.back() == 'Z') spaced.pop_back();
      text = spaced;
    }
    if (plain_[i] == Plain::kNone) {
      cells_[i].AppendText(text);
    } else {
      AppendCast(i, text);
    }
  }
  kinds_.push_back(kind);
  ++rows_;
}

void TextRows::Append(const std::vector<std::optional<std::string>>& cells, RowKind kind) {
  std::vector<std::optional<std::string_view>> views;
  views.reserve(cells.size());
  for (const auto& cell : cells) {
    views.push_back(cell.has_value() ? std::optional<std::string_view>(*cell) : std::nullopt);
  }
  Append(views, kind);
}

Error TextRows::BadCell(size_t column, size_t row, const std::string& message) const {
  return Error{ErrorCode::kInput, StrCat({"row ", std::to_string(taken_ + row + 1), ", column ",
                                          schema_[column].name, ": ", message})};
}

Result<void> TextRows::CastColumn(size_t column, Batch& batch) {
  if (plain_[column] != Plain::kNone) {
    if (errors_[column].has_value()) {
      return BadCell(column, errors_[column]->row, errors_[column]->message);
    }
    Column fresh(cells_[column].type());
    fresh.Reserve(rows_);
    batch.columns.push_back(std::exchange(cells_[column], std::move(fresh)));
    return {};
  }
  EvalContext context;
  context.dialect = dialect_;
  context.zone = zone_;
  const Column* args[] = {&cells_[column]};
  const Type& type = schema_[column].type;
  batch.columns.push_back(type.IsNested() ? NestedColumn(type, cells_[column], context)
                                          : Evaluate(casts_[column], args, rows_, context));
  if (!context.errors.empty()) {
    return BadCell(column, context.errors[0].row, context.errors[0].message);
  }
  cells_[column].Clear();
  return {};
}

Result<Batch> TextRows::Take() {
  Batch batch;
  batch.rows = rows_;
  const bool updates = std::any_of(kinds_.begin(), kinds_.end(),
                                   [](RowKind kind) { return kind != RowKind::kInsert; });
  if (updates) batch.kinds = kinds_;
  for (size_t i = 0; i < cells_.size(); ++i) {
    if (Result<void> done = CastColumn(i, batch); !done.ok()) return done.error();
  }
  kinds_.clear();
  taken_ += rows_;
  rows_ = 0;
  return batch;
}

}  // namespace weir::sql
