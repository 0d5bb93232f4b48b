#include "core/firehose/jq/json.h"

#include <algorithm>
#include <cstdint>

#include "core/base/text.h"
#include "core/firehose/jq/number.h"

namespace weir {
namespace {

uint32_t HexValue(char c) {
  if (c >= '0' && c <= '9') return static_cast<uint32_t>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<uint32_t>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<uint32_t>(c - 'A' + 10);
  return 16;
}

class Parser {
 public:
  Parser(std::string_view text, size_t at) : text_(text), at_(at) {}

  bool Value(JqValue& value, uint32_t depth) {
    SkipSpace();
    if (at_ == text_.size()) return Fail("a value is missing");
    if (depth > kJqParseDepthMax) return Fail("Exceeds depth limit for parsing");
    switch (text_[at_]) {
      case '{':
        return Object(value, depth);
      case '[':
        return Array(value, depth);
      case '"': {
        std::string string;
        if (!String(string)) return false;
        value = JqValue::String(std::move(string));
        return true;
      }
      default:
        return Word(value);
    }
  }

  void SkipSpace() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r')) {
      ++at_;
    }
  }
  size_t at() const { return at_; }
  Error TakeError() { return std::move(error_); }
  bool Fail(std::string_view what) {
    error_ = Error{ErrorCode::kInput, StrCat({what, " at byte ", std::to_string(at_)})};
    return false;
  }

 private:
  bool Next(char c) {
    SkipSpace();
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  bool Object(JqValue& value, uint32_t depth) {
    ++at_;
    JqObject object;
    if (!Next('}')) {
      do {
        SkipSpace();
        std::string key;
        if (at_ == text_.size() || text_[at_] != '"') return Fail("Object keys must be strings");
        if (!String(key)) return false;
        if (!Next(':')) return Fail("Objects must consist of key:value pairs");
        JqValue member;
        if (!Value(member, depth + 1)) return false;
        object.Set(key, std::move(member));
      } while (Next(','));
      if (!Next('}')) return Fail("Unfinished JSON term");
    }
    value = JqValue::Object(std::move(object));
    return true;
  }

  bool Array(JqValue& value, uint32_t depth) {
    ++at_;
    JqArray array;
    if (!Next(']')) {
      do {
        if (!Value(array.emplace_back(), depth + 1)) return false;
      } while (Next(','));
      if (!Next(']')) return Fail("Unfinished JSON term");
    }
    value = JqValue::Array(std::move(array));
    return true;
  }

  // Bytes that are not UTF-8 become U+FFFD.
  bool String(std::string& string) {
    ++at_;
    while (at_ < text_.size() && text_[at_] != '"') {
      if (text_[at_] == '\\') {
        if (!Escape(string)) return false;
      } else {
        JqAppendCodePoint(string, JqNextCodePoint(text_, at_));
      }
    }
    if (at_ == text_.size()) return Fail("Unfinished string");
    ++at_;
    return true;
  }

  bool Hex4(uint32_t& value) {
    if (text_.size() - at_ < 4) return Fail("Invalid escape");
    value = 0;
    for (size_t i = 0; i < 4; ++i) {
      const uint32_t digit = HexValue(text_[at_ + i]);
      if (digit == 16) return Fail("Invalid escape");
      value = value << 4 | digit;
    }
    at_ += 4;
    return true;
  }

  bool Escape(std::string& string) {
    if (++at_ == text_.size()) return Fail("Unfinished string");
    constexpr std::string_view kNames = "\"\\/bfnrt";
    constexpr std::string_view kValues = "\"\\/\b\f\n\r\t";
    const char c = text_[at_++];
    if (const size_t place = kNames.find(c); place != std::string_view::npos) {
      string += kValues[place];
      return true;
    }
    if (c != 'u') return Fail("Invalid escape");
    uint32_t code_point = 0;
    if (!Hex4(code_point)) return false;
    const bool high = code_point >= 0xd800 && code_point < 0xdc00;
    if (high && text_.substr(at_, 2) == "\\u") {
      at_ += 2;
      uint32_t low = 0;
      if (!Hex4(low)) return false;
      // Half of a pair becomes U+FFFD (in JqAppendCodePoint).
      code_point = low >= 0xdc00 && low < 0xe000
                       ? 0x10000 + ((code_point - 0xd800) << 10) + (low - 0xdc00)
                       : 0xfffd;
    }
    JqAppendCodePoint(string, code_point);
    return true;
  }

  bool Word(JqValue& value) {
    const size_t end = std::min(text_.find_first_of(" \t\n\r,:{}[]\"", at_), text_.size());
    const std::string_view word = text_.substr(at_, end - at_);
    if (word == "true" || word == "false") {
      value = JqValue::Bool(word == "true");
    } else if (word == "null") {
      value = JqValue();
    } else if (const auto number = ParseJqNumber(word)) {
      value = JqValue::Number(*number);
    } else {
      return Fail("Invalid literal");
    }
    at_ = end;
    return true;
  }

  std::string_view text_;
  size_t at_;
  Error error_;
};

}  // namespace

void AppendJqString(std::string& text, std::string_view string) {
  text += '"';
  for (const char c : string) {
    const uint8_t byte = static_cast<uint8_t>(c);
    if (c == '"' || c == '\\') {
      text += '\\';
      text += c;
    } else if (byte >= 0x20 && byte != 0x7f) {
      text += c;
    } else if (const size_t place = std::string_view("\b\f\n\r\t").find(c);
               place != std::string_view::npos && c != '\0') {
      text += '\\';
      text += "bfnrt"[place];
    } else {
      text += "\\u00";
      text += "0123456789abcdef"[byte >> 4];
      text += "0123456789abcdef"[byte & 15];
    }
  }
  text += '"';
}

Result<JqValue> ParseJqJson(std::string_view text, size_t& at) {
  Parser parser(text, at);
  JqValue value;
  if (!parser.Value(value, 0)) return parser.TakeError();
  parser.SkipSpace();
  at = parser.at();
  return value;
}

Result<JqValue> ParseJqJson(std::string_view text) {
  size_t at = 0;
  Result<JqValue> value = ParseJqJson(text, at);
  if (value.ok() && at != text.size()) {
    return Error{ErrorCode::kInput,
                 StrCat({"Unexpected extra JSON values at byte ", std::to_string(at)})};
  }
  return value;
}

void AppendJqJson(std::string& text, const JqValue& value) {
  switch (value.kind()) {
    case JqKind::kNull:
      text += "null";
      return;
    case JqKind::kFalse:
      text += "false";
      return;
    case JqKind::kTrue:
      text += "true";
      return;
    case JqKind::kNumber:
      text += JqNumberText(value.number());
      return;
    case JqKind::kString:
      AppendJqString(text, value.string());
      return;
    case JqKind::kArray: {
      char before = '[';
      for (const JqValue& item : value.array()) {
        text += before;
        AppendJqJson(text, item);
        before = ',';
      }
      text += before == '[' ? "[]" : "]";
      return;
    }
    case JqKind::kObject: {
      char before = '{';
      for (const auto& [key, item] : value.object().members) {
        text += before;
        AppendJqString(text, key);
        text += ':';
        AppendJqJson(text, item);
        before = ',';
      }
      text += before == '{' ? "{}" : "}";
      return;
    }
  }
}

std::string JqJsonText(const JqValue& value) {
  std::string text;
  AppendJqJson(text, value);
  return text;
}

std::string JqText(const JqValue& value) {
  return value.is(JqKind::kString) ? value.string() : JqJsonText(value);
}

}  // namespace weir
