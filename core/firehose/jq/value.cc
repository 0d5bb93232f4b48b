#include "core/firehose/jq/value.h"

#include <algorithm>
#include <numeric>

namespace weir {
namespace {

constexpr size_t kMembersWithoutIndex = 16;

template <typename T>
int Order(const T& a, const T& b) {
  return a < b ? -1 : b < a ? 1 : 0;
}

int CompareNumbers(double a, double b) {
  // NaN is less than anything, itself included, as in jq.
  if (a != a) return -1;
  return b != b ? 1 : Order(a, b);
}

int CompareArrays(const JqArray& a, const JqArray& b) {
  for (size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    if (const int order = JqCompare(a[i], b[i]); order != 0) return order;
  }
  return Order(a.size(), b.size());
}

// First the sets of keys as sorted arrays, then the values in the order of the keys.
int CompareObjects(const JqObject& a, const JqObject& b) {
  const std::vector<size_t> of_a = a.Sorted();
  const std::vector<size_t> of_b = b.Sorted();
  for (size_t i = 0; i < std::min(of_a.size(), of_b.size()); ++i) {
    const int order = a.members[of_a[i]].first.compare(b.members[of_b[i]].first);
    if (order != 0) return order < 0 ? -1 : 1;
  }
  if (of_a.size() != of_b.size()) return Order(of_a.size(), of_b.size());
  for (size_t i = 0; i < of_a.size(); ++i) {
    const int order = JqCompare(a.members[of_a[i]].second, b.members[of_b[i]].second);
    if (order != 0) return order;
  }
  return 0;
}

}  // namespace

JqValue JqValue::Bool(bool value) {
  JqValue made;
  made.kind_ = value ? JqKind::kTrue : JqKind::kFalse;
  return made;
}

JqValue JqValue::Number(double value) {
  JqValue made;
  made.kind_ = JqKind::kNumber;
  made.number_ = value;
  return made;
}

JqValue JqValue::String(std::string value) {
  JqValue made;
  made.kind_ = JqKind::kString;
  made.held_ = std::make_shared<const std::string>(std::move(value));
  return made;
}

JqValue JqValue::Array(JqArray value) {
  JqValue made;
  made.kind_ = JqKind::kArray;
  for (const JqValue& item : value) made.depth_ = std::max(made.depth_, item.depth_);
  ++made.depth_;
  made.held_ = std::make_shared<const JqArray>(std::move(value));
  return made;
}

JqValue JqValue::Object(JqObject value) {
  JqValue made;
  made.kind_ = JqKind::kObject;
  for (const auto& [key, item] : value.members) made.depth_ = std::max(made.depth_, item.depth_);
  ++made.depth_;
  made.held_ = std::make_shared<const JqObject>(std::move(value));
  return made;
}

std::string_view JqValue::KindName() const {
  constexpr std::string_view kNames[] = {"null",   "boolean", "boolean", "number",
                                         "string", "array",   "object"};
  return kNames[static_cast<size_t>(kind_)];
}

const JqValue* JqObject::Find(std::string_view key) const {
  if (members.size() > kMembersWithoutIndex) {
    const auto found = index.find(key);
    return found == index.end() ? nullptr : &members[found->second].second;
  }
  for (const auto& member : members) {
    if (member.first == key) return &member.second;
  }
  return nullptr;
}

void JqObject::Set(std::string_view key, JqValue value) {
  if (const JqValue* found = Find(key)) {
    const_cast<JqValue&>(*found) = std::move(value);  // This object is not const.
    return;
  }
  members.emplace_back(key, std::move(value));
  if (members.size() <= kMembersWithoutIndex) return;
  if (!index.empty()) {
    index.emplace(key, members.size() - 1);
    return;
  }
  for (size_t i = 0; i < members.size(); ++i) index.emplace(members[i].first, i);
}

void JqObject::Erase(std::string_view key) {
  const auto found =
      std::ranges::find_if(members, [&](const auto& member) { return member.first == key; });
  if (found == members.end()) return;
  members.erase(found);
  index.clear();
  if (members.size() <= kMembersWithoutIndex) return;
  for (size_t i = 0; i < members.size(); ++i) index.emplace(members[i].first, i);
}

std::vector<size_t> JqObject::Sorted() const {
  std::vector<size_t> places(members.size());
  std::iota(places.begin(), places.end(), size_t{0});
  std::ranges::sort(places, {},
                    [&](size_t place) -> const std::string& { return members[place].first; });
  return places;
}

int JqCompare(const JqValue& a, const JqValue& b) {
  if (a.kind() != b.kind()) return Order(a.kind(), b.kind());
  switch (a.kind()) {
    case JqKind::kNumber:
      return CompareNumbers(a.number(), b.number());
    case JqKind::kString: {
      const int order = a.string().compare(b.string());
      return order < 0 ? -1 : order > 0 ? 1 : 0;
    }
    case JqKind::kArray:
      return CompareArrays(a.array(), b.array());
    case JqKind::kObject:
      return CompareObjects(a.object(), b.object());
    default:
      return 0;
  }
}

uint32_t JqNextCodePoint(std::string_view text, size_t& at) {
  const auto byte = [&](size_t i) { return static_cast<uint32_t>(static_cast<uint8_t>(text[i])); };
  const uint32_t first = byte(at++);
  if (first < 0x80) return first;
  const size_t more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
  if (first < 0xc2 || first > 0xf4) return 0xfffd;
  uint32_t code_point = first & (0x3fU >> more);
  size_t end = at;
  for (size_t i = 0; i < more; ++i, ++end) {
    if (end >= text.size() || (byte(end) & 0xc0) != 0x80) return 0xfffd;
    code_point = code_point << 6 | (byte(end) & 0x3f);
  }
  constexpr uint32_t kLeast[] = {0, 0x80, 0x800, 0x10000};
  const bool surrogate = code_point >= 0xd800 && code_point < 0xe000;
  if (code_point < kLeast[more] || code_point > 0x10ffff || surrogate) return 0xfffd;
  at = end;
  return code_point;
}

size_t JqLength(std::string_view text) {
  size_t count = 0;
  for (size_t at = 0; at < text.size(); ++count) JqNextCodePoint(text, at);
  return count;
}

size_t JqOffset(std::string_view text, size_t index) {
  size_t at = 0;
  for (size_t i = 0; i < index && at < text.size(); ++i) JqNextCodePoint(text, at);
  return at;
}

void JqAppendCodePoint(std::string& text, uint32_t c) {
  if (c > 0x10ffff || (c >= 0xd800 && c < 0xe000)) c = 0xfffd;
  if (c < 0x80) {
    text += static_cast<char>(c);
    return;
  }
  const int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
  constexpr uint32_t kFirst[] = {0, 0xc0, 0xe0, 0xf0};
  text += static_cast<char>(kFirst[more] | c >> (6 * more));
  for (int i = more - 1; i >= 0; --i) text += static_cast<char>(0x80 | (c >> (6 * i) & 0x3f));
}

}  // namespace weir
