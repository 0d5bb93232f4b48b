#include "core/producer/json_value.h"

#include <cstddef>

namespace weir {
namespace {

uint32_t FourHexDigits(std::string_view text) {
  uint32_t value = 0;
  for (size_t i = 0; i < 4; ++i) value = value << 4 | JsonHexValue(text[i]);
  return value;
}

void AppendUtf8(uint32_t code, std::string& to) {
  const auto continuation = [&](int shift) {
    to += static_cast<char>(0x80 | (code >> shift & 0x3F));
  };
  if (code < 0x80) {
    to += static_cast<char>(code);
  } else if (code < 0x800) {
    to += static_cast<char>(0xC0 | code >> 6);
    continuation(0);
  } else if (code < 0x10000) {
    to += static_cast<char>(0xE0 | code >> 12);
    continuation(6);
    continuation(0);
  } else {
    to += static_cast<char>(0xF0 | code >> 18);
    continuation(12);
    continuation(6);
    continuation(0);
  }
}

// Appends the character of the \u escape whose four digits begin at `i`; returns where to go on.
size_t AppendUnicode(std::string_view body, size_t i, std::string& to) {
  uint32_t code = FourHexDigits(body.substr(i, 4));
  i += 4;
  const bool high = code >= 0xD800 && code < 0xDC00;
  if (high && body.substr(i, 2) == "\\u") {
    const uint32_t low = FourHexDigits(body.substr(i + 2, 4));
    if (low >= 0xDC00 && low < 0xE000) {
      AppendUtf8(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00), to);
      return i + 6;
    }
  }
  if (code >= 0xD800 && code < 0xE000) code = 0xFFFD;  // Half of a pair is no character.
  AppendUtf8(code, to);
  return i;
}

char Unescaped(char c) {
  switch (c) {
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return c;  // The quote and both slashes stand for themselves.
  }
}

}  // namespace

uint32_t JsonHexValue(char c) {
  if (c >= '0' && c <= '9') return static_cast<uint32_t>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<uint32_t>(c - 'a') + 10;
  if (c >= 'A' && c <= 'F') return static_cast<uint32_t>(c - 'A') + 10;
  return 16;
}

std::string_view JsonKindName(JsonKind kind) {
  switch (kind) {
    case JsonKind::kNone:
      return "nothing";
    case JsonKind::kObject:
      return "an object";
    case JsonKind::kArray:
      return "an array";
    case JsonKind::kString:
      return "a string";
    case JsonKind::kNumber:
      return "a number";
    case JsonKind::kBool:
      return "true or false";
    case JsonKind::kNull:
      return "null";
  }
  return "nothing";
}

std::string_view JsonValue::Text(std::string& scratch) const {
  if (kind != JsonKind::kString) return raw;
  const std::string_view body = raw.substr(1, raw.size() - 2);
  size_t escape = body.find('\\');
  if (escape == std::string_view::npos) return body;
  scratch.clear();
  size_t copied = 0;
  for (; escape != std::string_view::npos; escape = body.find('\\', copied)) {
    scratch += body.substr(copied, escape - copied);
    const char c = body[escape + 1];
    copied = escape + 2;
    if (c == 'u') {
      copied = AppendUnicode(body, copied, scratch);
    } else {
      scratch += Unescaped(c);
    }
  }
  scratch += body.substr(copied);
  return scratch;
}

void AppendCompact(std::string_view json, std::string& to) {
  size_t at = 0;
  while (at < json.size()) {
    if (IsJsonSpace(json[at])) {
      ++at;
      continue;
    }
    const size_t begin = at;
    if (json[at] == '"') {
      for (++at; json[at] != '"'; ++at) at += json[at] == '\\' ? 1 : 0;
      ++at;
    } else {
      while (at < json.size() && json[at] != '"' && !IsJsonSpace(json[at])) ++at;
    }
    to.append(json.substr(begin, at - begin));
  }
}

}  // namespace weir
