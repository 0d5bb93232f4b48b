// Queries inside expressions: (SELECT ...) as a value, and IN and EXISTS that do not stand alone in
// WHERE. Each becomes a LEFT JOIN, whose columns stand for the value from then on.
//
//   WHERE a > (SELECT MAX(b) FROM t WHERE t.k = s.k)
//   s LEFT JOIN (SELECT k, MAX(b) FROM t GROUP BY k) ON s.k = k, and then WHERE a > its column
#include <algorithm>

#include "core/base/text.h"
#include "core/sql/plan/binder.h"

namespace weir::sql {
namespace {

bool IsQueryExpr(const Expr& expr) {
  return expr.kind == ExprKind::kSubquery || expr.kind == ExprKind::kInQuery ||
         expr.kind == ExprKind::kExists;
}

void CollectQueries(const ExprPtr& expr, std::vector<ExprPtr>& found) {
  if (IsQueryExpr(*expr)) {
    found.push_back(expr);
    return;
  }
  for (const ExprPtr& arg : expr->args) CollectQueries(arg, found);
}

// Which of the two queries its names are of.
void NamesOf(const Expr& expr, const Scope& inner, const Scope& outer, bool& is_inner,
             bool& is_outer) {
  if (expr.kind == ExprKind::kName) {
    const bool here = Resolve(inner, expr.names).column.has_value();
    is_inner = is_inner || here;
    is_outer = is_outer || (!here && Resolve(outer, expr.names).column.has_value());
  }
  for (const ExprPtr& arg : expr.args) NamesOf(*arg, inner, outer, is_inner, is_outer);
}

ExprPtr CallTo(std::string function, std::vector<ExprPtr> args, Span span, bool infix = false) {
  auto call = std::make_shared<Expr>();
  call->kind = ExprKind::kCall;
  call->text = std::move(function);
  call->args = std::move(args);
  call->span = span;
  call->infix = infix;
  return call;
}

ExprPtr Star(Span span) {
  auto star = std::make_shared<Expr>();
  star->kind = ExprKind::kStar;
  star->span = span;
  return star;
}

std::shared_ptr<Query> QueryOfSelect(std::shared_ptr<Select> select) {
  auto query = std::make_shared<Query>();
  query->span = select->span;
  query->select = std::move(select);
  return query;
}

// SELECT * FROM (query): of a query that is no plain SELECT.
std::shared_ptr<Select> SelectAll(const QueryPtr& query) {
  auto table = std::make_shared<TableRef>();
  table->kind = TableRef::Kind::kQuery;
  table->span = query->span;
  table->query = query;
  auto select = std::make_shared<Select>();
  select->span = query->span;
  select->from = std::move(table);
  select->items.push_back({Star(query->span), "", query->span});
  return select;
}

}  // namespace

bool HasSubquery(const Expr& expr) {
  return IsQueryExpr(expr) || std::any_of(expr.args.begin(), expr.args.end(),
                                          [](const ExprPtr& arg) { return HasSubquery(*arg); });
}

// The query as a SELECT without what it takes from the query around it; that is in `keys`: pairs
// of what is equal, inside and outside.
std::shared_ptr<Select> Binder::Decorrelate(const QueryPtr& query, const Scope& outer,
                                            std::vector<EqualPair>& keys) {
  const Select* select = query->select.get();
  const bool plain = query->kind == Query::Kind::kSelect && query->with.empty() &&
                     select != nullptr && select->from != nullptr && query->order_by.empty() &&
                     query->limit == nullptr && query->offset == nullptr &&
                     select->stagger == nullptr;
  if (!plain) return SelectAll(query);
  auto result = std::make_shared<Select>(*select);
  if (select->where == nullptr) return result;
  std::vector<ExprPtr> none;
  const BoundTable from = FromOf(*select->from, none);
  if (failed()) return result;
  std::vector<ExprPtr> conjuncts;
  SplitConjuncts(select->where, conjuncts);
  result->where = nullptr;
  for (const ExprPtr& conjunct : conjuncts) {
    bool inner = false;
    bool outside = false;
    NamesOf(*conjunct, from.scope, outer, inner, outside);
    if (!outside) {
      result->where = result->where == nullptr
                          ? conjunct
                          : CallTo("AND", {result->where, conjunct}, conjunct->span, true);
      continue;
    }
    bool sides[2][2] = {{false, false}, {false, false}};
    const bool equal = conjunct->kind == ExprKind::kCall && conjunct->infix &&
                       conjunct->text == "=" && conjunct->args.size() == 2;
    for (size_t i = 0; equal && i < 2; ++i)
      NamesOf(*conjunct->args[i], from.scope, outer, sides[i][0], sides[i][1]);
    const size_t own = sides[0][0] ? 0 : 1;
    if (!equal || !sides[own][0] || sides[own][1] || sides[1 - own][0]) {
      Fail(conjunct->span,
           "a query inside an expression can name columns of the query around it only in WHERE, as "
           "inner = outer");
      return result;
    }
    keys.push_back({conjunct->args[own], conjunct->args[1 - own]});
  }
  return result;
}

// LEFT JOIN with the SELECT, whose first columns are the keys.
PlanPtr Binder::JoinSelect(PlanPtr node, const std::shared_ptr<Select>& select,
                           const std::vector<EqualPair>& keys, const Env& env, Span span) {
  PlanPtr right = QueryOf(*QueryOfSelect(select));
  if (failed()) return nullptr;
  const size_t width = node->schema.size();
  std::vector<Scalar> conditions;
  for (size_t i = 0; i < keys.size(); ++i) {
    Scalar inner = Scalar::OfColumn(width + i, right->schema[i].type);
    conditions.push_back(Apply("=", {Expression(keys[i].outer, env), std::move(inner)}, span));
  }
  return JoinNode(std::move(node), std::move(right), JoinType::kLeft, std::move(conditions),
                  nullptr, span);
}

namespace {

// SELECT keys, values GROUP BY keys.
std::shared_ptr<Select> Grouped(const Select& from, const std::vector<EqualPair>& keys,
                                std::vector<ExprPtr> values) {
  auto select = std::make_shared<Select>(from);
  select->items.clear();
  for (const EqualPair& key : keys) {
    select->items.push_back({key.inner, "", key.inner->span});
    select->group_by.push_back({GroupItem::Kind::kExpr, key.inner, {}, key.inner->span});
  }
  select->grouped = select->grouped || !keys.empty();
  for (ExprPtr& value : values) select->items.push_back({value, "", value->span});
  return select;
}

}  // namespace

PlanPtr Binder::JoinValue(PlanPtr node, const Expr& expr, Env& env) {
  std::vector<EqualPair> keys;
  std::shared_ptr<Select> select = Decorrelate(expr.query, *env.scope, keys);
  if (failed()) return nullptr;
  if (select->items.size() != 1) {
    Fail(expr.span, "a query as a value has one column");
    return nullptr;
  }
  ExprPtr value = select->items[0].expr;
  const bool aggregates = HasAggregate(value);
  const bool single = aggregates && !select->grouped && !select->distinct;
  if (!single && (select->grouped || select->distinct || value->kind == ExprKind::kStar)) {
    if (!keys.empty()) {
      Fail(expr.span,
           "a query as a value that names columns of the query around it has no GROUP "
           "BY and no DISTINCT of its own");
      return nullptr;
    }
    const PlanPtr probe = QueryOf(*expr.query);
    if (failed()) return nullptr;
    if (probe->schema.size() != 1) {
      Fail(expr.span, "a query as a value has one column");
      return nullptr;
    }
    auto table = std::make_shared<TableRef>();
    table->kind = TableRef::Kind::kQuery;
    table->span = expr.span;
    table->query = expr.query;
    table->alias = "$q";
    table->column_aliases = {{"$v", expr.span}};
    select = std::make_shared<Select>();
    select->span = expr.span;
    select->from = std::move(table);
    auto name = std::make_shared<Expr>();
    name->kind = ExprKind::kName;
    name->names = {{"$v", expr.span}};
    name->span = expr.span;
    value = std::move(name);
  }
  const bool count = single && value->kind == ExprKind::kCall && value->text == "COUNT";
  if (!single) value = CallTo("SINGLE_VALUE", {value}, expr.span);
  const size_t width = node->schema.size();
  node = JoinSelect(std::move(node), Grouped(*select, keys, {value}), keys, env, expr.span);
  if (failed()) return nullptr;
  size_t column = width + keys.size();
  if (count && !keys.empty()) {  // Of no rows the count is 0.
    Scalar value_or_zero = Apply("COALESCE",
                                 {Scalar::OfColumn(column, node->schema[column].type),
                                  Scalar::OfLiteral(Value(int64_t{0}), Type::BigInt().NotNull())},
                                 expr.span);
    column = node->schema.size();
    node = AppendColumns(std::move(node), {std::move(value_or_zero)});
    if (failed()) return nullptr;
  }
  env.known.push_back({Fingerprint(expr, *env.scope), column, node->schema[column].type});
  return node;
}

// x IN (SELECT y ...): TRUE if there is such a y; else NULL if x or one of the y is, unless there
// is no y at all; else FALSE. EXISTS: whether there is a row.
PlanPtr Binder::JoinMark(PlanPtr node, const Expr& expr, Env& env) {
  std::vector<EqualPair> keys;
  std::shared_ptr<Select> select = Decorrelate(expr.query, *env.scope, keys);
  if (failed()) return nullptr;
  const bool in = expr.kind == ExprKind::kInQuery;
  if (in && (select->items.size() != 1 || select->grouped || select->distinct ||
             select->items[0].expr->kind == ExprKind::kStar || expr.args.size() != 1 ||
             HasAggregate(select->items[0].expr))) {
    Fail(expr.span,
         "IN (SELECT ...) inside an expression takes a query of one plain column; beside AND in "
         "WHERE it takes every query");
    return nullptr;
  }
  const ExprPtr value = in ? select->items[0].expr : nullptr;
  const ExprPtr rows = CallTo("COUNT", {Star(expr.span)}, expr.span);
  std::vector<EqualPair> matched = keys;
  if (in) matched.push_back({value, expr.args[0]});
  size_t column = node->schema.size() + matched.size();
  node = JoinSelect(std::move(node), Grouped(*select, matched, {rows}), matched, env, expr.span);
  if (failed()) return nullptr;
  const auto there = [&](size_t at) {
    return Apply(">",
                 {Apply("COALESCE",
                        {Scalar::OfColumn(at, node->schema[at].type),
                         Scalar::OfLiteral(Value(int64_t{0}), Type::BigInt().NotNull())},
                        expr.span),
                  Scalar::OfLiteral(Value(int64_t{0}), Type::BigInt().NotNull())},
                 expr.span);
  };
  Scalar mark = there(column);
  if (in) {
    const size_t all = node->schema.size() + keys.size();
    const ExprPtr known = CallTo("COUNT", {value}, expr.span);
    node = JoinSelect(std::move(node), Grouped(*select, keys, {rows, known}), keys, env, expr.span);
    if (failed()) return nullptr;
    const Scalar unknown = Apply("OR",
                                 {Apply("IS NULL", {Expression(expr.args[0], env)}, expr.span),
                                  Apply("<",
                                        {Scalar::OfColumn(all + 1, node->schema[all + 1].type),
                                         Scalar::OfColumn(all, node->schema[all].type)},
                                        expr.span)},
                                 expr.span);
    const Scalar yes = Scalar::OfLiteral(Value(true), Type::Boolean());
    const Scalar no = Scalar::OfLiteral(Value(false), Type::Boolean());
    const Scalar neither = Scalar::OfLiteral(Value(), Type::Boolean());
    const Scalar empty = Apply("NOT", {there(all)}, expr.span);
    mark = Apply("CASE", {std::move(mark), yes, empty, no, unknown, neither, no}, expr.span);
  }
  if (expr.negated) mark = Apply("NOT", {std::move(mark)}, expr.span);
  if (failed()) return nullptr;
  column = node->schema.size();
  node = AppendColumns(std::move(node), {std::move(mark)});
  if (failed()) return nullptr;
  env.known.push_back({Fingerprint(expr, *env.scope), column, node->schema[column].type});
  return node;
}

PlanPtr Binder::JoinQueries(const std::vector<ExprPtr>& exprs, PlanPtr node, Env& env) {
  std::vector<ExprPtr> queries;
  for (const ExprPtr& expr : exprs) CollectQueries(expr, queries);
  for (const ExprPtr& query : queries) {
    const std::string fingerprint = Fingerprint(*query, *env.scope);
    if (std::any_of(env.known.begin(), env.known.end(),
                    [&](const Env::Known& known) { return known.fingerprint == fingerprint; })) {
      continue;
    }
    node = query->kind == ExprKind::kSubquery ? JoinValue(std::move(node), *query, env)
                                              : JoinMark(std::move(node), *query, env);
    if (failed()) return nullptr;
  }
  return node;
}

}  // namespace weir::sql
