// Where something stands in a SQL text, and how a fault there is told: line, column, the line
// itself and a caret under the place.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace weir::sql {

// Bytes [begin, end) of the text.
struct Span {
  uint32_t begin = 0;
  uint32_t end = 0;
};

inline Span Join(Span a, Span b) {
  return {a.begin < b.begin ? a.begin : b.begin, a.end > b.end ? a.end : b.end};
}

// "line 2, column 8: what is wrong\n  SELECT foo FROM\n         ^~~". Columns count characters.
Error SqlError(std::string_view text, Span span, std::string_view problem);

}  // namespace weir::sql
