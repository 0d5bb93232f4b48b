// A CSV or NDJSON file as a SQL table: its columns, their types worked out from its first rows, and
// its rows one after the other.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "native/sql_rows.h"

namespace weir {

struct SqlFile {
  std::string table;
  std::vector<std::string> columns;
  std::vector<std::string> types;  // As SQL writes them, one for each column.
  std::optional<size_t> time_column;
  SqlRows rows;
  std::deque<std::vector<std::optional<std::string>>> first_rows;  // Read, and not yet given out.
  std::vector<std::optional<std::string>> given;                   // Of first_rows: the last.

  // The next row; false: there is none.
  Result<bool> Next(SqlCells& cells);

  // CREATE TABLE with a watermark for the time column: `delay_ms` behind the latest time, or,
  // without it, when the file has ended.
  std::string CreateTable(std::optional<int64_t> delay_ms) const;
};

// `choice` is "name=file.csv", or "file.csv", whose name then is the table's. An empty cell is
// NULL; a header may say the type: "price:DECIMAL(10;2)". `time` names the time column; empty: the
// first that holds times. Types and columns are those of the first ten thousand rows. Errors
// kInput.
Result<SqlFile> ReadSqlFile(const std::string& choice, const std::string& time);

}  // namespace weir
