#include "core/sql/types/json_text.h"

#include <algorithm>
#include <utility>

#include "core/base/text.h"
#include "core/sql/types/format.h"
#include "core/sql/types/parse.h"
#include "core/sql/types/utf8.h"

namespace weir::sql {
namespace {

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

std::optional<uint32_t> HexUnit(std::string_view text, size_t at) {
  if (at + 4 > text.size()) return std::nullopt;
  uint32_t unit = 0;
  for (size_t i = at; i < at + 4; ++i) {
    const char c = text[i];
    const char low = static_cast<char>(c | 0x20);
    if (IsDigit(c)) {
      unit = unit * 16 + static_cast<uint32_t>(c - '0');
    } else if (low >= 'a' && low <= 'f') {
      unit = unit * 16 + static_cast<uint32_t>(low - 'a' + 10);
    } else {
      return std::nullopt;
    }
  }
  return unit;
}

class JsonReader {
 public:
  explicit JsonReader(std::string_view text) : text_(text) {}

  bool Read(JsonNode& node, int depth) {
    SkipBlanks();
    if (depth > kJsonDepthMax || at_ >= text_.size()) return false;
    switch (text_[at_]) {
      case '{':
        return Object(node, depth);
      case '[':
        return Array(node, depth);
      case '"':
        node.kind = JsonNode::Kind::kString;
        return String(node.text);
      case 't':
        node.kind = JsonNode::Kind::kBoolean;
        node.flag = true;
        return Word("true");
      case 'f':
        node.kind = JsonNode::Kind::kBoolean;
        return Word("false");
      case 'n':
        return Word("null");
      default:
        return Number(node);
    }
  }

 private:
  void SkipBlanks() {
    while (at_ < text_.size() && IsBlank(text_[at_])) ++at_;
  }
  bool Take(char c) {
    SkipBlanks();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  bool Word(std::string_view word) {
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    // "nullx" is no word.
    return at_ >= text_.size() || (text_[at_] | 0x20) < 'a' || (text_[at_] | 0x20) > 'z';
  }

  bool Number(JsonNode& node) {
    const size_t begin = at_;
    const auto digits = [&] {
      const size_t first = at_;
      while (at_ < text_.size() && IsDigit(text_[at_])) ++at_;
      return at_ > first;
    };
    if (at_ < text_.size() && text_[at_] == '-') ++at_;
    const size_t whole = at_;
    if (!digits()) return false;
    if (text_[whole] == '0' && at_ > whole + 1) return false;
    if (at_ < text_.size() && text_[at_] == '.') {
      ++at_;
      if (!digits()) return false;
    }
    if (at_ < text_.size() && (text_[at_] | 0x20) == 'e') {
      ++at_;
      if (at_ < text_.size() && (text_[at_] == '+' || text_[at_] == '-')) ++at_;
      if (!digits()) return false;
    }
    if (at_ < text_.size() && (text_[at_] | 0x20) >= 'a' && (text_[at_] | 0x20) <= 'z')
      return false;
    node.kind = JsonNode::Kind::kNumber;
    node.text = text_.substr(begin, at_ - begin);
    return true;
  }

  bool String(std::string& out) {
    size_t end = ++at_;
    while (end < text_.size() && text_[end] != '"') end += text_[end] == '\\' ? 2 : 1;
    if (end >= text_.size()) return false;
    const std::string_view inside = text_.substr(at_, end - at_);
    if (std::ranges::any_of(inside, [](char c) { return static_cast<uint8_t>(c) < ' '; }))
      return false;
    std::optional<std::string> text = UnescapeJson(inside);
    if (!text.has_value()) return false;
    out = std::move(*text);
    at_ = end + 1;
    return true;
  }

  bool Array(JsonNode& node, int depth) {
    node.kind = JsonNode::Kind::kArray;
    ++at_;
    if (Take(']')) return true;
    do {
      if (!Read(node.items.emplace_back(), depth + 1)) return false;
    } while (Take(','));
    return Take(']');
  }

  bool Object(JsonNode& node, int depth) {
    node.kind = JsonNode::Kind::kObject;
    ++at_;
    if (Take('}')) return true;
    do {
      SkipBlanks();
      std::string name;
      if (at_ >= text_.size() || text_[at_] != '"' || !String(name) || !Take(':')) return false;
      JsonNode value;
      if (!Read(value, depth + 1)) return false;
      // Of two members of a name the last one counts.
      const auto found = std::ranges::find(node.names, name);
      if (found != node.names.end()) {
        node.items[static_cast<size_t>(found - node.names.begin())] = std::move(value);
      } else {
        node.names.push_back(std::move(name));
        node.items.push_back(std::move(value));
      }
    } while (Take(','));
    return Take('}');
  }

  std::string_view text_;
  size_t at_ = 0;
};

}  // namespace

std::optional<std::string> UnescapeJson(std::string_view inside) {
  std::string out;
  for (size_t at = 0; at < inside.size(); ++at) {
    if (inside[at] != '\\') {
      out += inside[at];
      continue;
    }
    if (++at >= inside.size()) return std::nullopt;
    switch (inside[at]) {
      case '"':
      case '\\':
      case '/':
        out += inside[at];
        break;
      case 'b':
        out += '\b';
        break;
      case 'f':
        out += '\f';
        break;
      case 'n':
        out += '\n';
        break;
      case 'r':
        out += '\r';
        break;
      case 't':
        out += '\t';
        break;
      case 'u': {
        const std::optional<uint32_t> unit = HexUnit(inside, at + 1);
        if (!unit.has_value()) return std::nullopt;
        at += 4;
        uint32_t code = *unit;
        if (code >= 0xD800 && code < 0xDC00 && inside.substr(at + 1).starts_with("\\u")) {
          const std::optional<uint32_t> low = HexUnit(inside, at + 3);
          if (low.has_value() && *low >= 0xDC00 && *low < 0xE000) {
            code = 0x10000 + ((code - 0xD800) << 10) + (*low - 0xDC00);
            at += 6;
          }
        }
        AppendUtf8(code >= 0xD800 && code < 0xE000 ? 0xFFFD : code, out);
        break;
      }
      default:
        return std::nullopt;
    }
  }
  return out;
}

std::optional<JsonNode> ParseJson(std::string_view text) {
  JsonNode node;
  if (!JsonReader(text).Read(node, 0)) return std::nullopt;
  return node;
}

namespace {

void AppendUnitEscape(uint32_t unit, std::string& out) {
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += "0123456789abcdef"[unit >> shift & 15];
}

}  // namespace

std::string QuoteJson(std::string_view text, bool ascii_only) {
  std::string out = "\"";
  for (size_t at = 0; at < text.size();) {
    const size_t step = Utf8Step(text, at);
    const uint32_t code = Utf8Decode(text, at);
    switch (code) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\f':
        out += "\\f";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (code >= 0x10000 && ascii_only) {
          AppendUnitEscape(0xD800 + ((code - 0x10000) >> 10), out);
          AppendUnitEscape(0xDC00 + ((code - 0x10000) & 0x3FF), out);
        } else if (code < ' ' || (code > 0x7E && ascii_only)) {
          AppendUnitEscape(code, out);
        } else {
          out += text.substr(at, step);
        }
    }
    at += step;
  }
  return out + "\"";
}

std::string ScalarText(const JsonNode& node) {
  switch (node.kind) {
    case JsonNode::Kind::kBoolean:
      return node.flag ? "true" : "false";
    case JsonNode::Kind::kString:
      return node.text;
    case JsonNode::Kind::kNumber: {
      // Whole numbers as they are; the others went through a double in Jackson.
      if (node.text.find_first_of(".eE") == std::string::npos) return node.text;
      std::string text;
      AppendDouble(ParseDouble(node.text).value_or(0), text);
      return text;
    }
    default:
      return "null";
  }
}

std::string WriteJson(const JsonNode& node) {
  if (node.kind == JsonNode::Kind::kString) return QuoteJson(node.text, false);
  if (node.IsScalar()) return ScalarText(node);
  const bool object = node.kind == JsonNode::Kind::kObject;
  std::string out = object ? "{" : "[";
  for (size_t i = 0; i < node.items.size(); ++i) {
    if (i > 0) out += ',';
    if (object) out += QuoteJson(node.names[i], false) + ":";
    out += WriteJson(node.items[i]);
  }
  return out + (object ? "}" : "]");
}

Result<JsonPath> JsonPath::Compile(std::string_view text) {
  const std::string_view whole = text;
  const auto bad = [&] {
    return Error{
        ErrorCode::kValidation,
        StrCat({"'", whole, "' is no path: write '$.name[0]', with lax or strict before it"})};
  };
  JsonPath path;
  text = TrimSpaces(text);
  if (text.starts_with("strict ")) path.strict_ = true;
  if (path.strict_ || text.starts_with("lax ")) text = TrimSpaces(text.substr(text.find(' ')));
  if (!text.starts_with("$")) return bad();
  text.remove_prefix(1);
  while (!text.empty()) {
    Part part;
    if (text[0] == '.') {
      text.remove_prefix(1);
      const size_t end = std::min(text.find_first_of(".["), text.size());
      if (end == 0) return bad();
      part.name = text.substr(0, end);
      if (part.name == "*") part.step = Step::kAnyMember;
      text.remove_prefix(end);
    } else if (text[0] == '[') {
      const bool quoted = text.size() > 1 && (text[1] == '\'' || text[1] == '"');
      const std::string close = quoted ? std::string(1, text[1]) + "]" : "]";
      const size_t end = text.find(close, quoted ? 2 : 1);
      if (end == std::string_view::npos) return bad();
      const std::string_view inside = text.substr(quoted ? 2 : 1, end - (quoted ? 2 : 1));
      text.remove_prefix(end + close.size());
      if (quoted) {
        part.name = inside;
      } else if (inside == "*") {
        part.step = Step::kAnyIndex;
      } else if (inside == "last") {
        part.step = Step::kLast;
      } else if (const auto index = ParseInteger(inside, -1'000'000'000, 1'000'000'000)) {
        part.step = Step::kIndex;
        part.index = *index;
      } else {
        return bad();
      }
    } else {
      return bad();
    }
    path.parts_.push_back(std::move(part));
  }
  return path;
}

// False: nothing is there. Lax: a single value stands for an array of it, and a member of an array
// is that of each of its items.
bool JsonPath::Follow(const Part& part, const JsonNode& node,
                      std::vector<const JsonNode*>& out) const {
  using Kind = JsonNode::Kind;
  const size_t before = out.size();
  switch (part.step) {
    case Step::kMember:
    case Step::kAnyMember:
      if (node.kind != Kind::kObject) break;
      for (size_t i = 0; i < node.items.size(); ++i) {
        if (part.step == Step::kAnyMember || node.names[i] == part.name)
          out.push_back(&node.items[i]);
      }
      break;
    case Step::kIndex:
    case Step::kLast: {
      if (node.kind != Kind::kArray) break;
      const auto count = static_cast<int64_t>(node.items.size());
      const int64_t index = part.step == Step::kLast ? count - 1
                            : part.index < 0         ? count + part.index
                                                     : part.index;
      if (index >= 0 && index < count) out.push_back(&node.items[static_cast<size_t>(index)]);
      break;
    }
    case Step::kAnyIndex:
      if (node.kind == Kind::kArray || node.kind == Kind::kObject) {
        for (const JsonNode& item : node.items) out.push_back(&item);
      }
      return true;  // Of an empty array: nothing, and that is no fault.
  }
  return out.size() > before;
}

std::optional<std::vector<const JsonNode*>> JsonPath::Find(const JsonNode& root) const {
  std::vector<const JsonNode*> nodes = {&root};
  for (const Part& part : parts_) {
    std::vector<const JsonNode*> next;
    for (const JsonNode* node : nodes) {
      if (!Follow(part, *node, next) && strict_) return std::nullopt;
    }
    nodes = std::move(next);
  }
  return nodes;
}

}  // namespace weir::sql
