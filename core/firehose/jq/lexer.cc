#include "core/firehose/jq/lexer.h"

#include "core/base/text.h"

namespace weir {
namespace {

bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  Result<std::vector<JqToken>> All() {
    std::vector<JqToken> tokens;
    for (;;) {
      SkipSpaceAndComments();
      JqToken token;
      token.at = at_;
      if (at_ < text_.size()) {
        if (!One(token)) return error_;
        token.text = token.kind == JqTokenKind::kString
                         ? text_.substr(token.at + 1, at_ - token.at - 2)
                         : text_.substr(token.at, at_ - token.at);
      }
      tokens.push_back(token);
      if (token.kind == JqTokenKind::kEnd) return tokens;
    }
  }

 private:
  char Peek(size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }

  void SkipSpaceAndComments() {
    while (at_ < text_.size() && (IsSpace(text_[at_]) || text_[at_] == '#')) {
      if (text_[at_] == '#') {
        while (at_ < text_.size() && text_[at_] != '\n') ++at_;
      } else {
        ++at_;
      }
    }
  }

  void SkipName() {
    while (IsLetter(Peek()) || IsDigit(Peek()) ||
           (Peek() == ':' && Peek(1) == ':' && IsLetter(Peek(2)))) {
      at_ += Peek() == ':' ? 2 : 1;
    }
  }

  bool One(JqToken& token) {
    const char c = Peek();
    if (IsLetter(c)) {
      token.kind = JqTokenKind::kName;
      SkipName();
    } else if ((c == '.' || c == '$' || c == '@') && IsLetter(Peek(1))) {
      token.kind = c == '.'   ? JqTokenKind::kField
                   : c == '$' ? JqTokenKind::kVariable
                              : JqTokenKind::kFormat;
      ++at_;
      while (IsLetter(Peek()) || IsDigit(Peek())) ++at_;
    } else if (c == '@' && IsDigit(Peek(1))) {
      token.kind = JqTokenKind::kFormat;
      ++at_;
      while (IsLetter(Peek()) || IsDigit(Peek())) ++at_;
    } else if (IsDigit(c) || (c == '.' && IsDigit(Peek(1)))) {
      token.kind = JqTokenKind::kNumber;
      Number();
    } else if (c == '"') {
      token.kind = JqTokenKind::kString;
      return String();
    } else {
      token.kind = JqTokenKind::kSign;
      return Sign();
    }
    return true;
  }

  void Number() {
    while (IsDigit(Peek())) ++at_;
    if (Peek() == '.') {
      ++at_;
      while (IsDigit(Peek())) ++at_;
    }
    const size_t sign = Peek(1) == '+' || Peek(1) == '-' ? 2 : 1;
    if ((Peek() == 'e' || Peek() == 'E') && IsDigit(Peek(sign))) {
      at_ += sign;
      while (IsDigit(Peek())) ++at_;
    }
  }

  // To the closing quote; within \(...) parentheses nest, and so may strings.
  bool String() {
    const size_t begin = at_++;
    if (++depth_ > kDepthMax) {
      error_ = JqSyntaxError("strings nested too deeply", begin);
      return false;
    }
    while (at_ < text_.size() && text_[at_] != '"') {
      if (text_[at_] != '\\') {
        ++at_;
      } else if (Peek(1) == '(') {
        at_ += 2;
        if (!Interpolation()) return false;
      } else {
        at_ += 2;
      }
    }
    if (at_ >= text_.size()) {
      error_ = JqSyntaxError("QQSTRING_START, unterminated string literal", begin);
      return false;
    }
    ++at_;
    --depth_;
    return true;
  }

  bool Interpolation() {
    for (size_t open = 1; open > 0;) {
      SkipSpaceAndComments();
      const char c = Peek();
      if (at_ >= text_.size()) {
        error_ = JqSyntaxError("$end", at_, "')'");
        return false;
      }
      if (c == '"') {
        if (!String()) return false;
        continue;
      }
      if (c == '(') ++open;
      if (c == ')') --open;
      ++at_;
    }
    return true;
  }

  bool Sign() {
    constexpr std::string_view kLong[] = {
        "?//", "//=", "|=", "+=", "-=", "*=", "/=", "%=", "==", "!=", "<=", ">=", "//", ".."};
    for (const std::string_view sign : kLong) {
      if (text_.substr(at_, sign.size()) == sign) {
        at_ += sign.size();
        return true;
      }
    }
    if (std::string_view(".[]{}()|,:;+-*/%=<>?$@").find(text_[at_]) == std::string_view::npos) {
      error_ = JqSyntaxError("INVALID_CHARACTER", at_);
      return false;
    }
    ++at_;
    return true;
  }

  static constexpr int kDepthMax = 32;

  std::string_view text_;
  size_t at_ = 0;
  int depth_ = 0;
  Error error_;
};

}  // namespace

Error JqSyntaxError(std::string_view unexpected, size_t at, std::string_view expected) {
  return Error{
      ErrorCode::kInvalidArgument,
      StrCat({"jq: syntax error, unexpected ", unexpected, expected.empty() ? "" : ", expecting ",
              expected, " at character ", std::to_string(at + 1)})};
}

size_t FindJqInterpolation(std::string_view text) {
  for (size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '\\') continue;
    if (at + 1 < text.size() && text[at + 1] == '(') return at;
    ++at;
  }
  return text.size();
}

namespace {

size_t ClosingQuote(std::string_view text, size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] != '\\') continue;
    if (at + 1 < text.size() && text[at + 1] == '(') {
      at += ClosingJqParenthesis(text.substr(at));
    } else {
      ++at;
    }
  }
  return at;
}

}  // namespace

size_t ClosingJqParenthesis(std::string_view text) {
  size_t open = 1;
  for (size_t at = 2; at < text.size(); ++at) {
    if (text[at] == '"') {
      at = ClosingQuote(text, at);
    } else if (text[at] == '(') {
      ++open;
    } else if (text[at] == ')' && --open == 0) {
      return at;
    }
  }
  return text.size();
}

Result<std::vector<JqToken>> LexJq(std::string_view text) { return Lexer(text).All(); }

}  // namespace weir
