// Aligned text in columns, as the summary and the lists print it.
//
//   table.Add({"shard", kLeft}), table.Add({"throttled\nrecords", kRight})
//     shard      throttled
//                  records
//     0              1,200
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "native/terminal.h"

namespace weir {

enum class Align { kLeft, kRight };

struct Column {
  std::string header;  // One or two lines.
  Align align = Align::kRight;
};

// A cell that has nothing to say. A column of such cells alone is left out; beside others it is
// "0".
inline constexpr const char* kSilent = "\x01";
std::string Unless0(int64_t value);  // With thousands separators; of 0, kSilent.

class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // As many cells as columns.
  void AddRow(std::vector<std::string> cells);
  size_t rows() const { return rows_.size(); }

  // Every line is indented by two and ends in a newline; no spaces at line ends. `gap` lies between
  // columns.
  std::string Text(const Paint& paint, size_t gap = 2) const;

 private:
  bool IsSilent(size_t column) const;
  size_t WidthOf(size_t column) const;
  // `cell` gives a row's text in a column; columns that are left out are not asked for.
  template <typename Cell>
  std::string Line(const std::vector<size_t>& widths, size_t gap, Cell cell) const;

  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

// Characters, not bytes, of UTF-8 text. East Asian wide characters count as one.
size_t TextWidth(std::string_view utf8);

// A name from someone's data for a line of text: at most `characters` of it, and nothing that would
// steer a terminal.
std::string Printable(std::string_view utf8, size_t characters);

// `text` broken at spaces into lines of at most `columns` characters; the second and later ones
// come after `indent` spaces, which are not counted. A longer word stays whole.
std::string Wrapped(std::string_view text, size_t columns, size_t indent);

}  // namespace weir
