// CSV text (RFC 4180) to records: quotes, doubled quotes, line breaks inside quotes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

class CsvText {
 public:
  explicit CsvText(std::string_view text) : text_(text) {}

  // The next record, or nullopt at the end. Empty lines are skipped.
  std::optional<std::vector<std::string>> Next();
  // 1-based, of the record that Next gave last.
  size_t line() const { return line_; }

 private:
  std::string Cell();

  std::string_view text_;
  size_t at_ = 0;
  size_t next_line_ = 1;
  size_t line_ = 0;
};

// `cell` as it stands in a record: in quotes where it must be.
std::string CsvCell(std::string_view cell);

}  // namespace weir
