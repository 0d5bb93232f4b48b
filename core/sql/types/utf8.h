// Characters of UTF-8 text. SQL counts characters (code points), not bytes. A byte that begins no
// valid sequence counts as a character of its own, so that every text can be cut and put together
// again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace weir::sql {

// Bytes of the character at `at`, 1 to 4; at < text.size().
size_t Utf8Step(std::string_view text, size_t at);
size_t Utf8Length(std::string_view text);
// Where character number `index` (from 0) begins; text.size() when there are fewer.
size_t Utf8Offset(std::string_view text, size_t index);
// The last beginning of a character at or before byte `at`.
size_t Utf8Floor(std::string_view text, size_t at);
// The code point at `at`; U+FFFD where the bytes are not UTF-8.
uint32_t Utf8Decode(std::string_view text, size_t at);
void AppendUtf8(uint32_t code_point, std::string& out);

}  // namespace weir::sql
