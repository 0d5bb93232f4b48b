#include "native/sql_files_run.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "core/base/text.h"
#include "core/sql/plan/explain.h"
#include "core/sql/run/query_run.h"
#include "core/sql/run/script.h"
#include "core/sql/run/text_rows.h"
#include "core/sql/types/format.h"
#include "native/csv_text.h"
#include "native/files.h"
#include "native/sql_file.h"
#include "native/table.h"

namespace weir {
namespace {

using Json = nlohmann::ordered_json;
using Cells = std::vector<std::optional<std::string>>;
constexpr size_t kBatchRows = 1'024;

Error Input(std::string text) { return Error{ErrorCode::kInput, std::move(text)}; }

struct ResultRow {
  sql::RowKind kind = sql::RowKind::kInsert;
  Cells cells;
};

class FilesRun {
 public:
  FilesRun(const SqlOptions& options, const Terminal& terminal)
      : options_(options), terminal_(terminal) {}

  Result<void> Run() {
    for (const std::string& choice : options_.tables) {
      Result<SqlFile> file = ReadSqlFile(choice, options_.time);
      if (!file.ok()) return file.error();
      files_.push_back(std::move(file).value());
      const std::string create = files_.back().CreateTable(delay_ms());
      Result<std::vector<sql::CompiledQuery>> made = CompileScript(create, catalog_);
      if (!made.ok()) return Input(StrCat({"--table ", choice, ": ", made.error().message}));
    }
    if (!options_.time.empty()) {
      const bool known = std::any_of(files_.begin(), files_.end(), [](const SqlFile& file) {
        return file.time_column.has_value();
      });
      if (!known) return Input(StrCat({"--time: no table has a column \"", options_.time, "\""}));
    }
    Result<std::vector<sql::CompiledQuery>> queries = CompileScript(options_.words[0], catalog_);
    if (!queries.ok()) return queries.error();
    if (queries.value().empty()) return Input("this has no query: SELECT is missing");
    const sql::CompiledQuery& query = queries.value().back();
    if (query.explain || options_.explain) return Print(sql::ExplainPlan(*query.plan));
    updating_ = query.plan->updating;
    sql::QueryRun run(query.plan, catalog_);
    if (Result<void> done = Feed(run); !done.ok()) return done;
    if (Result<void> done = run.Finish(); !done.ok()) return done;
    Collect(run);
    if (run.late_rows() > 0) {
      Complain(StrCat(
          {WithThousands(run.late_rows()), " ", Plural("row", run.late_rows()),
           " came too late for their windows and were dropped; --delay gives them more time"}));
    }
    return Show(query.plan->schema);
  }

 private:
  std::optional<int64_t> delay_ms() const {
    if (!options_.delay.has_value()) return std::nullopt;
    return options_.delay->micros / 1'000;
  }

  // The file whose next row is the earliest goes first; without times one file after the other.
  Result<void> Feed(sql::QueryRun& run) {
    std::vector<size_t> next(files_.size(), 0);
    for (;;) {
      std::optional<size_t> chosen;
      for (size_t i = 0; i < files_.size(); ++i) {
        if (next[i] >= files_[i].rows.size()) continue;
        if (!chosen.has_value() || TimeOf(i, next[i]) < TimeOf(*chosen, next[*chosen])) chosen = i;
      }
      if (!chosen.has_value()) return {};
      // Alone it can go on in one go.
      const bool alone = files_.size() == 1;
      const size_t count =
          alone ? std::min(kBatchRows, files_[*chosen].rows.size() - next[*chosen]) : size_t{1};
      if (Result<void> done = PushRows(run, files_[*chosen], next[*chosen], count); !done.ok())
        return done;
      next[*chosen] += count;
      Collect(run);
    }
  }

  std::string TimeOf(size_t file, size_t row) const {
    const SqlFile& one = files_[file];
    if (!one.time_column.has_value()) return {};
    std::string time = one.rows[row][*one.time_column].value_or("");
    if (time.size() > 10 && time[10] == 'T') time[10] = ' ';
    return time;
  }

  Result<void> PushRows(sql::QueryRun& run, const SqlFile& file, size_t begin, size_t count) {
    auto found = readers_.find(file.table);
    if (found == readers_.end()) {
      Result<sql::TextRows> made =
          sql::TextRows::For(catalog_.tables[file.table].source.physical_fields, catalog_.dialect,
                             catalog_.settings.zone);
      if (!made.ok()) return made.error();
      found = readers_.emplace(file.table, std::move(made).value()).first;
    }
    for (size_t row = begin; row < begin + count; ++row) found->second.Append(file.rows[row]);
    Result<sql::Batch> batch = found->second.Take();
    return batch.ok() ? run.Push(file.table, batch.value()) : Result<void>(batch.error());
  }

  void Collect(sql::QueryRun& run) {
    for (const sql::Batch& batch : run.Take()) {
      for (size_t row = 0; row < batch.rows; ++row) {
        ResultRow result;
        result.kind = batch.KindAt(row);
        for (const sql::Column& column : batch.columns) {
          std::string text;
          const bool value = sql::FormatCell(column, row, catalog_.settings.zone, text);
          result.cells.push_back(value ? std::optional(text) : std::nullopt);
        }
        Keep(std::move(result));
      }
    }
  }

  // Of a changing result the last state is shown, unless the changes are asked for.
  void Keep(ResultRow row) {
    if (!updating_ || options_.changes) {
      rows_.push_back(std::move(row));
      return;
    }
    if (!sql::Retracts(row.kind)) {
      places_[row.cells].push_back(rows_.size());
      rows_.push_back(std::move(row));
      gone_.push_back(false);
      return;
    }
    const auto found = places_.find(row.cells);
    if (found == places_.end() || found->second.empty()) return;
    gone_[found->second.back()] = true;
    found->second.pop_back();
  }

  Result<void> Show(const sql::Schema& schema) const {
    std::vector<std::string> names;
    if (options_.changes) names.emplace_back("op");
    for (const sql::Field& field : schema) names.push_back(field.name);
    std::vector<Column> columns;
    for (size_t i = 0; i < names.size(); ++i) {
      const size_t field = i - (options_.changes ? 1 : 0);
      const bool right = field < schema.size() && schema[field].type.IsNumeric();
      columns.push_back({names[i], right ? Align::kRight : Align::kLeft});
    }
    Table table(columns);
    std::string text;
    if (options_.format == "csv") text = CsvLine(names);
    size_t shown = 0;
    for (size_t r = 0; r < rows_.size(); ++r) {
      if (r < gone_.size() && gone_[r]) continue;
      ++shown;
      std::vector<std::string> cells;
      if (options_.changes) cells.emplace_back(sql::ToText(rows_[r].kind));
      for (const auto& cell : rows_[r].cells)
        cells.push_back(cell.value_or(options_.format == "csv" ? "" : "NULL"));
      if (options_.format == "csv") {
        text += CsvLine(cells);
      } else if (options_.format == "ndjson") {
        text += JsonLine(schema, rows_[r]);
      } else {
        for (std::string& cell : cells) cell = Printable(cell, 60);
        table.AddRow(std::move(cells));
      }
    }
    if (options_.format == "table") {
      text = shown == 0 ? "no rows\n" : table.Text(Paint(terminal_.colour));
    }
    return Print(text);
  }

  static std::string CsvLine(const std::vector<std::string>& cells) {
    std::string line;
    for (const std::string& cell : cells) line += StrCat({line.empty() ? "" : ",", CsvCell(cell)});
    return line + "\n";
  }

  std::string JsonLine(const sql::Schema& schema, const ResultRow& row) const {
    Json object = Json::object();
    if (options_.changes) object["op"] = sql::ToText(row.kind);
    for (size_t i = 0; i < schema.size(); ++i) {
      if (!row.cells[i].has_value()) {
        object[schema[i].name] = nullptr;
        continue;
      }
      const bool plain =
          schema[i].type.IsNumeric() || schema[i].type.kind == sql::TypeKind::kBoolean;
      Json value = plain ? Json::parse(*row.cells[i], nullptr, false) : Json(*row.cells[i]);
      object[schema[i].name] = value.is_discarded() ? Json(*row.cells[i]) : std::move(value);
    }
    return object.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  }

  const SqlOptions& options_;
  const Terminal& terminal_;
  sql::Catalog catalog_;
  std::vector<SqlFile> files_;
  std::map<std::string, sql::TextRows> readers_;
  bool updating_ = false;
  std::vector<ResultRow> rows_;
  std::vector<bool> gone_;
  std::map<Cells, std::vector<size_t>> places_;
};

}  // namespace

Result<void> RunSqlOverFiles(const SqlOptions& options, const Terminal& terminal) {
  return FilesRun(options, terminal).Run();
}

}  // namespace weir
