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
#include "native/sql_progress.h"
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
      : options_(options), terminal_(terminal), progress_(terminal) {}

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
    schema_ = &query.plan->schema;
    if (Result<void> done = Feed(run); !done.ok()) return done;
    if (Result<void> done = run.Finish(); !done.ok()) return done;
    progress_.Clear();
    if (Result<void> done = Collect(run); !done.ok()) return done;
    if (run.late_rows() > 0) {
      Complain(StrCat(
          {WithThousands(run.late_rows()), " ", Plural("row", run.late_rows()),
           " came too late for their windows and were dropped; --delay gives them more time"}));
    }
    return Show();
  }

 private:
  std::optional<int64_t> delay_ms() const {
    if (!options_.delay.has_value()) return std::nullopt;
    return options_.delay->micros / 1'000;
  }

  // A file and the row of it that comes next.
  struct Feeder {
    SqlFile* file = nullptr;
    sql::TextRows reader;
    SqlCells next;
    bool more = false;
    std::string time = {};  // Of `next`.
  };

  Result<void> Advance(Feeder& feeder) const {
    Result<bool> more = feeder.file->Next(feeder.next);
    if (!more.ok()) return more.error();
    feeder.more = more.value();
    const std::optional<size_t> column = feeder.file->time_column;
    if (files_.size() == 1 || !feeder.more || !column.has_value()) return {};
    feeder.time = feeder.next[*column].value_or("");
    if (feeder.time.size() > 10 && feeder.time[10] == 'T') feeder.time[10] = ' ';
    return {};
  }

  // The file whose next row is the earliest goes first; without times one file after the other.
  Result<void> Feed(sql::QueryRun& run) {
    std::vector<Feeder> feeders;
    for (SqlFile& file : files_) {
      Result<sql::TextRows> made =
          sql::TextRows::For(catalog_.tables[file.table].source.physical_fields, catalog_.dialect,
                             catalog_.settings.zone);
      if (!made.ok()) return made.error();
      feeders.push_back({&file, std::move(made).value(), {}, false});
      if (Result<void> read = Advance(feeders.back()); !read.ok()) return read;
    }
    size_t last = 0;
    for (;;) {
      std::optional<size_t> chosen;
      for (size_t i = 0; i < feeders.size(); ++i) {
        if (!feeders[i].more) continue;
        if (!chosen.has_value() || feeders[i].time < feeders[*chosen].time) chosen = i;
      }
      // Rows of one file go together until another's turn comes.
      const size_t waiting = feeders.empty() ? 0 : feeders[last].reader.size();
      if (waiting > 0 && (!chosen.has_value() || *chosen != last || waiting >= kBatchRows)) {
        if (Result<void> done = PushRows(run, feeders[last]); !done.ok()) return done;
      }
      if (!chosen.has_value()) return {};
      last = *chosen;
      feeders[last].reader.Append(feeders[last].next);
      if (Result<void> read = Advance(feeders[last]); !read.ok()) return read;
    }
  }

  Result<void> PushRows(sql::QueryRun& run, Feeder& feeder) {
    Result<sql::Batch> batch = feeder.reader.Take();
    if (!batch.ok()) return batch.error();
    if (Result<void> done = run.Push(feeder.file->table, batch.value()); !done.ok()) return done;
    rows_read_ += static_cast<int64_t>(batch.value().rows);
    progress_.Show(files_, rows_read_);
    return Collect(run);
  }

  // A result that does not change is printed as it comes; for a table all of its rows are needed.
  bool streams() const { return options_.format != "table" && (!updating_ || options_.changes); }

  Result<void> Collect(sql::QueryRun& run) {
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
    return streams() && !rows_.empty() ? ShowLines() : Result<void>();
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

  std::vector<std::string> CellsOf(const ResultRow& row, const char* null) const {
    std::vector<std::string> cells;
    if (options_.changes) cells.emplace_back(sql::ToText(row.kind));
    for (const auto& cell : row.cells) cells.push_back(cell.value_or(null));
    return cells;
  }

  // The rows that wait, as CSV or NDJSON; they are gone then.
  Result<void> ShowLines() {
    std::string text;
    const bool csv = options_.format == "csv";
    if (csv && !header_shown_) text = CsvLine(NamesOf(*schema_));
    header_shown_ = true;
    for (size_t r = 0; r < rows_.size(); ++r) {
      if (r < gone_.size() && gone_[r]) continue;
      text += csv ? CsvLine(CellsOf(rows_[r], "")) : JsonLine(*schema_, rows_[r]);
    }
    rows_.clear();
    return Print(text);
  }

  std::vector<std::string> NamesOf(const sql::Schema& schema) const {
    std::vector<std::string> names;
    if (options_.changes) names.emplace_back("op");
    for (const sql::Field& field : schema) names.push_back(field.name);
    return names;
  }

  Result<void> Show() {
    if (options_.format != "table") return ShowLines();
    const std::vector<std::string> names = NamesOf(*schema_);
    std::vector<Column> columns;
    for (size_t i = 0; i < names.size(); ++i) {
      const size_t field = i - (options_.changes ? 1 : 0);
      const bool right = field < schema_->size() && (*schema_)[field].type.IsNumeric();
      columns.push_back({names[i], right ? Align::kRight : Align::kLeft});
    }
    Table table(columns);
    size_t shown = 0;
    for (size_t r = 0; r < rows_.size(); ++r) {
      if (r < gone_.size() && gone_[r]) continue;
      ++shown;
      std::vector<std::string> cells = CellsOf(rows_[r], "NULL");
      for (std::string& cell : cells) cell = Printable(cell, 60);
      table.AddRow(std::move(cells));
    }
    return Print(shown == 0 ? "no rows\n" : table.Text(Paint(terminal_.colour)));
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
  SqlProgress progress_;
  int64_t rows_read_ = 0;
  const sql::Schema* schema_ = nullptr;
  bool updating_ = false;
  bool header_shown_ = false;
  std::vector<ResultRow> rows_;
  std::vector<bool> gone_;
  std::map<Cells, std::vector<size_t>> places_;
};

}  // namespace

Result<void> RunSqlOverFiles(const SqlOptions& options, const Terminal& terminal) {
  return FilesRun(options, terminal).Run();
}

}  // namespace weir
