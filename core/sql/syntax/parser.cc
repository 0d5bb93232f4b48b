#include "core/sql/syntax/parser.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/base/text.h"
#include "core/sql/syntax/parser_impl.h"
#include "core/sql/types/words.h"

namespace weir::sql {
namespace {

// Never a bare name: a query would be read in two ways.
constexpr std::array<std::string_view, 45> kReserved = {
    "SELECT",  "FROM",   "WHERE",     "GROUP", "HAVING", "ORDER",    "LIMIT", "OFFSET", "FETCH",
    "UNION",   "EXCEPT", "INTERSECT", "JOIN",  "INNER",  "LEFT",     "RIGHT", "FULL",   "CROSS",
    "ON",      "USING",  "AS",        "AND",   "OR",     "NOT",      "IN",    "IS",     "LIKE",
    "BETWEEN", "CASE",   "WHEN",      "THEN",  "ELSE",   "END",      "NULL",  "TRUE",   "FALSE",
    "CAST",    "WITH",   "VALUES",    "OVER",  "EXISTS", "DISTINCT", "BY",    "CREATE", "WINDOW"};

// May be a name, but not one that stands without AS behind what it names.
constexpr std::array<std::string_view, 14> kNoAlias = {
    "MATCH_RECOGNIZE", "WINDOWED", "FOR",    "TABLESAMPLE", "NATURAL", "OUTER", "RETURNING",
    "FILTER",          "WITHIN",   "ESCAPE", "SIMILAR",     "ROWS",    "RANGE", "MINUS"};

template <size_t N>
bool Has(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::string Describe(const Token& token) {
  switch (token.kind) {
    case TokenKind::kEnd:
      return "the end of the text";
    case TokenKind::kString:
      return "a text";
    case TokenKind::kBinary:
      return "a binary literal";
    case TokenKind::kNumber:
      return StrCat({"the number ", token.text.substr(0, 40)});
    default:
      return StrCat({"\"", token.text.substr(0, 80), "\""});
  }
}

}  // namespace

const Token& Parser::Peek(size_t ahead) const {
  return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
}

Token Parser::Take() {
  Token token = Peek();
  if (at_ + 1 < tokens_.size()) ++at_;
  return token;
}

bool Parser::IsWord(std::string_view upper, size_t ahead) const {
  const Token& token = Peek(ahead);
  return token.kind == TokenKind::kWord && token.upper == upper;
}

bool Parser::IsSymbol(std::string_view symbol, size_t ahead) const {
  const Token& token = Peek(ahead);
  return token.kind == TokenKind::kSymbol && token.text == symbol;
}

bool Parser::AcceptWord(std::string_view upper) {
  if (!IsWord(upper)) return false;
  Take();
  return true;
}

bool Parser::AcceptWords(std::initializer_list<std::string_view> words) {
  size_t ahead = 0;
  for (const std::string_view word : words) {
    if (!IsWord(word, ahead++)) return false;
  }
  for (size_t i = 0; i < words.size(); ++i) Take();
  return true;
}

bool Parser::AcceptSymbol(std::string_view symbol) {
  if (!IsSymbol(symbol)) return false;
  Take();
  return true;
}

void Parser::ExpectWord(std::string_view upper) {
  if (!AcceptWord(upper)) FailHere(upper);
}

void Parser::ExpectSymbol(std::string_view symbol) {
  if (!AcceptSymbol(symbol)) FailHere(symbol);
}

void Parser::ExpectEnd() {
  if (!failed() && Peek().kind != TokenKind::kEnd) FailHere("the end of the text");
}

void Parser::Fail(Span span, std::string_view problem) {
  if (failed()) return;
  error_ = SqlError(text_, span, problem);
  at_ = tokens_.size() - 1;
}

void Parser::FailHere(std::string_view expected) {
  if (failed()) return;
  std::string hint;
  const Token& token = Peek();
  if (token.kind == TokenKind::kWord && UpperAscii(expected) == expected) {
    if (!NearestWord(token.upper, {expected}).empty())
      hint = StrCat({"; did you mean ", expected, "?"});
  }
  Fail(token.span, StrCat({"expected ", expected, ", found ", Describe(token), hint}));
}

Span Parser::Since(Span begin) const {
  return {begin.begin, std::max(begin.end, tokens_[at_ == 0 ? 0 : at_ - 1].span.end)};
}

bool Parser::IsIdentifier(size_t ahead) const {
  const Token& token = Peek(ahead);
  if (token.kind == TokenKind::kQuoted) return true;
  return token.kind == TokenKind::kWord && !Has(kReserved, token.upper);
}

bool Parser::IsAlias() const {
  return IsIdentifier() && (Peek().kind == TokenKind::kQuoted || !Has(kNoAlias, Peek().upper));
}

Name Parser::Identifier(std::string_view what) {
  const Token& token = Peek();
  if (!IsIdentifier()) {
    if (token.kind == TokenKind::kWord && !failed()) {
      const std::string_view quote = dialect_ == Dialect::kFlink ? "`" : "\"";
      Fail(token.span, StrCat({"expected ", what, ", found the keyword ", token.upper,
                               "; to use it as a name, write ", quote, token.text, quote}));
    }
    FailHere(what);
    return {};
  }
  const bool fold = dialect_ == Dialect::kKinesisAnalytics && token.kind == TokenKind::kWord;
  const Token taken = Take();
  return {fold ? taken.upper : taken.text, taken.span};
}

std::vector<Name> Parser::IdentifierList() {
  std::vector<Name> names;
  ExpectSymbol("(");
  do {
    names.push_back(Identifier("a column's name"));
  } while (AcceptSymbol(","));
  ExpectSymbol(")");
  return names;
}

std::string Parser::StringLiteral(std::string_view what) {
  if (Peek().kind != TokenKind::kString) {
    FailHere(what);
    return {};
  }
  return Take().text;
}

std::string Parser::OptionalAlias() {
  if (AcceptWord("AS")) return Identifier("a name after AS").text;
  return IsAlias() ? Identifier("a name").text : std::string();
}

int64_t Parser::WholeNumber(std::string_view what) {
  int64_t number = 0;
  const Token& token = Peek();
  const char* end = token.text.data() + token.text.size();
  if (token.kind == TokenKind::kNumber) {
    const auto [stop, error] = std::from_chars(token.text.data(), end, number);
    if (error == std::errc() && stop == end) {
      Take();
      return number;
    }
  }
  FailHere(what);
  return 0;
}

ExprPtr Parser::WholeExpression() {
  ExprPtr expr = Expression();
  AcceptSymbol(";");
  ExpectEnd();
  return expr;
}

TypeName Parser::WholeType() {
  TypeName type = Type();
  ExpectEnd();
  return type;
}

std::vector<Statement> Parser::Script() {
  std::vector<Statement> statements;
  while (!failed()) {
    while (AcceptSymbol(";")) {
    }
    if (Peek().kind == TokenKind::kEnd) break;
    statements.push_back(OneStatement());
    if (!failed() && Peek().kind != TokenKind::kEnd && !IsSymbol(";")) {
      FailHere("; or the end of the text");
    }
  }
  return statements;
}

namespace {

template <typename T, typename Rule>
Result<T> Parse(std::string_view text, Dialect dialect, Rule rule) {
  Result<std::vector<Token>> tokens = Tokenize(text, dialect);
  if (!tokens.ok()) return tokens.error();
  Parser parser(text, dialect, std::move(tokens).value());
  T result = rule(parser);
  if (parser.failed()) return parser.error();
  return result;
}

}  // namespace

Result<std::vector<Statement>> ParseScript(std::string_view text, Dialect dialect) {
  return Parse<std::vector<Statement>>(text, dialect, [](Parser& p) { return p.Script(); });
}

Result<ExprPtr> ParseExpression(std::string_view text, Dialect dialect) {
  return Parse<ExprPtr>(text, dialect, [](Parser& p) { return p.WholeExpression(); });
}

Result<TypeName> ParseTypeName(std::string_view text) {
  return Parse<TypeName>(text, Dialect::kFlink, [](Parser& p) { return p.WholeType(); });
}

}  // namespace weir::sql
