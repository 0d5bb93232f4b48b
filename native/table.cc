#include "native/table.h"

#include <algorithm>

#include "core/base/check.h"
#include "core/base/text.h"

namespace weir {
namespace {

std::string Aligned(std::string_view cell, size_t width, Align align) {
  const size_t own = TextWidth(cell);
  const std::string spaces(own < width ? width - own : 0, ' ');
  return align == Align::kLeft ? StrCat({cell, spaces}) : StrCat({spaces, cell});
}

// The upper or the lower line of a header; a header of one line is the lower one.
std::string_view HeaderLine(std::string_view header, bool upper) {
  const size_t at = header.find('\n');
  if (at == std::string_view::npos) return upper ? std::string_view() : header;
  return upper ? header.substr(0, at) : header.substr(at + 1);
}

}  // namespace

size_t TextWidth(std::string_view utf8) {
  return static_cast<size_t>(std::ranges::count_if(
      utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

std::string Printable(std::string_view utf8, size_t characters) {
  std::string text;
  size_t used = 0;
  for (const char c : utf8) {
    const auto byte = static_cast<unsigned char>(c);
    const bool starts = (byte & 0xc0U) != 0x80U;
    if (starts && ++used > characters) return text + "...";
    text += byte < 0x20 || byte == 0x7f ? '?' : c;
  }
  return text;
}

std::string Wrapped(std::string_view text, size_t columns, size_t indent) {
  std::string lines;
  size_t used = 0;
  while (!text.empty()) {
    const size_t space = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, space);
    text.remove_prefix(std::min(space + 1, text.size()));
    if (used > 0 && used + 1 + TextWidth(word) > columns) {
      lines += "\n" + std::string(indent, ' ');
      used = 0;
    } else if (used > 0) {
      lines += ' ';
      ++used;
    }
    lines += word;
    used += TextWidth(word);
  }
  return lines;
}

void Table::AddRow(std::vector<std::string> cells) {
  WEIR_CHECK(cells.size() == columns_.size());
  rows_.push_back(std::move(cells));
}

std::string Unless0(int64_t value) { return value == 0 ? kSilent : WithThousands(value); }

bool Table::IsSilent(size_t column) const {
  return !rows_.empty() &&
         std::ranges::all_of(rows_, [=](const auto& row) { return row[column] == kSilent; });
}

size_t Table::WidthOf(size_t column) const {
  const std::string_view header = columns_[column].header;
  size_t width =
      std::max(TextWidth(HeaderLine(header, true)), TextWidth(HeaderLine(header, false)));
  for (const std::vector<std::string>& row : rows_) {
    width = std::max(width, TextWidth(row[column]));
  }
  return width;
}

template <typename Cell>
std::string Table::Line(const std::vector<size_t>& widths, size_t gap, Cell cell) const {
  std::string line;
  for (size_t c = 0; c < columns_.size(); ++c) {
    if (widths[c] == 0) continue;
    const std::string space(line.empty() ? 2 : gap, ' ');
    line += space + Aligned(cell(c), widths[c], columns_[c].align);
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

std::string Table::Text(const Paint& paint, size_t gap) const {
  std::vector<size_t> widths;  // 0: left out.
  for (size_t c = 0; c < columns_.size(); ++c) widths.push_back(IsSilent(c) ? 0 : WidthOf(c));
  std::string text;
  for (const bool upper : {true, false}) {
    const std::string line =
        Line(widths, gap, [&](size_t c) { return HeaderLine(columns_[c].header, upper); });
    if (!line.empty()) text += paint.Dim(line) + "\n";
  }
  for (const std::vector<std::string>& row : rows_) {
    text += Line(widths, gap,
                 [&](size_t c) -> std::string_view {
                   return row[c] == kSilent ? "0" : std::string_view(row[c]);
                 }) +
            "\n";
  }
  return text;
}

}  // namespace weir
