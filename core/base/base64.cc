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

}  // namespace weir
