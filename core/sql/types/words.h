// Small helpers over names: ASCII letters only, no locale.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace weir::sql {

constexpr char UpperAscii(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }
constexpr char LowerAscii(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
std::string UpperAscii(std::string_view text);
bool EqualsIgnoreCase(std::string_view a, std::string_view b);

// The word of `candidates` nearest to `word`, or empty when none is near enough: for "is X meant?".
std::string_view NearestOf(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace weir::sql
