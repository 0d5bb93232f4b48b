// SqlRows: the records of a CSV or NDJSON file, one after the other, in memory that does not grow
// with the file.
#pragma once

#include <cstdint>
#include <cstdio>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace weir {

// nullopt is NULL. Views are good until the next record is read.
using SqlCells = std::vector<std::optional<std::string_view>>;

class SqlRows {
 public:
  // "-" is standard input. A file that begins with "{" is NDJSON, every other CSV with a header.
  static Result<SqlRows> Open(const std::string& path);

  bool json() const { return json_; }
  // Of CSV: the cells of the first line. Of NDJSON: the members seen so far.
  const std::vector<std::string>& columns() const { return columns_; }
  // NDJSON: members that come up from now on are left out.
  void FixColumns() { fixed_ = true; }

  // The next record; false: there is none. Errors kInput with the path and the line.
  Result<bool> Next(SqlCells& cells);
  int64_t bytes_read() const { return bytes_read_; }
  std::optional<int64_t> bytes_in_all() const { return bytes_in_all_; }

 private:
  struct Closer {
    void operator()(std::FILE* file) const {
      if (file != stdin) std::fclose(file);
    }
  };

  Result<void> Fill();
  Result<bool> NextCsv(SqlCells& cells);
  Result<bool> NextJson(SqlCells& cells);
  // One CSV record at `at`; false: the buffer ends within it.
  bool ParseCsv(size_t& at, SqlCells& cells);
  bool ScanJson(std::string_view line, SqlCells& cells);
  Result<void> ParseJson(std::string_view line, SqlCells& cells);
  void SetMember(std::string_view name, size_t expected, std::optional<std::string_view> value,
                 SqlCells& cells);
  Error Input(const std::string& problem) const;

  std::unique_ptr<std::FILE, Closer> file_;
  std::string path_;
  bool json_ = false;
  bool fixed_ = false;
  bool ended_ = false;
  std::vector<std::string> columns_;
  std::string buffer_;
  size_t at_ = 0;
  size_t line_ = 1;       // Of what is at at_.
  size_t last_line_ = 1;  // Of the record that Next gave last.
  int64_t bytes_read_ = 0;
  std::optional<int64_t> bytes_in_all_;
  std::deque<std::string> unquoted_;  // Cells that do not stand in the buffer as they are.
  size_t unquoted_used_ = 0;
};

}  // namespace weir
