#include "core/sql/types/utf8.h"

#include <algorithm>

namespace weir::sql {
namespace {

bool IsTail(char c) { return (static_cast<uint8_t>(c) & 0xC0) == 0x80; }

size_t StepOf(uint8_t lead) {
  if (lead >= 0xF0 && lead < 0xF8) return 4;
  if (lead >= 0xE0 && lead < 0xF0) return 3;
  return lead >= 0xC0 && lead < 0xE0 ? 2 : 1;
}

}  // namespace

size_t Utf8Step(std::string_view text, size_t at) {
  const size_t step = StepOf(static_cast<uint8_t>(text[at]));
  if (at + step > text.size()) return 1;
  for (size_t i = 1; i < step; ++i) {
    if (!IsTail(text[at + i])) return 1;
  }
  return step;
}

size_t Utf8Length(std::string_view text) {
  size_t length = 0;
  for (size_t at = 0; at < text.size(); at += Utf8Step(text, at)) ++length;
  return length;
}

size_t Utf8Offset(std::string_view text, size_t index) {
  size_t at = 0;
  // A character has a byte at least: a long limit needs no count.
  if (index >= text.size()) return text.size();
  for (; at < text.size() && index > 0; --index) at += Utf8Step(text, at);
  return at;
}

size_t Utf8Floor(std::string_view text, size_t at) {
  at = std::min(at, text.size());
  while (at > 0 && at < text.size() && IsTail(text[at])) --at;
  return at;
}

uint32_t Utf8Decode(std::string_view text, size_t at) {
  const size_t step = Utf8Step(text, at);
  const auto lead = static_cast<uint8_t>(text[at]);
  if (step == 1) return lead < 0x80 ? lead : 0xFFFD;
  uint32_t code = lead & (0xFFU >> (step + 1));
  for (size_t i = 1; i < step; ++i) code = code << 6 | (static_cast<uint8_t>(text[at + i]) & 0x3F);
  return code;
}

void AppendUtf8(uint32_t code_point, std::string& out) {
  const auto put = [&](uint32_t byte) { out += static_cast<char>(byte); };
  if (code_point < 0x80) {
    put(code_point);
  } else if (code_point < 0x800) {
    put(0xC0 | code_point >> 6);
    put(0x80 | (code_point & 0x3F));
  } else if (code_point < 0x10000) {
    put(0xE0 | code_point >> 12);
    put(0x80 | (code_point >> 6 & 0x3F));
    put(0x80 | (code_point & 0x3F));
  } else {
    put(0xF0 | code_point >> 18);
    put(0x80 | (code_point >> 12 & 0x3F));
    put(0x80 | (code_point >> 6 & 0x3F));
    put(0x80 | (code_point & 0x3F));
  }
}

}  // namespace weir::sql
