#include "native/sql_case.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "core/base/text.h"
#include "core/sql/run/query_run.h"
#include "core/sql/run/script.h"
#include "core/sql/run/text_rows.h"
#include "core/sql/syntax/parser.h"
#include "core/sql/types/format.h"
#include "core/sql/types/parse.h"
#include "core/sql/types/words.h"
#include "native/csv_text.h"
#include "native/files.h"
#include "native/sql_compare.h"

namespace weir {
namespace {

using Json = nlohmann::ordered_json;
using Queries = std::vector<sql::CompiledQuery>;
constexpr int64_t kFileMax = 256'000'000;

Error Input(std::string text) { return Error{ErrorCode::kInput, std::move(text)}; }

Result<int64_t> MillisOf(const std::string& text) {
  const auto time = sql::ParseTimestamp(text, 3);
  if (!time.has_value()) return Input(StrCat({"\"", text, "\" is no time"}));
  return time->millis;
}

// A cell of JSON as text; none: NULL.
std::optional<std::string> CellOf(const Json& row, const std::string& name) {
  const auto found = row.find(name);
  if (found == row.end() || found->is_null()) return std::nullopt;
  if (found->is_string()) return found->get<std::string>();
  return found->dump();
}

class SqlCase {
 public:
  explicit SqlCase(std::string directory) : directory_(std::move(directory)) {}

  Result<SqlCaseOutcome> Run() {
    Result<std::string> meta = Read("meta.json");
    if (!meta.ok()) return meta.error();
    meta_ = Json::parse(meta.value(), nullptr, false);
    if (!meta_.is_object()) return Input(StrCat({directory_, "/meta.json is no JSON object"}));
    SqlCaseOutcome outcome;
    outcome.name = meta_.value("id", directory_);
    outcome.tier = meta_.value("tier", "");
    Result<void> done = Prepare();
    if (done.ok()) done = Feed();
    if (done.ok()) done = Compare(outcome.difference);
    if (!done.ok()) outcome.difference = StrCat({"  ", done.error().message, "\n"});
    outcome.passed = outcome.difference.empty();
    return outcome;
  }

 private:
  Result<std::string> Read(const std::string& name) const {
    return ReadWholeFile(StrCat({directory_, "/", name}), "conformance case", kFileMax);
  }

  Result<void> ReadLines() {
    Result<std::string> input = Read("input.jsonl");
    if (!input.ok()) return input.error();
    std::string_view rest = input.value();
    while (!rest.empty()) {
      const size_t end = std::min(rest.find('\n'), rest.size());
      if (end > 0) {
        Json line = Json::parse(rest.substr(0, end), nullptr, false);
        if (!line.is_object()) return Input("a line of input.jsonl is no JSON object");
        lines_.push_back(std::move(line));
      }
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return {};
  }

  Result<void> Prepare() {
    if (Result<void> read = ReadLines(); !read.ok()) return read;
    const bool kda = meta_.value("dialect", "flink") == "kda";
    catalog_.dialect = kda ? sql::Dialect::kKinesisAnalytics : sql::Dialect::kFlink;
    if (meta_.contains("config")) {
      for (const auto& [key, value] : meta_["config"].items()) {
        const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
        if (Result<void> set = ApplySetting(catalog_.settings, key, text); !set.ok()) return set;
      }
    }
    Result<std::string> tables = Read("tables.sql");
    if (!tables.ok()) return tables.error();
    if (kda) {
      if (Result<void> streams = DeclareStreams(); !streams.ok()) return streams;
    }
    if (Result<Queries> made = CompileScript(tables.value(), catalog_); !made.ok())
      return made.error();
    for (const Json& line : lines_) {
      if (!line.contains("op") || line["op"] == "+I") continue;
      const auto table = catalog_.tables.find(line.value("t", ""));
      if (table != catalog_.tables.end()) table->second.changelog = true;
    }
    Result<std::string> query = Read("query.sql");
    if (!query.ok()) return query.error();
    Result<Queries> compiled = CompileScript(query.value(), catalog_);
    if (!compiled.ok()) return compiled.error();
    if (compiled.value().empty()) return Input("query.sql has no query");
    run_.emplace(compiled.value().back().plan, catalog_);
    columns_ = compiled.value().back().columns;
    for (const auto& [name, table] : catalog_.tables) {
      Result<sql::TextRows> rows = sql::TextRows::For(table.source.physical_fields,
                                                      catalog_.dialect, catalog_.settings.zone);
      if (!rows.ok()) return rows.error();
      readers_.emplace(name, std::move(rows).value());
    }
    return {};
  }

  // The source streams of a Kinesis Analytics application come from its input, not from SQL: here
  // from the header of the table's CSV file.
  Result<void> DeclareStreams() {
    for (const Json& line : lines_) {
      const std::string name = line.value("t", "");
      if (name.empty() || catalog_.tables.contains(name)) continue;
      Result<std::string> csv = Read(StrCat({"input_", name, ".csv"}));
      if (!csv.ok()) return csv.error();
      const auto header = CsvText(csv.value()).Next();
      if (!header.has_value()) return Input("a CSV file without a header");
      sql::Schema fields;
      for (const std::string& cell : *header) {
        Result<sql::Field> field = FieldOfHeader(cell);
        if (!field.ok()) return field.error();
        fields.push_back(std::move(field).value());
      }
      catalog_.tables[name] = sql::MakeSourceStream(name, fields);
    }
    return {};
  }

  Result<void> Feed() {
    for (size_t i = 0; i < lines_.size(); ++i) {
      if (Result<void> done = FeedLine(lines_[i]); !done.ok()) {
        return Input(StrCat({"input line ", std::to_string(i + 1), ": ", done.error().message}));
      }
      Collect(i + 1);
    }
    if (meta_.value("end_of_input", "none") == "flush") {
      if (Result<void> done = run_->Finish(); !done.ok()) return done;
      Collect(lines_.size() + 1);
    }
    return {};
  }

  Result<void> FeedLine(const Json& line) {
    if (line.contains("clock")) {
      const Result<int64_t> time = MillisOf(line["clock"].get<std::string>());
      return time.ok() ? run_->Clock(time.value()) : Result<void>(time.error());
    }
    const std::string table = line.value("t", "");
    if (line.contains("wm")) {
      const Result<int64_t> time = MillisOf(line["wm"].get<std::string>());
      return time.ok() ? run_->Watermark(table, time.value()) : Result<void>(time.error());
    }
    const auto reader = readers_.find(table);
    if (reader == readers_.end()) return Input(StrCat({"there is no table \"", table, "\""}));
    std::vector<std::optional<std::string>> cells;
    for (const sql::Field& field : catalog_.tables[table].source.physical_fields) {
      cells.push_back(CellOf(line["row"], field.name));
    }
    const std::string op = line.value("op", "+I");
    reader->second.Append(cells, op == "-U"   ? sql::RowKind::kUpdateBefore
                                 : op == "+U" ? sql::RowKind::kUpdateAfter
                                 : op == "-D" ? sql::RowKind::kDelete
                                              : sql::RowKind::kInsert);
    Result<sql::Batch> batch = reader->second.Take();
    return batch.ok() ? run_->Push(table, batch.value()) : Result<void>(batch.error());
  }

  void Collect(size_t line) {
    for (const sql::Batch& batch : run_->Take()) {
      for (size_t row = 0; row < batch.rows; ++row) {
        SqlResultRow result;
        result.after_line = line;
        result.kind = batch.KindAt(row);
        for (const sql::Column& column : batch.columns) {
          std::string text;
          const bool value = sql::FormatCell(column, row, catalog_.settings.zone, text);
          result.cells.push_back(value ? std::optional(text) : std::nullopt);
        }
        rows_.push_back(std::move(result));
      }
    }
  }

  Result<void> Compare(std::string& difference) {
    Result<std::string> expected = Read("expected.csv");
    if (!expected.ok()) return expected.error();
    if (catalog_.dialect == sql::Dialect::kKinesisAnalytics) PutInOrderOf(expected.value());
    const bool final_table = meta_.value("mode", "append") == "changelog-final";
    difference = CompareResult(expected.value(), rows_, final_table);
    if (!difference.empty() || !meta_.value("emission_steps", false)) return {};
    Result<std::string> steps = Read("expected_steps.jsonl");
    if (!steps.ok()) return steps.error();
    difference = CompareSteps(expected.value(), steps.value(), rows_);
    return {};
  }

  // What a pump writes has the names of its stream's columns: an expectation may list them
  // otherwise.
  void PutInOrderOf(const std::string& expected) {
    const auto header = CsvText(expected).Next();
    if (!header.has_value() || header->size() != columns_.size()) return;
    std::vector<size_t> order;
    for (const std::string& cell : *header) {
      const auto named =
          std::find_if(columns_.begin(), columns_.end(), [&](const std::string& column) {
            return sql::EqualsIgnoreCase(column, std::string_view(cell).substr(0, cell.find(':')));
          });
      if (named == columns_.end()) return;
      order.push_back(static_cast<size_t>(named - columns_.begin()));
    }
    for (SqlResultRow& row : rows_) {
      const auto cells = row.cells;
      for (size_t i = 0; i < order.size(); ++i) row.cells[i] = cells[order[i]];
    }
  }

  std::string directory_;
  std::vector<std::string> columns_;
  Json meta_;
  std::vector<Json> lines_;
  sql::Catalog catalog_;
  std::optional<sql::QueryRun> run_;
  std::map<std::string, sql::TextRows> readers_;
  std::vector<SqlResultRow> rows_;
};

}  // namespace

Result<SqlCaseOutcome> RunSqlCase(const std::string& directory) { return SqlCase(directory).Run(); }

}  // namespace weir
