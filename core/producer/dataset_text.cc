#include "core/producer/dataset_text.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <optional>

#include "core/base/text.h"
#include "core/producer/dataset_reader.h"

namespace weir {
namespace {

bool IsContinuation(char c) { return (static_cast<uint8_t>(c) & 0xC0) == 0x80; }

// The length of the UTF-8 character at the front of `text`, or 0 if there is none: a stray or
// missing continuation byte, a longer form than needed, a surrogate, or beyond U+10FFFF.
size_t CharacterSize(std::string_view text) {
  const auto first = static_cast<uint8_t>(text[0]);
  if (first < 0x80) return 1;
  const size_t size = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
  if (size == 0 || text.size() < size) return 0;
  for (size_t i = 1; i < size; ++i) {
    if (!IsContinuation(text[i])) return 0;
  }
  const auto second = static_cast<uint8_t>(text[1]);
  const bool bad = (first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) ||
                   (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F);
  return bad ? 0 : size;
}

// Where the first byte is that no text has: NUL, or one that is not UTF-8.
std::optional<size_t> FirstBadByte(std::string_view text) {
  constexpr uint64_t kHighBits = 0x8080808080808080;
  constexpr uint64_t kOnes = 0x0101010101010101;
  size_t at = 0;
  while (at < text.size()) {
    // Eight bytes at once while all are ASCII and none is NUL.
    uint64_t word = 0;
    if (text.size() - at >= sizeof(word)) {
      std::memcpy(&word, text.data() + at, sizeof(word));
      if (((word | (word - kOnes)) & kHighBits) == 0) {
        at += sizeof(word);
        continue;
      }
    }
    const size_t size = text[at] == '\0' ? 0 : CharacterSize(text.substr(at));
    if (size == 0) return at;
    at += size;
  }
  return std::nullopt;
}

}  // namespace

std::string Quoted(std::string_view text) {
  constexpr size_t kBytesMax = 40;
  std::string quoted = "\"";
  size_t at = 0;
  for (; at < text.size() && (at < kBytesMax || IsContinuation(text[at])); ++at) {
    const auto byte = static_cast<uint8_t>(text[at]);
    if (byte < 0x20 || byte == 0x7F) {
      quoted += "\\x";
      quoted += "0123456789abcdef"[byte >> 4];
      quoted += "0123456789abcdef"[byte & 15];
    } else {
      quoted += text[at];
    }
  }
  return quoted + (at < text.size() ? "...\"" : "\"");
}

size_t LineAt(std::string_view text, size_t offset) {
  const std::string_view before = text.substr(0, offset);
  return static_cast<size_t>(std::ranges::count(before, '\n')) + 1;
}

Error ErrorAtLine(std::string_view text, size_t offset, std::string_view message) {
  return Error{ErrorCode::kInput,
               StrCat({"line ", std::to_string(LineAt(text, offset)), ": ", message})};
}

Error ErrorAtColumn(std::string_view text, size_t offset, std::string_view message) {
  const std::string_view before = text.substr(0, offset);
  const size_t line_begin = before.rfind('\n') + 1;  // npos + 1 is 0: the first line.
  const auto is_character = [](char c) { return !IsContinuation(c); };
  const auto column = std::ranges::count_if(before.substr(line_begin), is_character) + 1;
  return Error{ErrorCode::kInput, StrCat({"line ", std::to_string(LineAt(text, offset)),
                                          ", column ", std::to_string(column), ": ", message})};
}

Error ErrorAtField(std::string_view text, size_t offset, std::string_view kind,
                   std::string_view name, std::string_view message) {
  return Error{ErrorCode::kInput, StrCat({"line ", std::to_string(LineAt(text, offset)), ", ", kind,
                                          " ", Quoted(name), ": ", message})};
}

size_t ByteOrderMarkSize(std::string_view text) { return text.starts_with("\xEF\xBB\xBF") ? 3 : 0; }

Result<void> CheckText(std::string_view text) {
  constexpr std::string_view kExpected = "; expected CSV, NDJSON, JSON or GeoJSON as UTF-8 text";
  if (text.empty()) {
    return Error{ErrorCode::kInput, StrCat({"the file is empty", kExpected})};
  }
  if (text.size() > static_cast<uint64_t>(kDatasetTextBytesMax)) {
    return Error{ErrorCode::kInput,
                 StrCat({"the file has ", std::to_string(text.size()), " bytes; expected at most ",
                         std::to_string(kDatasetTextBytesMax)})};
  }
  const bool utf16 = text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF");
  if (utf16) {
    return Error{ErrorCode::kInput, StrCat({"line 1: the file is UTF-16", kExpected})};
  }
  const std::optional<size_t> bad = FirstBadByte(text);
  if (!bad.has_value()) return {};
  const std::string_view fault =
      text[*bad] == '\0' ? "a NUL byte: the file is binary" : "bytes that are not UTF-8";
  return ErrorAtColumn(text, *bad, StrCat({fault, kExpected}));
}

}  // namespace weir
