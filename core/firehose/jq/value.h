// A JSON value as jq knows it. Values are immutable and share what they hold: copying one is cheap.
//
// Numbers are IEEE doubles because jq's are: 0.1 + 0.2 must be 0.30000000000000004 here too. Only
// + - * / and comparisons touch them, which give the same bits everywhere; printing is our own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace weir {

class JqValue;
using JqArray = std::vector<JqValue>;
struct JqObject;

// In the order in which jq sorts values of different kinds.
enum class JqKind : uint8_t { kNull, kFalse, kTrue, kNumber, kString, kArray, kObject };

class JqValue {
 public:
  JqValue() = default;  // null
  static JqValue Bool(bool value);
  static JqValue Number(double value);
  static JqValue String(std::string value);
  static JqValue Array(JqArray value);
  static JqValue Object(JqObject value);

  JqKind kind() const { return kind_; }
  bool is(JqKind kind) const { return kind_ == kind; }
  bool truthy() const { return kind_ > JqKind::kFalse; }
  // How deep arrays and objects stand in each other; 0 for what holds nothing.
  uint32_t depth() const { return depth_; }

  double number() const { return number_; }
  const std::string& string() const { return *static_cast<const std::string*>(held_.get()); }
  const JqArray& array() const { return *static_cast<const JqArray*>(held_.get()); }
  const JqObject& object() const { return *static_cast<const JqObject*>(held_.get()); }

  // "null", "boolean", "number", "string", "array", "object".
  std::string_view KindName() const;

 private:
  JqKind kind_ = JqKind::kNull;
  uint32_t depth_ = 0;
  double number_ = 0;
  std::shared_ptr<const void> held_;
};

// Members in the order in which they were first set; a large one has an index.
struct JqObject {
  std::vector<std::pair<std::string, JqValue>> members;
  std::map<std::string, size_t, std::less<>> index;

  const JqValue* Find(std::string_view key) const;
  void Set(std::string_view key, JqValue value);
  void Erase(std::string_view key);
  // Places in `members`, sorted by key.
  std::vector<size_t> Sorted() const;
};

// jq's order of all values: negative, 0, positive. NaN is less than every number.
int JqCompare(const JqValue& a, const JqValue& b);

// How many code points `text` has; each byte that is not UTF-8 counts as one.
size_t JqLength(std::string_view text);
// The offset of code point `index`, at most the size.
size_t JqOffset(std::string_view text, size_t index);
// The code point at `at`, which moves past it. U+FFFD for what is not UTF-8.
uint32_t JqNextCodePoint(std::string_view text, size_t& at);
void JqAppendCodePoint(std::string& text, uint32_t code_point);

}  // namespace weir
