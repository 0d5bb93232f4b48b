#include "native/sql_file.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/text.h"
#include "core/sql/types/parse.h"
#include "native/csv_text.h"
#include "native/files.h"

namespace weir {
namespace {

using Json = nlohmann::ordered_json;
constexpr int64_t kFileMax = 2'000'000'000;

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
  for (const auto& row : file.rows) {
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

Result<void> ReadCsv(const std::string& text, const std::string& path, SqlFile& file) {
  CsvText csv(text);
  const auto header = csv.Next();
  if (!header.has_value()) return Input(StrCat({path, ": no header line"}));
  for (const std::string& cell : *header) {
    const size_t colon = cell.find(':');
    file.columns.push_back(cell.substr(0, colon));
    std::string type = colon == std::string::npos ? std::string() : cell.substr(colon + 1);
    std::replace(type.begin(), type.end(), ';', ',');
    file.types.push_back(std::move(type));
  }
  while (const auto record = csv.Next()) {
    if (record->size() != file.columns.size()) {
      return Input(StrCat({path, ": line ", std::to_string(csv.line()), " has ",
                           std::to_string(record->size()), " cells, the header ",
                           std::to_string(file.columns.size())}));
    }
    std::vector<std::optional<std::string>> row;
    for (const std::string& cell : *record) {
      row.push_back(cell.empty() || cell == "\\N" ? std::nullopt : std::optional(cell));
    }
    file.rows.push_back(std::move(row));
  }
  return {};
}

Result<void> ReadNdjson(std::string_view rest, const std::string& path, SqlFile& file) {
  for (size_t line = 1; !rest.empty(); ++line) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view one = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (one.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    const Json object = Json::parse(one, nullptr, false);
    if (!object.is_object())
      return Input(StrCat({path, ": line ", std::to_string(line), " is no JSON object"}));
    std::vector<std::optional<std::string>> row(file.columns.size());
    for (const auto& [key, value] : object.items()) {
      auto found = std::find(file.columns.begin(), file.columns.end(), key);
      if (found == file.columns.end()) {
        file.columns.push_back(key);
        file.types.emplace_back();
        row.emplace_back();
        found = std::prev(file.columns.end());
      }
      if (value.is_null()) continue;
      row[static_cast<size_t>(found - file.columns.begin())] =
          value.is_string() ? value.get<std::string>() : value.dump();
    }
    file.rows.push_back(std::move(row));
  }
  for (auto& row : file.rows) row.resize(file.columns.size());
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

Result<SqlFile> ReadSqlFile(const std::string& choice, const std::string& time) {
  SqlFile file;
  const size_t equals = choice.find('=');
  const std::string path = equals == std::string::npos ? choice : choice.substr(equals + 1);
  file.table = equals == std::string::npos ? StemOf(path) : choice.substr(0, equals);
  if (file.table.empty())
    return Input(StrCat({"--table ", choice, ": which name? --table name=FILE"}));
  Result<std::string> text = ReadWholeFile(path, "CSV or NDJSON file", kFileMax);
  if (!text.ok()) return text.error();
  const size_t first = text.value().find_first_not_of(" \t\r\n");
  const bool json = first != std::string::npos && text.value()[first] == '{';
  Result<void> read =
      json ? ReadNdjson(text.value(), path, file) : ReadCsv(text.value(), path, file);
  if (!read.ok()) return read.error();
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
