#include "native/sql_text_case.h"

#include <map>
#include <optional>

#include "core/base/text.h"
#include "core/sql/run/query_run.h"
#include "core/sql/run/script.h"
#include "core/sql/run/text_rows.h"
#include "core/sql/types/format.h"
#include "core/sql/types/parse.h"
#include "native/files.h"

namespace weir {
namespace {

Error Input(std::string text) { return Error{ErrorCode::kInput, std::move(text)}; }

struct TextCase {
  std::string name;
  std::string query;
  std::vector<std::string> input;
  std::vector<std::string> output;
  std::vector<std::string> error;
};

std::vector<std::string> SplitCells(std::string_view line) {
  std::vector<std::string> cells;
  for (;;) {
    const size_t bar = line.find('|');
    cells.emplace_back(line.substr(0, bar));
    if (bar == std::string_view::npos) return cells;
    line.remove_prefix(bar + 1);
  }
}

Result<std::vector<TextCase>> ReadCases(std::string_view text) {
  std::vector<TextCase> cases;
  std::vector<std::string>* section = nullptr;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string line(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.starts_with("=== ")) {
      cases.push_back({line.substr(4), {}, {}, {}, {}});
      section = nullptr;
    } else if (cases.empty() || line.starts_with("#")) {
      continue;
    } else if (line == "--- input") {
      section = &cases.back().input;
    } else if (line == "--- output") {
      section = &cases.back().output;
    } else if (line == "--- error") {
      section = &cases.back().error;
    } else if (section == nullptr) {
      cases.back().query += line + "\n";
    } else if (!line.empty()) {
      section->push_back(line);
    }
  }
  if (cases.empty()) return Input("no line begins a case: === name");
  return cases;
}

class TextCaseRun {
 public:
  explicit TextCaseRun(const TextCase& one) : case_(one) {}

  // What is different; empty: nothing.
  std::string Run() {
    const Result<void> done = RunAll();
    if (!case_.error.empty()) return CheckError(done);
    if (!done.ok()) return StrCat({"  ", done.error().message, "\n"});
    std::string difference;
    for (size_t i = 0; i < std::max(found_.size(), case_.output.size()); ++i) {
      const std::string wanted = i < case_.output.size() ? case_.output[i] : "(no more rows)";
      const std::string found = i < found_.size() ? found_[i] : "(no more rows)";
      if (wanted == found) continue;
      difference += StrCat({"  row ", std::to_string(i + 1), ": expected  ", wanted, "\n", "  row ",
                            std::to_string(i + 1), ": found     ", found, "\n"});
    }
    return difference;
  }

 private:
  std::string CheckError(const Result<void>& done) const {
    if (done.ok()) return "  expected an error, but it runs\n";
    std::string difference;
    for (const std::string& words : case_.error) {
      if (done.error().message.find(words) != std::string::npos) continue;
      difference +=
          StrCat({"  expected in the error  ", words, "\n  found\n", done.error().message, "\n"});
    }
    return difference;
  }

  Result<void> RunAll() {
    if (case_.query.starts_with("-- kda")) {
      catalog_.dialect = sql::Dialect::kKinesisAnalytics;
      const sql::Schema fields = {{"TICKER", sql::Type::String()}, {"PRICE", sql::Type::Integer()}};
      catalog_.tables["SOURCE_SQL_STREAM_001"] =
          sql::MakeSourceStream("SOURCE_SQL_STREAM_001", fields);
    }
    std::string text = case_.query;
    // A table whose rows are also taken away is one that changes.
    for (const std::string& line : case_.input) {
      const std::string head = SplitCells(line)[0];
      const size_t blank = head.find(' ');
      if (blank != std::string::npos && !head.starts_with("wm "))
        changing_.push_back(head.substr(0, blank));
    }
    const size_t last = text.find_last_not_of("; \n");
    const size_t border = last == std::string::npos ? 0 : text.rfind(';', last);
    const size_t tables = border == std::string::npos ? 0 : border + 1;
    using Queries = std::vector<sql::CompiledQuery>;
    if (!changing_.empty()) {
      Result<Queries> made = CompileScript(std::string_view(text).substr(0, tables), catalog_);
      if (!made.ok()) return made.error();
      for (const std::string& name : changing_) catalog_.tables[name].changelog = true;
      text = text.substr(tables);
    }
    Result<Queries> queries = CompileScript(text, catalog_);
    if (!queries.ok()) return queries.error();
    if (queries.value().empty()) return Input("there is no query");
    run_.emplace(queries.value().back().plan, catalog_);
    for (const std::string& line : case_.input) {
      if (Result<void> done = Feed(line); !done.ok()) return done;
      Collect();
    }
    return {};
  }

  Result<void> Feed(const std::string& line) {
    if (line == "end") return run_->Finish();
    std::vector<std::string> cells = SplitCells(line);
    if (cells.size() < 2) return Input(StrCat({"\"", line, "\" is no line of input"}));
    if (cells[0] == "clock" || cells[0].starts_with("wm ")) {
      const auto time = sql::ParseTimestamp(cells[1], 3);
      if (!time.has_value()) return Input(StrCat({"\"", cells[1], "\" is no time"}));
      return cells[0] == "clock" ? run_->Clock(time->millis)
                                 : run_->Watermark(cells[0].substr(3), time->millis);
    }
    const size_t blank = cells[0].find(' ');
    const std::string table = cells[0].substr(0, blank);
    const std::string op = blank == std::string::npos ? "+I" : cells[0].substr(blank + 1);
    const auto found = catalog_.tables.find(table);
    if (found == catalog_.tables.end()) return Input(StrCat({"there is no table \"", table, "\""}));
    const sql::Schema& fields = found->second.source.physical_fields;
    if (cells.size() != fields.size() + 1)
      return Input(StrCat({"\"", line, "\": not as many cells as columns"}));
    std::vector<std::optional<std::string>> values;
    for (size_t i = 1; i < cells.size(); ++i) {
      values.push_back(cells[i] == "NULL"   ? std::nullopt
                       : cells[i] == "\"\"" ? std::optional<std::string>("")
                                            : std::optional(cells[i]));
    }
    Result<sql::TextRows> rows =
        sql::TextRows::For(fields, catalog_.dialect, catalog_.settings.zone);
    if (!rows.ok()) return rows.error();
    rows.value().Append(values, op == "-U"   ? sql::RowKind::kUpdateBefore
                                : op == "+U" ? sql::RowKind::kUpdateAfter
                                : op == "-D" ? sql::RowKind::kDelete
                                             : sql::RowKind::kInsert);
    Result<sql::Batch> batch = rows.value().Take();
    return batch.ok() ? run_->Push(table, batch.value()) : Result<void>(batch.error());
  }

  void Collect() {
    for (const sql::Batch& batch : run_->Take()) {
      for (size_t row = 0; row < batch.rows; ++row) {
        std::string line;
        const sql::RowKind kind = batch.KindAt(row);
        if (kind != sql::RowKind::kInsert) line = StrCat({sql::ToText(kind), "|"});
        for (size_t i = 0; i < batch.columns.size(); ++i) {
          if (i > 0) line += '|';
          std::string cell;
          const bool value = sql::FormatCell(batch.columns[i], row, catalog_.settings.zone, cell);
          line += !value ? "NULL" : cell.empty() ? "\"\"" : cell;
        }
        found_.push_back(std::move(line));
      }
    }
    for (const sql::QueryRun::RowFault& fault : run_->TakeFaults())
      found_.push_back(StrCat({"error_stream|", fault.message}));
  }

  const TextCase& case_;
  sql::Catalog catalog_;
  std::optional<sql::QueryRun> run_;
  std::vector<std::string> changing_;
  std::vector<std::string> found_;
};

}  // namespace

Result<std::vector<SqlCaseOutcome>> RunSqlTextCases(const std::string& file) {
  Result<std::string> text = ReadWholeFile(file, "file of SQL cases", 64'000'000);
  if (!text.ok()) return text.error();
  Result<std::vector<TextCase>> cases = ReadCases(text.value());
  if (!cases.ok()) return Input(StrCat({file, ": ", cases.error().message}));
  std::vector<SqlCaseOutcome> outcomes;
  for (const TextCase& one : cases.value()) {
    SqlCaseOutcome outcome;
    outcome.name = one.name;
    outcome.tier = "text";
    outcome.difference = TextCaseRun(one).Run();
    outcome.passed = outcome.difference.empty();
    outcomes.push_back(std::move(outcome));
  }
  return outcomes;
}

}  // namespace weir
