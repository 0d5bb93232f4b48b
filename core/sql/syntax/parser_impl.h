// The parser's class: tokens with a place in them, and one method for each rule of the grammar. Its
// methods stand in parser.cc (statements), parse_query.cc, parse_table.cc and parse_expression.cc.
//
// A fault is sticky: the first is kept and the rest of the tokens vanish, so that every loop ends
// and no rule has to look after the rules that it calls.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/sql/syntax/ast.h"
#include "core/sql/syntax/lexer.h"

namespace weir::sql {

// How strongly an operator binds.
inline constexpr int kBindOr = 1;
inline constexpr int kBindAnd = 2;
inline constexpr int kBindNot = 3;
inline constexpr int kBindIs = 4;
inline constexpr int kBindCompare = 5;
inline constexpr int kBindRange = 6;  // BETWEEN, IN, LIKE.
inline constexpr int kBindAdd = 7;
inline constexpr int kBindMultiply = 8;

class Parser {
 public:
  Parser(std::string_view text, Dialect dialect, std::vector<Token> tokens)
      : text_(text), dialect_(dialect), tokens_(std::move(tokens)) {}

  std::vector<Statement> Script();
  ExprPtr WholeExpression();
  TypeName WholeType();

  bool failed() const { return error_.has_value(); }
  const Error& error() const { return *error_; }

 private:
  // --- Tokens.
  const Token& Peek(size_t ahead = 0) const;
  Token Take();
  bool IsWord(std::string_view upper, size_t ahead = 0) const;
  bool IsSymbol(std::string_view symbol, size_t ahead = 0) const;
  bool AcceptWord(std::string_view upper);
  bool AcceptWords(std::initializer_list<std::string_view> words);  // All of them, or none.
  bool AcceptSymbol(std::string_view symbol);
  void ExpectWord(std::string_view upper);
  void ExpectSymbol(std::string_view symbol);
  void ExpectEnd();
  void Fail(Span span, std::string_view problem);
  void FailHere(std::string_view expected);
  Span Since(Span begin) const;

  // --- Names and small things.
  bool IsIdentifier(size_t ahead = 0) const;
  bool IsAlias() const;
  Name Identifier(std::string_view what);
  std::vector<Name> IdentifierList();  // ( a, b )
  std::string StringLiteral(std::string_view what);
  std::string OptionalAlias();
  TypeName Type();
  void TypeParameters(TypeName& type);
  void RowFields(TypeName& type);
  int64_t WholeNumber(std::string_view what);

  // --- Statements.
  Statement OneStatement();
  Statement Create();
  void CreateTableBody(Statement& statement);
  void TableElement(CreateTable& table);
  void ColumnRest(CreateTable& table, ColumnDefinition column);
  void CreatePumpBody(Statement& statement);
  Statement Insert();
  Statement Set();
  Statement Drop();
  std::vector<std::pair<std::string, std::string>> Options();

  // --- Queries.
  QueryPtr OneQuery();
  QueryPtr QueryTerm();     // With INTERSECT in it.
  QueryPtr QueryPrimary();  // SELECT, VALUES or ( query ).
  QueryPtr SelectQuery();
  QueryPtr ValuesQuery();
  std::vector<SelectItem> SelectList();
  SelectItem OneSelectItem();
  std::vector<GroupItem> GroupBy();
  GroupItem OneGroupItem();
  std::vector<std::vector<ExprPtr>> GroupElements();
  std::shared_ptr<const StaggerClause> Stagger();
  std::vector<OrderItem> OrderBy();
  std::shared_ptr<const WindowSpec> Window();
  std::shared_ptr<const WindowSpec> OverClause();
  FrameBound Bound();
  void Frame(WindowSpec& spec);

  // --- Tables.
  TableRefPtr From();
  TableRefPtr JoinTree();
  std::optional<JoinKind> AcceptJoin();
  TableRefPtr JoinWith(TableRefPtr left, JoinKind kind, Span begin);
  TableRefPtr TablePrimary();
  TableRefPtr TableFactor();
  TableRefPtr TableFunction();
  TableRefPtr WindowFunction();
  bool IsWindowFunction() const;
  TableRefPtr WindowFunctionInput(WindowFunctionCall& call);
  void WindowArgument(WindowFunctionCall& call, std::vector<std::pair<Name, ExprPtr>>& named);
  void PutSizesInOrder(WindowFunctionCall& call,
                       const std::vector<std::pair<Name, ExprPtr>>& named);
  ExprPtr Descriptor();
  TableRefPtr NamedTable();
  TableRefPtr Match(TableRefPtr input);
  Pattern PatternAlternation();
  Pattern PatternSequence();
  Pattern PatternFactor();
  void PatternQuantifier(Pattern& pattern);
  void MatchSkip(MatchRecognize& match);

  // --- Expressions, from the weakest operator to the strongest.
  ExprPtr Expression();
  ExprPtr Operators(int least);
  ExprPtr Prefix();
  bool IsQuantifier() const;
  ExprPtr Quantified(ExprPtr left, std::string_view comparison, Span begin);
  ExprPtr Postfix(ExprPtr expr);
  ExprPtr Primary();
  ExprPtr IsPredicate(ExprPtr left, Span begin);
  ExprPtr BetweenPredicate(ExprPtr left, bool negated, Span begin);
  ExprPtr RangePredicate(ExprPtr left, int least, Span begin);
  ExprPtr InPredicate(ExprPtr left, bool negated, Span begin);
  ExprPtr LikePredicate(ExprPtr left, bool negated, Span begin);
  ExprPtr OverlapsPredicate(ExprPtr left, Span begin);
  ExprPtr ParenthesizedOrRow();
  ExprPtr Constructor();
  ExprPtr NameOrCall();
  ExprPtr Call(std::string function, Span begin);
  bool SpecialArguments(Expr& call);
  void ExtractArguments(Expr& call);
  void TrimArguments(Expr& call);
  void SubstringArguments(Expr& call);
  void OverlayArguments(Expr& call);
  void PositionArguments(Expr& call);
  void RoundingArguments(Expr& call);
  void TimestampAddArguments(Expr& call);
  void JsonArguments(Expr& call);
  bool JsonOption(Expr& call);
  void JsonMembers(Expr& call);
  void CallTail(Expr& call);
  ExprPtr Symbol(Name word);
  ExprPtr Case();
  ExprPtr Cast();
  ExprPtr Interval();
  ExprPtr IntervalRest(std::shared_ptr<Expr> interval);
  ExprPtr Literal(ExprKind kind);
  std::vector<ExprPtr> ExpressionList();
  std::vector<ExprPtr> ExpressionsUntil(std::string_view close);
  ExprPtr Finish(std::shared_ptr<Expr> expr, Span begin);
  ExprPtr Operator(std::string name, std::vector<ExprPtr> args, Span begin);
  ExprPtr Not(ExprPtr expr, Span begin);

  std::string_view text_;
  Dialect dialect_;
  std::vector<Token> tokens_;
  size_t at_ = 0;
  int nesting_ = 0;
  std::optional<Error> error_;
};

}  // namespace weir::sql
