// Expressions: operators by how strongly they bind, predicates, and what stands between operators.
#include <algorithm>
#include <array>
#include <charconv>

#include "core/base/text.h"
#include "core/sql/syntax/parser.h"
#include "core/sql/syntax/parser_impl.h"

namespace weir::sql {
namespace {

struct InfixOperator {
  std::string_view symbol;
  int binds;
};
constexpr std::array<InfixOperator, 13> kSymbols = {{{"=", kBindCompare},
                                                     {"<>", kBindCompare},
                                                     {"!=", kBindCompare},
                                                     {"<", kBindCompare},
                                                     {"<=", kBindCompare},
                                                     {">", kBindCompare},
                                                     {">=", kBindCompare},
                                                     {"+", kBindAdd},
                                                     {"-", kBindAdd},
                                                     {"*", kBindMultiply},
                                                     {"/", kBindMultiply},
                                                     {"%", kBindMultiply},
                                                     {"||", kBindMultiply}}};

// Written without parentheses.
constexpr std::array<std::string_view, 6> kNiladic = {"CURRENT_TIMESTAMP", "CURRENT_DATE",
                                                      "CURRENT_TIME",      "LOCALTIME",
                                                      "LOCALTIMESTAMP",    "CURRENT_PATH"};

}  // namespace

ExprPtr Parser::Finish(std::shared_ptr<Expr> expr, Span begin) {
  expr->span = Since(begin);
  for (const ExprPtr& arg : expr->args) expr->depth = std::max(expr->depth, arg->depth + 1);
  if (expr->depth > kExpressionDepthMax) Fail(expr->span, "this expression nests too deeply");
  return expr;
}

ExprPtr Parser::Operator(std::string name, std::vector<ExprPtr> args, Span begin) {
  auto expr = std::make_shared<Expr>();
  expr->kind = ExprKind::kCall;
  expr->text = std::move(name);
  expr->infix = true;
  expr->args = std::move(args);
  return Finish(std::move(expr), begin);
}

ExprPtr Parser::Not(ExprPtr expr, Span begin) { return Operator("NOT", {std::move(expr)}, begin); }

ExprPtr Parser::Expression() {
  const Span begin = Peek().span;
  if (++nesting_ > kExpressionDepthMax) Fail(begin, "this expression nests too deeply");
  ExprPtr expr = Operators(0);
  --nesting_;
  return expr;
}

ExprPtr Parser::Operators(int least) {
  const Span begin = Peek().span;
  ExprPtr left = Prefix();
  while (!failed()) {
    if (least <= kBindOr && AcceptWord("OR")) {
      left = Operator("OR", {left, Operators(kBindOr + 1)}, begin);
      continue;
    }
    if (least <= kBindAnd && AcceptWord("AND")) {
      left = Operator("AND", {left, Operators(kBindAnd + 1)}, begin);
      continue;
    }
    if (least <= kBindIs && IsWord("IS")) {
      left = IsPredicate(std::move(left), begin);
      continue;
    }
    if (ExprPtr predicate = RangePredicate(left, least, begin)) {
      left = std::move(predicate);
      continue;
    }
    const Token& token = Peek();
    const auto found = std::find_if(kSymbols.begin(), kSymbols.end(), [&](const InfixOperator& op) {
      return token.kind == TokenKind::kSymbol && token.text == op.symbol;
    });
    if (found == kSymbols.end() || found->binds < least) break;
    Take();
    const std::string_view name = found->symbol == "!=" ? "<>" : found->symbol;
    if (found->binds == kBindCompare && IsQuantifier()) {
      left = Quantified(std::move(left), name, begin);
      continue;
    }
    left = Operator(std::string(name), {left, Operators(found->binds + 1)}, begin);
  }
  return left;
}

// [NOT] BETWEEN, IN, LIKE, SIMILAR TO; nullptr: none of them stands here.
ExprPtr Parser::RangePredicate(ExprPtr left, int least, Span begin) {
  if (least > kBindRange) return nullptr;
  const size_t ahead = IsWord("NOT") ? 1 : 0;
  const bool between = IsWord("BETWEEN", ahead);
  const bool in = IsWord("IN", ahead);
  if (IsWord("OVERLAPS")) return OverlapsPredicate(std::move(left), begin);
  if (!between && !in && !IsWord("LIKE", ahead) && !IsWord("SIMILAR", ahead)) return nullptr;
  const bool negated = AcceptWord("NOT");
  if (between) return BetweenPredicate(std::move(left), negated, begin);
  if (in) return InPredicate(std::move(left), negated, begin);
  return LikePredicate(std::move(left), negated, begin);
}

ExprPtr Parser::BetweenPredicate(ExprPtr left, bool negated, Span begin) {
  Take();
  auto expr = std::make_shared<Expr>();
  expr->kind = ExprKind::kBetween;
  expr->negated = negated;
  expr->flag = AcceptWord("SYMMETRIC");
  if (!expr->flag) AcceptWord("ASYMMETRIC");
  ExprPtr low = Operators(kBindRange + 1);
  ExpectWord("AND");
  ExprPtr high = Operators(kBindRange + 1);
  expr->args = {std::move(left), std::move(low), std::move(high)};
  return Finish(std::move(expr), begin);
}

ExprPtr Parser::InPredicate(ExprPtr left, bool negated, Span begin) {
  Take();
  auto expr = std::make_shared<Expr>();
  expr->negated = negated;
  ExpectSymbol("(");
  if (IsWord("SELECT") || IsWord("WITH") || IsWord("VALUES")) {
    expr->kind = ExprKind::kInQuery;
    expr->query = OneQuery();
    ExpectSymbol(")");
    if (left->kind == ExprKind::kRow) {
      expr->args = left->args;
    } else {
      expr->args = {std::move(left)};
    }
    return Finish(std::move(expr), begin);
  }
  expr->kind = ExprKind::kIn;
  expr->args = {std::move(left)};
  for (ExprPtr& item : ExpressionsUntil(")")) expr->args.push_back(std::move(item));
  return Finish(std::move(expr), begin);
}

// (start, end) OVERLAPS (start, end)
ExprPtr Parser::OverlapsPredicate(ExprPtr left, Span begin) {
  Take();
  const ExprPtr right = Operators(kBindRange + 1);
  const auto is_pair = [](const Expr& expr) {
    return expr.kind == ExprKind::kRow && expr.args.size() == 2;
  };
  if (!is_pair(*left) || !is_pair(*right)) {
    Fail(begin, "OVERLAPS compares two spans: (start, end) OVERLAPS (start, end)");
    return left;
  }
  return Operator("OVERLAPS", {left->args[0], left->args[1], right->args[0], right->args[1]},
                  begin);
}

ExprPtr Parser::LikePredicate(ExprPtr left, bool negated, Span begin) {
  std::string name = Take().upper;
  if (name == "SIMILAR") {
    ExpectWord("TO");
    name = "SIMILAR TO";
  }
  std::vector<ExprPtr> args = {std::move(left), Operators(kBindRange + 1)};
  if (AcceptWord("ESCAPE")) args.push_back(Operators(kBindRange + 1));
  ExprPtr like = Operator(std::move(name), std::move(args), begin);
  return negated ? Not(std::move(like), begin) : like;
}

ExprPtr Parser::IsPredicate(ExprPtr left, Span begin) {
  ExpectWord("IS");
  const bool negated = AcceptWord("NOT");
  for (const std::string_view word : {"NULL", "TRUE", "FALSE", "UNKNOWN"}) {
    if (!AcceptWord(word)) continue;
    return Operator(StrCat({"IS ", negated ? "NOT " : "", word}), {std::move(left)}, begin);
  }
  if (AcceptWord("DISTINCT")) {
    ExpectWord("FROM");
    ExprPtr right = Operators(kBindCompare + 1);
    return Operator(negated ? "IS NOT DISTINCT FROM" : "IS DISTINCT FROM",
                    {std::move(left), std::move(right)}, begin);
  }
  if (AcceptWord("JSON")) {
    std::string kind = "VALUE";
    for (const std::string_view word : {"VALUE", "ARRAY", "OBJECT", "SCALAR"}) {
      if (AcceptWord(word)) kind = word;
    }
    ExprPtr json = Operator("IS JSON", {std::move(left), Symbol({kind, begin})}, begin);
    return negated ? Not(std::move(json), begin) : json;
  }
  FailHere("NULL, TRUE, FALSE, UNKNOWN, DISTINCT FROM or JSON after IS");
  return left;
}

bool Parser::IsQuantifier() const {
  return (IsWord("SOME") || IsWord("ANY") || IsWord("ALL")) && IsSymbol("(", 1) &&
         (IsWord("SELECT", 2) || IsWord("VALUES", 2) || IsWord("WITH", 2));
}

// a = SOME (SELECT ...) is a IN (SELECT ...), a <> ALL (SELECT ...) is a NOT IN (SELECT ...).
ExprPtr Parser::Quantified(ExprPtr left, std::string_view comparison, Span begin) {
  const Token word = Take();
  const bool all = word.upper == "ALL";
  if (comparison != (all ? "<>" : "=")) {
    Fail(word.span, StrCat({comparison, " ", word.upper, " (SELECT ...) is SQL, but Weir does not ",
                            "run it: compare with the least or the greatest of the query"}));
  }
  auto in = std::make_shared<Expr>();
  in->kind = ExprKind::kInQuery;
  in->args = {std::move(left)};
  in->negated = all;
  ExpectSymbol("(");
  in->query = OneQuery();
  ExpectSymbol(")");
  return Finish(std::move(in), begin);
}

ExprPtr Parser::Prefix() {
  const Span begin = Peek().span;
  if (++nesting_ > kExpressionDepthMax) Fail(begin, "this expression nests too deeply");
  ExprPtr expr;
  if (AcceptWord("NOT")) {
    expr = Not(Operators(kBindNot + 1), begin);
  } else if (AcceptSymbol("-")) {
    expr = Operator("-", {Prefix()}, begin);
  } else if (AcceptSymbol("+")) {
    expr = Operator("+", {Prefix()}, begin);
  } else {
    expr = Postfix(Primary());
  }
  --nesting_;
  return expr;
}

ExprPtr Parser::Postfix(ExprPtr expr) {
  const Span begin = expr->span;
  while (!failed()) {
    if (AcceptSymbol("[")) {
      auto index = std::make_shared<Expr>();
      index->kind = ExprKind::kIndex;
      index->args = {std::move(expr), Expression()};
      ExpectSymbol("]");
      expr = Finish(std::move(index), begin);
    } else if (IsSymbol(".") && expr->kind != ExprKind::kName) {
      Take();
      auto field = std::make_shared<Expr>();
      field->kind = ExprKind::kField;
      field->text = Identifier("a field's name").text;
      field->args = {std::move(expr)};
      expr = Finish(std::move(field), begin);
    } else if (AcceptSymbol("::")) {
      Fail(Peek().span, "value::type is PostgreSQL; write CAST(value AS type)");
    } else {
      break;
    }
  }
  return expr;
}

ExprPtr Parser::Literal(ExprKind kind) {
  const Span begin = Peek().span;
  auto literal = std::make_shared<Expr>();
  literal->kind = kind;
  const Token token = Take();
  literal->text = token.kind == TokenKind::kWord ? token.upper : token.text;
  return Finish(std::move(literal), begin);
}

ExprPtr Parser::Primary() {
  const Token& token = Peek();
  switch (token.kind) {
    case TokenKind::kNumber:
      return Literal(ExprKind::kNumber);
    case TokenKind::kBinary:
      return Literal(ExprKind::kBinary);
    case TokenKind::kString: {
      ExprPtr text = Literal(ExprKind::kString);
      if (Peek().kind != TokenKind::kString) return text;
      auto joined = std::make_shared<Expr>(*text);  // 'a' 'b' is 'ab', as the standard has it.
      while (Peek().kind == TokenKind::kString) joined->text += Take().text;
      return joined;
    }
    case TokenKind::kQuoted:
      return NameOrCall();
    case TokenKind::kSymbol:
      if (token.text == "(") return ParenthesizedOrRow();
      break;
    case TokenKind::kWord:
      return Constructor();
    case TokenKind::kEnd:
      break;
  }
  FailHere("a value");
  return std::make_shared<Expr>();
}

// Words that begin something of their own; else a name or a call.
ExprPtr Parser::Constructor() {
  const Span begin = Peek().span;
  if (IsWord("NULL")) return Literal(ExprKind::kNull);
  if (IsWord("TRUE") || IsWord("FALSE")) return Literal(ExprKind::kBoolean);
  if (IsWord("CASE")) return Case();
  if ((IsWord("CAST") || IsWord("TRY_CAST")) && IsSymbol("(", 1)) return Cast();
  if (IsWord("INTERVAL") &&
      (Peek(1).kind == TokenKind::kString || IsSymbol("-", 1) || IsSymbol("+", 1))) {
    return Interval();
  }
  if (Peek(1).kind == TokenKind::kString) {
    const std::pair<std::string_view, ExprKind> literals[] = {
        {"DATE", ExprKind::kDate}, {"TIME", ExprKind::kTime}, {"TIMESTAMP", ExprKind::kTimestamp}};
    for (const auto& [word, kind] : literals) {
      if (!AcceptWord(word)) continue;
      return Literal(kind);
    }
  }
  if (IsWord("EXISTS")) {
    Take();
    auto exists = std::make_shared<Expr>();
    exists->kind = ExprKind::kExists;
    ExpectSymbol("(");
    exists->query = OneQuery();
    ExpectSymbol(")");
    return Finish(std::move(exists), begin);
  }
  if (IsWord("ARRAY") || IsWord("MAP")) {
    if (IsSymbol("[", 1)) {
      auto nested = std::make_shared<Expr>();
      nested->kind = IsWord("MAP") ? ExprKind::kMap : ExprKind::kArray;
      Take();
      Take();
      if (!AcceptSymbol("]")) nested->args = ExpressionsUntil("]");
      return Finish(std::move(nested), begin);
    }
  }
  if (IsWord("ROW") && IsSymbol("(", 1)) {
    Take();
    auto row = std::make_shared<Expr>();
    row->kind = ExprKind::kRow;
    row->args = ExpressionList();
    return Finish(std::move(row), begin);
  }
  return NameOrCall();
}

ExprPtr Parser::ParenthesizedOrRow() {
  const Span begin = Peek().span;
  ExpectSymbol("(");
  if (IsWord("SELECT") || IsWord("WITH") || IsWord("VALUES")) {
    auto subquery = std::make_shared<Expr>();
    subquery->kind = ExprKind::kSubquery;
    subquery->query = OneQuery();
    ExpectSymbol(")");
    return Finish(std::move(subquery), begin);
  }
  ExprPtr first = Expression();
  if (!IsSymbol(",")) {
    ExpectSymbol(")");
    return first;
  }
  auto row = std::make_shared<Expr>();
  row->kind = ExprKind::kRow;
  row->args.push_back(std::move(first));
  while (AcceptSymbol(",")) row->args.push_back(Expression());
  ExpectSymbol(")");
  return Finish(std::move(row), begin);
}

ExprPtr Parser::NameOrCall() {
  const Span begin = Peek().span;
  if (Peek().kind == TokenKind::kWord &&
      std::find(kNiladic.begin(), kNiladic.end(), Peek().upper) != kNiladic.end()) {
    auto call = std::make_shared<Expr>();
    call->kind = ExprKind::kCall;
    call->text = Take().upper;
    if (AcceptSymbol("(")) {
      if (!IsSymbol(")")) WholeNumber("the digits of the fraction");
      ExpectSymbol(")");
    }
    return Finish(std::move(call), begin);
  }
  if (IsSymbol("(", 1) && (IsIdentifier() || IsWord("LEFT") || IsWord("RIGHT"))) {
    const Token function = Take();
    std::string name = function.text;
    for (char& c : name) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    return Call(std::move(name), begin);
  }
  auto name = std::make_shared<Expr>();
  name->kind = ExprKind::kName;
  name->names.push_back(Identifier("a value"));
  while (!failed() && IsSymbol(".") && IsIdentifier(1)) {
    Take();
    name->names.push_back(Identifier("a name"));
  }
  return Finish(std::move(name), begin);
}

ExprPtr Parser::Case() {
  const Span begin = Peek().span;
  ExpectWord("CASE");
  ExprPtr operand = IsWord("WHEN") ? nullptr : Expression();
  auto expr = std::make_shared<Expr>();
  expr->kind = ExprKind::kCase;
  if (!IsWord("WHEN")) FailHere("WHEN");
  while (AcceptWord("WHEN")) {
    ExprPtr condition;
    do {  // CASE x WHEN 1, 2 THEN: either of them.
      ExprPtr one = Expression();
      if (operand != nullptr) one = Operator("=", {operand, std::move(one)}, begin);
      condition = condition == nullptr ? one : Operator("OR", {condition, one}, begin);
    } while (operand != nullptr && AcceptSymbol(","));
    ExpectWord("THEN");
    expr->args.push_back(std::move(condition));
    expr->args.push_back(Expression());
  }
  if (AcceptWord("ELSE")) {
    expr->flag = true;
    expr->args.push_back(Expression());
  }
  ExpectWord("END");
  return Finish(std::move(expr), begin);
}

ExprPtr Parser::Cast() {
  const Span begin = Peek().span;
  auto expr = std::make_shared<Expr>();
  expr->kind = ExprKind::kCast;
  expr->flag = Take().upper == "TRY_CAST";
  ExpectSymbol("(");
  expr->args.push_back(Expression());
  ExpectWord("AS");
  expr->type = std::make_shared<TypeName>(Type());
  ExpectSymbol(")");
  return Finish(std::move(expr), begin);
}

// INTERVAL '1:30' HOUR TO MINUTE, INTERVAL -'10' SECOND(3)
ExprPtr Parser::Interval() {
  const Span begin = Peek().span;
  ExpectWord("INTERVAL");
  auto interval = std::make_shared<Expr>();
  interval->kind = ExprKind::kInterval;
  interval->negated = AcceptSymbol("-");
  if (!interval->negated) AcceptSymbol("+");
  interval->text = StringLiteral("the interval's length in quotes: INTERVAL '10' SECOND");
  const auto unit = [this] {
    std::string word = Peek().upper;
    if (word.size() > 3 && word.back() == 'S') word.pop_back();  // SECONDS is SECOND.
    for (const std::string_view known :
         {"YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "HOUR", "MINUTE", "SECOND", "MILLISECOND"}) {
      if (Peek().kind != TokenKind::kWord || word != known) continue;
      Take();
      if (AcceptSymbol("(")) {
        WholeNumber("digits");
        if (AcceptSymbol(",")) WholeNumber("digits");
        ExpectSymbol(")");
      }
      return word;
    }
    FailHere("a unit: YEAR, MONTH, DAY, HOUR, MINUTE or SECOND");
    return std::string();
  };
  interval->unit = unit();
  if (IsWord("TO")) {
    Take();
    interval->to_unit = unit();
  }
  return Finish(std::move(interval), begin);
}

std::vector<ExprPtr> Parser::ExpressionList() {
  ExpectSymbol("(");
  if (AcceptSymbol(")")) return {};
  return ExpressionsUntil(")");
}

std::vector<ExprPtr> Parser::ExpressionsUntil(std::string_view close) {
  std::vector<ExprPtr> list;
  do {
    list.push_back(Expression());
  } while (AcceptSymbol(","));
  ExpectSymbol(close);
  return list;
}

}  // namespace weir::sql
