// A JSON value as it stands in a text: nothing is copied until someone asks for its characters.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace weir {

enum class JsonKind : uint8_t { kNone, kObject, kArray, kString, kNumber, kBool, kNull };

// "an object", "a string", ... for messages; kNone: "nothing".
std::string_view JsonKindName(JsonKind kind);

// A value that a JsonScanner has found to be valid. A string with its quotes and escapes.
struct JsonValue {
  JsonKind kind = JsonKind::kNone;
  std::string_view raw;

  // The text of a string, or of a number, true or false as they stand. `scratch` holds it if the
  // string has escapes; half of a surrogate pair becomes U+FFFD.
  std::string_view Text(std::string& scratch) const;
};

// Appends `json`, which is valid, without the white space between its tokens.
void AppendCompact(std::string_view json, std::string& to);

constexpr bool IsJsonSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// The value of a hexadecimal digit, or 16.
uint32_t JsonHexValue(char c);

}  // namespace weir
