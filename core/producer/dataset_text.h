// Where something is in a data set's text, and how errors say so.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace weir {

// `text` in quotation marks, fit for one line of a message: control characters as \xHH, at most
// about 40 characters.
std::string Quoted(std::string_view text);

// The line that holds the byte at `offset`, counted from 1.
size_t LineAt(std::string_view text, size_t offset);

// "line 17: message". Counts lines from the start of the text: for errors only.
Error ErrorAtLine(std::string_view text, size_t offset, std::string_view message);

// "line 17, column 9: message"; columns are characters counted from 1.
Error ErrorAtColumn(std::string_view text, size_t offset, std::string_view message);

// "line 17, column \"time\": message", or member for column.
Error ErrorAtField(std::string_view text, size_t offset, std::string_view kind,
                   std::string_view name, std::string_view message);

// How many bytes the byte order mark takes at the start of the text: 3 or 0.
size_t ByteOrderMarkSize(std::string_view text);

// That the text is UTF-8 without NUL bytes, neither empty nor larger than kDatasetTextBytesMax.
Result<void> CheckText(std::string_view text);

}  // namespace weir
