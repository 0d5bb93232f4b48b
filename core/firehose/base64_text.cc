#include "core/firehose/base64_text.h"

#include <cstddef>
#include <cstdint>

namespace weir {
namespace {

uint32_t ValueOf(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<uint32_t>(c - 'A');
  if (c >= 'a' && c <= 'z') return static_cast<uint32_t>(c - 'a' + 26);
  if (c >= '0' && c <= '9') return static_cast<uint32_t>(c - '0' + 52);
  return c == '+' ? 62 : c == '/' ? 63 : 64;
}

}  // namespace

std::optional<std::string> FromBase64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3);
  for (size_t at = 0; at < text.size(); at += 4) {
    size_t padding = 0;
    uint32_t group = 0;
    for (size_t i = 0; i < 4; ++i) {
      const char c = text[at + i];
      const bool pads = c == '=' && i >= 2 && at + 4 == text.size();
      const uint32_t value = pads ? 0 : ValueOf(c);
      if (value == 64 || (padding > 0 && !pads)) return std::nullopt;
      padding += pads ? 1 : 0;
      group = group << 6 | value;
    }
    for (size_t i = 0; i < 3 - padding; ++i) {
      bytes += static_cast<char>(group >> (16 - 8 * i) & 0xff);
    }
  }
  return bytes;
}

}  // namespace weir
