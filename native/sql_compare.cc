#include "native/sql_compare.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <map>
#include <nlohmann/json.hpp>

#include "core/base/text.h"
#include "core/sql/plan/binder.h"
#include "core/sql/syntax/parser.h"
#include "native/csv_text.h"

namespace weir {
namespace {

using Json = nlohmann::ordered_json;
using Cells = std::vector<std::optional<std::string>>;
using Multiset = std::map<std::string, int64_t>;

constexpr size_t kRowsShown = 5;

// "10.50" is "10.5"; "-0" is "0".
std::string TrimmedNumber(std::string text) {
  if (text.find('.') != std::string::npos) {
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
  }
  return text == "-0" ? "0" : text;
}

std::string NineDigits(const std::string& text) {
  // Emscripten's library has no std::from_chars of doubles.
  char* end = nullptr;
  const double number = std::strtod(text.c_str(), &end);
  if (text.empty() || end != text.c_str() + text.size()) return text;
  char buffer[64];
  const auto [stop, wrong] =
      std::to_chars(buffer, buffer + sizeof buffer, number, std::chars_format::general, 9);
  return wrong == std::errc() ? std::string(buffer, stop) : text;
}

std::string PlainTimestamp(std::string text) {
  if (text.size() > 10 && text[10] == 'T') text[10] = ' ';
  if (text.size() == 16) text += ":00";
  const size_t point = text.find('.');
  if (point == std::string::npos) return text;
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string Canonical(const std::string& text, const std::string& type) {
  if (type.starts_with("TIMESTAMP")) return PlainTimestamp(text);
  if (type == "DOUBLE" || type == "FLOAT") return NineDigits(text);
  if (type.starts_with("DECIMAL") || type == "INT" || type == "BIGINT" || type == "SMALLINT") {
    return TrimmedNumber(text);
  }
  if (type == "BOOLEAN") {
    std::string lower = text;
    for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return lower;
  }
  return text;
}

std::string KeyOf(const Cells& cells, const std::vector<std::string>& types) {
  std::string key;
  for (size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) key += " | ";
    key += cells[i].has_value() ? Canonical(*cells[i], i < types.size() ? types[i] : "") : "NULL";
  }
  return key;
}

std::string Difference(const Multiset& wanted, const Multiset& found) {
  std::string text;
  const auto list = [&](std::string_view word, const Multiset& a, const Multiset& b) {
    size_t shown = 0;
    int64_t all = 0;
    for (const auto& [key, count] : a) {
      const auto other = b.find(key);
      const int64_t more = count - (other == b.end() ? 0 : other->second);
      if (more <= 0) continue;
      all += more;
      if (++shown <= kRowsShown)
        text += StrCat(
            {"  ", word, "  ", key, more > 1 ? StrCat({"   x", std::to_string(more)}) : "", "\n"});
    }
    if (shown > kRowsShown)
      text += StrCat({"  ", word, "  ... ", std::to_string(all), " rows in all\n"});
  };
  list("missing   ", wanted, found);
  list("unexpected", found, wanted);
  return text;
}

struct Expected {
  std::vector<std::string> types;
  std::vector<Cells> rows;
};

Expected ReadExpected(std::string_view csv) {
  Expected expected;
  CsvText text(csv);
  const auto header = text.Next();
  if (!header.has_value()) return expected;
  for (const std::string& cell : *header) {
    std::string type = cell.substr(cell.find(':') + 1);
    std::replace(type.begin(), type.end(), ';', ',');
    expected.types.push_back(std::move(type));
  }
  while (const auto record = text.Next()) {
    Cells cells;
    for (const std::string& cell : *record) {
      cells.push_back(cell == "\\N" ? std::nullopt : std::optional(cell));
    }
    expected.rows.push_back(std::move(cells));
  }
  return expected;
}

}  // namespace

Result<sql::Field> FieldOfHeader(std::string_view cell) {
  const size_t colon = cell.find(':');
  std::string type(colon == std::string_view::npos ? "STRING" : cell.substr(colon + 1));
  std::replace(type.begin(), type.end(), ';', ',');
  const Result<sql::TypeName> name = sql::ParseTypeName(type);
  if (!name.ok()) return name.error();
  const sql::Catalog catalog;
  Result<sql::Type> bound = sql::Binder(catalog, type).BindType(name.value());
  if (!bound.ok()) return bound.error();
  return sql::Field{std::string(cell.substr(0, colon)), std::move(bound).value()};
}

std::string CompareResult(std::string_view csv, const std::vector<SqlResultRow>& rows,
                          bool final_table) {
  const Expected expected = ReadExpected(csv);
  Multiset wanted;
  for (const Cells& cells : expected.rows) ++wanted[KeyOf(cells, expected.types)];
  Multiset found;
  for (const SqlResultRow& row : rows) {
    const bool takes_away = final_table && sql::Retracts(row.kind);
    const std::string key = KeyOf(row.cells, expected.types);
    found[!final_table && row.kind != sql::RowKind::kInsert
              ? StrCat({sql::ToText(row.kind), " ", key})
              : key] += takes_away ? -1 : 1;
  }
  std::string text;
  for (const auto& [key, count] : found) {
    if (count < 0) text += StrCat({"  taken back but never given  ", key, "\n"});
  }
  return text + Difference(wanted, found);
}

std::string CompareSteps(std::string_view csv, std::string_view steps,
                         const std::vector<SqlResultRow>& rows) {
  const std::vector<std::string> types = ReadExpected(csv).types;
  std::string text;
  size_t before = 0;
  while (!steps.empty()) {
    const size_t end = std::min(steps.find('\n'), steps.size());
    const Json step = Json::parse(steps.substr(0, end), nullptr, false);
    steps.remove_prefix(std::min(end + 1, steps.size()));
    if (!step.is_object()) continue;
    const auto after = step["after"].get<size_t>();
    Multiset wanted;
    for (const Json& row : step["rows"]) {
      Cells cells;
      for (const Json& cell : row) {
        cells.push_back(cell.is_null()     ? std::nullopt
                        : cell.is_string() ? std::optional(cell.get<std::string>())
                                           : std::optional(cell.dump()));
      }
      ++wanted[KeyOf(cells, types)];
    }
    Multiset found;
    for (const SqlResultRow& row : rows) {
      if (row.after_line > before && row.after_line <= after) ++found[KeyOf(row.cells, types)];
    }
    const std::string difference = Difference(wanted, found);
    if (!difference.empty())
      text += StrCat({"  after line ", std::to_string(after), ":\n", difference});
    before = after;
  }
  return text;
}

}  // namespace weir
