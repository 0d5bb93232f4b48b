#include "core/producer/json_scanner.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/producer/dataset_text.h"

namespace weir {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

void JsonScanner::SkipSpace() {
  while (position_ < end_ && IsJsonSpace(text_[position_])) ++position_;
}

char JsonScanner::Peek() {
  SkipSpace();
  return position_ < end_ ? text_[position_] : '\0';
}

bool JsonScanner::Consume(char c) {
  if (Peek() != c) return false;
  ++position_;
  return true;
}

Error JsonScanner::Unexpected(std::string_view expected) const {
  if (position_ >= end_) {
    return ErrorAtColumn(text_, end_, StrCat({"the ", unit_, " ends here; expected ", expected}));
  }
  size_t size = 1;
  // The whole of a character of several bytes.
  while (position_ + size < end_ && (text_[position_ + size] & 0xC0) == 0x80) ++size;
  return ErrorAtColumn(
      text_, position_,
      StrCat({"unexpected ", Quoted(text_.substr(position_, size)), "; expected ", expected}));
}

bool JsonScanner::Fail(std::string_view expected) {
  error_ = Unexpected(expected);
  return false;
}

Result<JsonValue> JsonScanner::ScanValue(JsonSelection* selection) {
  selection_ = selection;
  Rest rest;
  if (selection != nullptr) {
    rest = selection->paths;
    selection->found = {};
  }
  JsonValue value;
  if (!Value(0, rest, value)) return error_;
  return value;
}

Result<JsonValue> JsonScanner::ScanName() {
  SkipSpace();
  const size_t begin = position_;
  if (!String()) return error_;
  const JsonValue name{JsonKind::kString, text_.substr(begin, position_ - begin)};
  if (!Consume(':')) return Unexpected("\":\"");
  return name;
}

Result<void> JsonScanner::ExpectEnd() {
  SkipSpace();
  if (position_ < end_) return Unexpected(StrCat({"the end of the ", unit_}));
  return {};
}

bool JsonScanner::Value(int depth, const Rest& rest, JsonValue& value) {
  const char first = Peek();
  const size_t begin = position_;
  bool good = false;
  switch (first) {
    case '{':
      value.kind = JsonKind::kObject;
      good = Object(depth + 1, rest);
      break;
    case '[':
      value.kind = JsonKind::kArray;
      good = Array(depth + 1);
      break;
    case '"':
      value.kind = JsonKind::kString;
      good = String();
      break;
    case 't':
    case 'f':
      value.kind = JsonKind::kBool;
      good = Literal(first == 't' ? "true" : "false");
      break;
    case 'n':
      value.kind = JsonKind::kNull;
      good = Literal("null");
      break;
    default:
      value.kind = JsonKind::kNumber;
      good = Number();
      break;
  }
  value.raw = text_.substr(begin, position_ - begin);
  return good;
}

bool JsonScanner::Object(int depth, const Rest& rest) {
  if (depth > kJsonDepthMax) return Fail("at most 64 levels of nesting");
  ++position_;
  if (Consume('}')) return true;
  JsonValue value;
  do {
    SkipSpace();
    const size_t begin = position_;
    if (!String()) return false;
    Rest below;
    const uint32_t ended =
        Match({JsonKind::kString, text_.substr(begin, position_ - begin)}, rest, below);
    if (!Consume(':')) return Fail("\":\"");
    if (!Value(depth, below, value)) return false;
    for (size_t i = 0; ended != 0 && i < rest.size(); ++i) {
      if ((ended >> i & 1) != 0) selection_->found[i] = value;
    }
  } while (Consume(','));
  return Consume('}') || Fail("\",\" or \"}\"");
}

bool JsonScanner::Array(int depth) {
  if (depth > kJsonDepthMax) return Fail("at most 64 levels of nesting");
  ++position_;
  if (Consume(']')) return true;
  JsonValue value;
  do {
    if (!Value(depth, Rest{}, value)) return false;
  } while (Consume(','));
  return Consume(']') || Fail("\",\" or \"]\"");
}

uint32_t JsonScanner::Match(const JsonValue& name, const Rest& rest, Rest& below) {
  if (rest == Rest{}) return 0;
  const std::string_view text = name.Text(scratch_);
  uint32_t ended = 0;
  for (size_t i = 0; i < rest.size(); ++i) {
    if (rest[i].empty() || !rest[i].starts_with(text)) continue;
    const std::string_view after = rest[i].substr(text.size());
    if (after.empty()) {
      ended |= 1U << i;
    } else if (after.front() == '.') {
      below[i] = after.substr(1);
    }
  }
  return ended;
}

bool JsonScanner::String() {
  if (position_ >= end_ || text_[position_] != '"') return Fail("a string");
  ++position_;
  while (position_ < end_) {
    const char c = text_[position_];
    if (c == '"') {
      ++position_;
      return true;
    }
    if (static_cast<uint8_t>(c) < 0x20) return Fail("an escape such as \\n in a string");
    if (c != '\\') {
      ++position_;
    } else if (!Escape()) {
      return false;
    }
  }
  return Fail("the closing quote of a string");
}

bool JsonScanner::Escape() {
  ++position_;
  constexpr std::string_view kEscapes = "\"\\/bfnrtu";
  if (position_ >= end_ || kEscapes.find(text_[position_]) == std::string_view::npos) {
    return Fail("one of \" \\ / b f n r t u after \\");
  }
  const bool unicode = text_[position_] == 'u';
  ++position_;
  for (int i = 0; unicode && i < 4; ++i, ++position_) {
    if (position_ >= end_ || JsonHexValue(text_[position_]) > 15) {
      return Fail("four hexadecimal digits after \\u");
    }
  }
  return true;
}

bool JsonScanner::Digits() {
  const size_t begin = position_;
  while (position_ < end_ && IsDigit(text_[position_])) ++position_;
  return position_ > begin;
}

bool JsonScanner::Number() {
  const auto next_is = [&](char a, char b) {
    const bool is = position_ < end_ && (text_[position_] == a || text_[position_] == b);
    if (is) ++position_;
    return is;
  };
  const bool negative = next_is('-', '-');
  const bool zero = next_is('0', '0');  // A zero stands alone: 01 is no number.
  if (!zero && !Digits()) return Fail(negative ? "a digit" : "a value");
  if (next_is('.', '.') && !Digits()) return Fail("a digit");
  if (next_is('e', 'E')) {
    next_is('+', '-');
    if (!Digits()) return Fail("a digit");
  }
  return true;
}

bool JsonScanner::Literal(std::string_view word) {
  if (text_.substr(position_, std::min(word.size(), end_ - position_)) != word) {
    return Fail("a value");
  }
  position_ += word.size();
  return true;
}

std::vector<std::string> MemberPaths(std::string_view json) {
  std::vector<std::string> paths;
  std::string scratch;
  const auto list = [&](const auto& self, std::string_view object, const std::string& prefix) {
    JsonScanner scanner(object, 0, object.size(), "value");
    scanner.Consume('{');
    while (scanner.Peek() == '"') {
      const Result<JsonValue> name = scanner.ScanName();
      const Result<JsonValue> value = scanner.ScanValue();
      if (!name.ok() || !value.ok()) return;
      std::string path = StrCat({prefix, name.value().Text(scratch)});
      if (value.value().kind == JsonKind::kObject && prefix.empty()) {
        self(self, value.value().raw, path + ".");
      } else {
        paths.push_back(std::move(path));
      }
      scanner.Consume(',');
    }
  };
  list(list, json, "");
  return paths;
}

}  // namespace weir
