#include "core/sql/syntax/source_text.h"

#include <algorithm>

#include "core/base/text.h"

namespace weir::sql {
namespace {

constexpr size_t kLineShown = 120;  // Bytes of a line around the caret.

bool StartsCharacter(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

size_t CountCharacters(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), StartsCharacter));
}

}  // namespace

Error SqlError(std::string_view text, Span span, std::string_view problem) {
  const size_t at = std::min<size_t>(span.begin, text.size());
  const size_t stop = std::clamp<size_t>(span.end, at, text.size());
  const size_t line_number = 1 + static_cast<size_t>(std::count(
                                     text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
  const size_t break_before = text.substr(0, at).rfind('\n');
  const size_t line_begin = break_before == std::string_view::npos ? 0 : break_before + 1;
  const size_t line_end = std::min(text.find('\n', at), text.size());
  const size_t column = 1 + CountCharacters(text.substr(line_begin, at - line_begin));
  // A line of a megabyte is shown around the caret alone.
  size_t from = line_begin;
  if (at - from > kLineShown) from = at - kLineShown;
  while (from < at && !StartsCharacter(text[from])) ++from;
  size_t to = std::min(line_end, std::max(stop, at + kLineShown / 2));
  to = std::min(to, at + kLineShown);
  while (to < line_end && !StartsCharacter(text[to])) ++to;
  std::string shown(text.substr(from, to - from));
  for (char& c : shown) {
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  }
  const size_t lead = CountCharacters(text.substr(from, at - from));
  const size_t marked_end = std::min(stop, to);
  const size_t width = marked_end > at ? CountCharacters(text.substr(at, marked_end - at)) : 1;
  return Error{ErrorCode::kInput,
               StrCat({"line ", std::to_string(line_number), ", column ", std::to_string(column),
                       ": ", problem, "\n  ", shown, "\n  ", std::string(lead, ' '), "^",
                       std::string(width - 1, '~')})};
}

}  // namespace weir::sql
