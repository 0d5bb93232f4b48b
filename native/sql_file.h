// A CSV or NDJSON file as a SQL table: its columns, their types worked out from the cells, and its
// rows.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace weir {

struct SqlFile {
  std::string table;
  std::vector<std::string> columns;
  std::vector<std::string> types;  // As SQL writes them, one for each column.
  std::vector<std::vector<std::optional<std::string>>> rows;
  std::optional<size_t> time_column;

  // CREATE TABLE with a watermark for the time column: `delay_ms` behind the latest time, or,
  // without it, when the file has ended.
  std::string CreateTable(std::optional<int64_t> delay_ms) const;
};

// `choice` is "name=file.csv", or "file.csv", whose name then is the table's. An empty cell is
// NULL; a header may say the type: "price:DECIMAL(10;2)". `time` names the time column; empty: the
// first that holds times. Errors kInput.
Result<SqlFile> ReadSqlFile(const std::string& choice, const std::string& time);

}  // namespace weir
