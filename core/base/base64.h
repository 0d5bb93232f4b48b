// Base64 of RFC 4648, with padding, as the service's JSON carries data.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace weir {

std::string ToBase64(std::string_view bytes);

// RFC 4648 with padding and nothing else in it; nothing where it is not that.
std::optional<std::string> FromBase64(std::string_view text);

// What a digit stands for, 0 to 63; -1 of what is none. For readers that forgive more.
constexpr int Base64Value(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  return c == '+' ? 62 : c == '/' ? 63 : -1;
}

}  // namespace weir
