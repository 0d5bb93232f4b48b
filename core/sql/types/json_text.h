// JSON inside of SQL: a document as a tree, and paths into it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace weir::sql {

struct JsonNode {
  enum class Kind : uint8_t { kNull, kBoolean, kNumber, kString, kArray, kObject };
  Kind kind = Kind::kNull;
  bool flag = false;               // Of kBoolean.
  std::string text;                // The string without escapes; the number as it was written.
  std::vector<JsonNode> items;     // Of arrays and objects.
  std::vector<std::string> names;  // Of objects, beside items.

  bool IsScalar() const { return kind < Kind::kArray; }
};

inline constexpr int kJsonDepthMax = 500;  // Modelled: Jackson stops at 1000.

// The first value of the text; what follows it is not looked at, as Jackson does. nullopt: none.
std::optional<JsonNode> ParseJson(std::string_view text);

// "..." with escapes; what is beyond ASCII too if asked.
std::string QuoteJson(std::string_view text, bool ascii_only);
// Without blanks.
std::string WriteJson(const JsonNode& node);
// A scalar as text: true, 12, 1.5, null, and a string without quotes.
std::string ScalarText(const JsonNode& node);
// The inside of a string literal, its escapes resolved; nullopt: a wrong one.
std::optional<std::string> UnescapeJson(std::string_view inside);

// "lax $.a.b[0]", "$['a b'][*]", "strict $.a"; lax unless said.
class JsonPath {
 public:
  static Result<JsonPath> Compile(std::string_view text);
  bool strict() const { return strict_; }

  // Every node that the path leads to. nullopt: a strict path that leads nowhere.
  std::optional<std::vector<const JsonNode*>> Find(const JsonNode& root) const;

 private:
  enum class Step : uint8_t { kMember, kIndex, kAnyMember, kAnyIndex, kLast };
  struct Part {
    Step step = Step::kMember;
    std::string name;
    int64_t index = 0;
  };
  bool Follow(const Part& part, const JsonNode& node, std::vector<const JsonNode*>& out) const;

  bool strict_ = false;
  std::vector<Part> parts_;
};

}  // namespace weir::sql
