#include "core/base/base64.h"

#include <cstddef>
#include <cstdint>

namespace weir {
namespace {

constexpr std::string_view kDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

}  // namespace

std::string ToBase64(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (size_t i = 0; i < bytes.size(); i += 3) {
    uint32_t group = 0;
    for (size_t k = 0; k < 3; ++k) {
      const uint8_t byte = i + k < bytes.size() ? static_cast<uint8_t>(bytes[i + k]) : uint8_t{0};
      group = group << 8 | byte;
    }
    const size_t there = bytes.size() - i;
    text += kDigits[group >> 18];
    text += kDigits[group >> 12 & 63];
    text += there > 1 ? kDigits[group >> 6 & 63] : '=';
    text += there > 2 ? kDigits[group & 63] : '=';
  }
  return text;
}

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
      const int value = pads ? 0 : Base64Value(c);
      if (value < 0 || (padding > 0 && !pads)) return std::nullopt;
      padding += pads ? 1 : 0;
      group = group << 6 | static_cast<uint32_t>(value);
    }
    for (size_t i = 0; i < 3 - padding; ++i) {
      bytes += static_cast<char>(group >> (16 - 8 * i) & 0xff);
    }
  }
  return bytes;
}

}  // namespace weir
