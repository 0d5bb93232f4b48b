#include "native/sql_file.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/sql/types/parse.h"

namespace weir {
namespace {

constexpr size_t kFirstRows = 10'000;  // They tell the types.
constexpr size_t kFirstBytes = size_t{1} << 24;

Error Input(std::string text) { return Error{ErrorCode::kInput, std::move(text)}; }

std::string Quoted(std::string_view name) {
  std::string quoted = "`";
  for (const char c : name) {
    if (c == '`') quoted += '`';
    quoted += c;
  }
  return quoted + "`";
}

std::string StemOf(const std::string& path) {
  const size_t slash = path.find_last_of('/');
  const std::string file = slash == std::string::npos ? path : path.substr(slash + 1);
  return file.substr(0, file.find('.'));
}

bool IsTime(const std::string& cell) {
  if (cell.size() < 10 || cell[4] != '-' || cell[7] != '-') return false;
  std::string text = cell;
  if (text.size() > 10 && text[10] == 'T') {
    text[10] = ' ';
    if (text.back() == 'Z') text.pop_back();
  }
  return sql::ParseTimestamp(text, 3).has_value();
}

bool IsWhole(const std::string& cell) {
  const bool plain = cell.find_first_not_of("0123456789-+") == std::string::npos;
  return plain && sql::ParseInteger(cell, INT64_MIN, INT64_MAX).has_value();
}

bool IsTruth(const std::string& cell) { return cell == "true" || cell == "false"; }

// The narrowest type that holds every cell of the column.
std::string TypeOfColumn(const SqlFile& file, size_t column) {
  bool any = false;
  bool whole = true;
  bool number = true;
  bool time = true;
  bool truth = true;
  for (const auto& row : file.first_rows) {
    if (!row[column].has_value()) continue;
    const std::string& cell = *row[column];
    any = true;
    whole = whole && IsWhole(cell);
    number = number && sql::ParseDouble(cell).has_value();
    time = time && IsTime(cell);
    truth = truth && IsTruth(cell);
    if (!whole && !number && !time && !truth) break;
  }
  if (!any) return "STRING";
  if (whole) return "BIGINT";
  if (time) return "TIMESTAMP(3)";
  if (truth) return "BOOLEAN";
  return number ? "DOUBLE" : "STRING";
}

// The rows that tell the columns and their types.
Result<void> ReadFirstRows(SqlFile& file) {
  SqlCells cells;
  size_t bytes = 0;
  while (file.first_rows.size() < kFirstRows && bytes < kFirstBytes) {
    Result<bool> more = file.rows.Next(cells);
    if (!more.ok()) return more.error();
    if (!more.value()) break;
    auto& row = file.first_rows.emplace_back();
    for (const auto& cell : cells) {
      row.push_back(cell.has_value() ? std::optional(std::string(*cell)) : std::nullopt);
      bytes += cell.value_or("").size();
    }
  }
  file.rows.FixColumns();
  for (const std::string& column : file.rows.columns()) {
    // A header may say the type; a member of an object is a name alone.
    const size_t colon = file.rows.json() ? std::string::npos : column.find(':');
    file.columns.push_back(column.substr(0, colon));
    std::string type = colon == std::string::npos ? std::string() : column.substr(colon + 1);
    std::replace(type.begin(), type.end(), ';', ',');
    file.types.push_back(std::move(type));
  }
  for (auto& row : file.first_rows) row.resize(file.columns.size());
  return {};
}

}  // namespace

std::string SqlFile::CreateTable(std::optional<int64_t> delay_ms) const {
  std::string text = StrCat({"CREATE TABLE ", Quoted(table), " ("});
  for (size_t i = 0; i < columns.size(); ++i) {
    text += StrCat({i == 0 ? "" : ", ", Quoted(columns[i]), " ", types[i]});
  }
  if (time_column.has_value()) {
    const std::string name = Quoted(columns[*time_column]);
    text += StrCat({", WATERMARK FOR ", name, " AS "});
    if (delay_ms.has_value()) {
      const std::string fraction = std::to_string(1'000 + *delay_ms % 1'000).substr(1);
      text += StrCat(
          {name, " - INTERVAL '", std::to_string(*delay_ms / 1'000), ".", fraction, "' SECOND"});
    } else {
      text += "SOURCE_WATERMARK()";
    }
  }
  return text + ")";
}

Result<bool> SqlFile::Next(SqlCells& cells) {
  if (first_rows.empty()) return rows.Next(cells);
  given = std::move(first_rows.front());
  first_rows.pop_front();
  cells.clear();
  for (const auto& cell : given) {
    cells.push_back(cell.has_value() ? std::optional<std::string_view>(*cell) : std::nullopt);
  }
  return true;
}

Result<SqlFile> ReadSqlFile(const std::string& choice, const std::string& time) {
  SqlFile file;
  const size_t equals = choice.find('=');
  const std::string path = equals == std::string::npos ? choice : choice.substr(equals + 1);
  file.table = equals == std::string::npos ? StemOf(path) : choice.substr(0, equals);
  if (file.table.empty())
    return Input(StrCat({"--table ", choice, ": which name? --table name=FILE"}));
  Result<SqlRows> rows = SqlRows::Open(path);
  if (!rows.ok()) return rows.error();
  file.rows = std::move(rows).value();
  if (Result<void> read = ReadFirstRows(file); !read.ok()) return read.error();
  for (size_t i = 0; i < file.columns.size(); ++i) {
    if (file.types[i].empty()) file.types[i] = TypeOfColumn(file, i);
    const bool holds_times = file.types[i].starts_with("TIMESTAMP");
    if (time.empty() ? holds_times && !file.time_column.has_value() : file.columns[i] == time) {
      file.time_column = i;
    }
  }
  return file;
}

}  // namespace weir
