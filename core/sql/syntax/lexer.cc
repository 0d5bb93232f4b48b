#include "core/sql/syntax/lexer.h"

#include <array>

#include "core/base/text.h"
#include "core/sql/types/utf8.h"
#include "core/sql/types/words.h"

namespace weir::sql {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsHexDigit(char c) { return IsDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
// Letters beyond ASCII are letters, as in Java.
bool IsWordStart(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool IsWordPart(char c) { return IsWordStart(c) || IsDigit(c) || c == '$'; }
bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

constexpr std::array<std::string_view, 8> kLongSymbols = {
    "<=", ">=", "<>", "!=", "||", "=>", "::", "->"};
constexpr std::string_view kShortSymbols = "()[]{},.;+-*/%=<>?:|^@$!&";

class Lexer {
 public:
  Lexer(std::string_view text, Dialect dialect) : text_(text), dialect_(dialect) {}

  Result<std::vector<Token>> Run() {
    std::vector<Token> tokens;
    for (;;) {
      if (Result<void> done = SkipBlanks(); !done.ok()) return done.error();
      Result<Token> token = Next();
      if (!token.ok()) return token.error();
      tokens.push_back(std::move(token).value());
      if (tokens.back().kind == TokenKind::kEnd) return tokens;
    }
  }

 private:
  char Peek(size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  bool AtEnd() const { return at_ >= text_.size(); }
  Span From(size_t begin) const {
    return {static_cast<uint32_t>(begin), static_cast<uint32_t>(at_)};
  }
  Error Fail(size_t begin, std::string_view problem) const {
    return SqlError(text_, From(begin), problem);
  }

  Result<void> SkipBlanks() {
    for (;;) {
      if (IsBlank(Peek()) && !AtEnd()) {
        ++at_;
      } else if (Peek() == '-' && Peek(1) == '-') {
        while (!AtEnd() && Peek() != '\n') ++at_;
      } else if (Peek() == '/' && Peek(1) == '*') {
        const size_t begin = at_;
        const size_t close = text_.find("*/", at_ + 2);
        at_ += 2;
        if (close == std::string_view::npos)
          return Fail(begin, "this comment has no end: */ is missing");
        at_ = close + 2;
      } else {
        return {};
      }
    }
  }

  Result<Token> Next() {
    const size_t begin = at_;
    Token token;
    if (AtEnd()) {
      token.span = From(begin);
      return token;
    }
    const char c = Peek();
    if ((c == 'x' || c == 'X') && Peek(1) == '\'') return Binary();
    if ((c == 'u' || c == 'U') && Peek(1) == '&' && Peek(2) == '\'') return Unicode();
    if ((c == 'n' || c == 'N') && Peek(1) == '\'') ++at_;  // N'text' is 'text'.
    if (Peek() == '\'') return Quoted('\'', TokenKind::kString);
    if (c == '`') {
      if (dialect_ == Dialect::kFlink) return Quoted('`', TokenKind::kQuoted);
      ++at_;
      return Fail(begin, "names are quoted with \" in this dialect, not with `");
    }
    if (c == '"') {
      if (dialect_ == Dialect::kKinesisAnalytics) return Quoted('"', TokenKind::kQuoted);
      ++at_;
      return Fail(begin, "names are quoted with ` and texts with ' in Flink SQL, not with \"");
    }
    if (IsWordStart(c)) return Word();
    if (IsDigit(c) || (c == '.' && IsDigit(Peek(1)))) return Number();
    return Symbol();
  }

  Result<Token> Quoted(char quote, TokenKind kind) {
    const size_t begin = at_++;
    Token token;
    token.kind = kind;
    for (;;) {
      const size_t next = text_.find(quote, at_);
      if (next == std::string_view::npos) {
        return SqlError(text_, {static_cast<uint32_t>(begin), static_cast<uint32_t>(begin + 1)},
                        kind == TokenKind::kString ? "this text has no end: a ' is missing"
                                                   : "this name has no end: its quote is missing");
      }
      token.text += text_.substr(at_, next - at_);
      at_ = next + 1;
      if (Peek() != quote || AtEnd()) break;
      token.text += quote;  // A doubled quote is one.
      ++at_;
    }
    token.span = From(begin);
    if (kind == TokenKind::kQuoted && token.text.empty()) return Fail(begin, "an empty name");
    return token;
  }

  Result<Token> Binary() {
    const size_t begin = at_++;
    Result<Token> token = Quoted('\'', TokenKind::kBinary);
    if (!token.ok()) return token;
    token.value().span.begin = static_cast<uint32_t>(begin);
    for (const char c : token.value().text) {
      if (!IsHexDigit(c))
        return Fail(begin, "a binary literal is hexadecimal digits, such as x'0cff'");
    }
    if (token.value().text.size() % 2 != 0) {
      return Fail(begin, "a binary literal has two digits for each byte");
    }
    return token;
  }

  // U&'\263A' or U&'!263A' UESCAPE '!': four digits, six after a +, or the escape itself.
  Result<Token> Unicode() {
    const size_t begin = at_;
    at_ += 2;
    Result<Token> token = Quoted('\'', TokenKind::kString);
    if (!token.ok()) return token;
    char escape = '\\';
    const size_t behind = at_;
    if (Result<void> done = SkipBlanks(); !done.ok()) return done.error();
    if (UpperAscii(text_.substr(at_, 7)) == "UESCAPE" && !IsWordPart(Peek(7))) {
      at_ += 7;
      if (Result<void> done = SkipBlanks(); !done.ok()) return done.error();
      if (Peek() != '\'' || Peek(2) != '\'') return Fail(begin, "UESCAPE wants one character");
      escape = Peek(1);
      at_ += 3;
    } else {
      at_ = behind;
    }
    const std::string raw = std::move(token.value().text);
    std::string& text = token.value().text;
    text.clear();
    for (size_t i = 0; i < raw.size();) {
      if (raw[i] != escape) {
        text += raw[i++];
        continue;
      }
      if (i + 1 < raw.size() && raw[i + 1] == escape) {
        text += escape;
        i += 2;
        continue;
      }
      const bool wide = i + 1 < raw.size() && raw[i + 1] == '+';
      const size_t first = i + (wide ? 2 : 1);
      const size_t digits = wide ? 6 : 4;
      uint32_t code = 0;
      for (size_t at = first; at < first + digits; ++at) {
        if (at >= raw.size() || !IsHexDigit(raw[at])) {
          return Fail(begin, "a character by its number has four hexadecimal digits: \\263A");
        }
        const char c = raw[at];
        code = code * 16 + static_cast<uint32_t>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
      }
      if (code > 0x10FFFF) return Fail(begin, "there is no character of this number");
      AppendUtf8(code, text);
      i = first + digits;
    }
    token.value().span = From(begin);
    return token;
  }

  Token Word() {
    const size_t begin = at_;
    while (!AtEnd() && IsWordPart(Peek())) ++at_;
    Token token;
    token.kind = TokenKind::kWord;
    token.span = From(begin);
    token.text = text_.substr(begin, at_ - begin);
    token.upper = UpperAscii(token.text);
    return token;
  }

  Result<Token> Number() {
    const size_t begin = at_;
    while (IsDigit(Peek())) ++at_;
    if (Peek() == '.' && Peek(1) != '.') {
      ++at_;
      while (IsDigit(Peek())) ++at_;
    }
    if (Peek() == 'e' || Peek() == 'E') {
      const size_t sign = Peek(1) == '+' || Peek(1) == '-' ? 2 : 1;
      if (IsDigit(Peek(sign))) {
        at_ += sign;
        while (IsDigit(Peek())) ++at_;
      }
    }
    if (IsWordStart(Peek()) && !AtEnd()) {
      while (!AtEnd() && IsWordPart(Peek())) ++at_;
      return Fail(begin, "neither a number nor a name: a name that begins with a digit is quoted");
    }
    Token token;
    token.kind = TokenKind::kNumber;
    token.span = From(begin);
    token.text = text_.substr(begin, at_ - begin);
    return token;
  }

  Result<Token> Symbol() {
    const size_t begin = at_;
    for (const std::string_view symbol : kLongSymbols) {
      if (text_.substr(at_, 2) != symbol) continue;
      at_ += 2;
      return SymbolToken(begin);
    }
    ++at_;
    if (kShortSymbols.find(text_[begin]) == std::string_view::npos) {
      return Fail(begin, "this character has no place in SQL");
    }
    return SymbolToken(begin);
  }

  Token SymbolToken(size_t begin) const {
    Token token;
    token.kind = TokenKind::kSymbol;
    token.span = From(begin);
    token.text = text_.substr(begin, at_ - begin);
    token.upper = token.text;
    return token;
  }

  std::string_view text_;
  Dialect dialect_;
  size_t at_ = 0;
};

}  // namespace

Result<std::vector<Token>> Tokenize(std::string_view text, Dialect dialect) {
  if (text.size() > kSqlTextMax) {
    return Error{ErrorCode::kInput,
                 StrCat({"a SQL text of ", WithThousands(static_cast<int64_t>(text.size())),
                         " bytes: at most 16 MiB are read"})};
  }
  return Lexer(text, dialect).Run();
}

}  // namespace weir::sql
