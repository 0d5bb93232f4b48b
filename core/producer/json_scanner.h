// A strict JSON scanner (RFC 8259) that copies nothing: it checks values and says where they are.
//
// Data sets need three members of each record and the record's own text, so no tree is built. Every
// offset is one of the whole file, which is what errors are told by.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/producer/json_value.h"

namespace weir {

inline constexpr int kJsonDepthMax = 64;

// Members wanted from an object. A path "a.b" finds the member "b" of the object "a", and as well a
// member that is itself named "a.b"; the last one found counts, as everywhere in JSON.
struct JsonSelection {
  static constexpr size_t kPaths = 3;
  std::array<std::string_view, kPaths> paths;  // Empty: nothing wanted.
  std::array<JsonValue, kPaths> found;
};

class JsonScanner {
 public:
  // Scans bytes [begin, end) of `text`. `unit` is "file" or "line": what ends at `end`.
  JsonScanner(std::string_view text, size_t begin, size_t end, std::string_view unit)
      : text_(text), position_(begin), end_(end), unit_(unit) {}

  size_t position() const { return position_; }

  // The next character after white space, or NUL at the end.
  char Peek();
  // Goes past `c`, if it comes next after white space.
  bool Consume(char c);

  // Each of the following skips white space first. After an error the scanner is of no use.
  // Error kInput: `line 3, column 7: unexpected ...; expected ...`, or nesting above kJsonDepthMax.

  // The next value. With a selection, its members are looked up if it is an object.
  Result<JsonValue> ScanValue(JsonSelection* selection = nullptr);
  // The next string, and the colon after it: the name of a member.
  Result<JsonValue> ScanName();
  Result<void> ExpectEnd();

  // What is next is not what was expected. After Peek or Consume: white space is not skipped here,
  // since within a string it is what was not expected.
  Error Unexpected(std::string_view expected) const;

 private:
  // What of each wanted path is left to find below the present object; empty: nothing.
  using Rest = std::array<std::string_view, JsonSelection::kPaths>;

  // These return false after setting error_.
  bool Value(int depth, const Rest& rest, JsonValue& value);
  bool Object(int depth, const Rest& rest);
  bool Array(int depth);
  bool String();
  bool Escape();
  bool Number();
  bool Literal(std::string_view word);
  bool Fail(std::string_view expected);
  bool Digits();

  // Which of `rest` the member `name` ends (bits), and what is left of the others below it.
  uint32_t Match(const JsonValue& name, const Rest& rest, Rest& below);
  void SkipSpace();

  std::string_view text_;
  size_t position_;
  size_t end_;
  std::string_view unit_;
  JsonSelection* selection_ = nullptr;
  Error error_;
  std::string scratch_;
};

// The paths of the members of the object `json`, which is valid, down to two levels: "a", "b.c".
std::vector<std::string> MemberPaths(std::string_view json);

}  // namespace weir
