// IN (SELECT ...) and EXISTS (SELECT ...): semi joins and anti joins. Also MATCH_RECOGNIZE, for
// now.
#include <algorithm>

#include "core/base/text.h"
#include "core/sql/plan/binder.h"

namespace weir::sql {
namespace {

// Names a column that only the query around this one has.
bool IsCorrelated(const Expr& expr, const Scope& inner, const Scope& outer) {
  if (expr.kind == ExprKind::kName) {
    return !Resolve(inner, expr.names).column.has_value() &&
           Resolve(outer, expr.names).column.has_value();
  }
  return std::any_of(expr.args.begin(), expr.args.end(),
                     [&](const ExprPtr& arg) { return IsCorrelated(*arg, inner, outer); });
}

}  // namespace

// The query with its own conditions; those that name columns of the query around it are handed out.
BoundTable Binder::SubqueryOf(const Query& query, const Scope& scope,
                              std::vector<ExprPtr>& correlated, std::vector<size_t>& values,
                              bool wants_values) {
  BoundTable bound;
  const Select* select = query.select.get();
  const bool plain = query.kind == Query::Kind::kSelect && query.with.empty() &&
                     select->from != nullptr && !select->grouped && !select->distinct &&
                     select->having == nullptr && query.limit == nullptr &&
                     select->stagger == nullptr &&
                     (select->where == nullptr || !HasSubquery(*select->where)) &&
                     std::none_of(select->items.begin(), select->items.end(),
                                  [&](const SelectItem& item) { return HasAggregate(item.expr); });
  if (!plain) {
    bound.node = QueryOf(query);
    if (failed()) return bound;
    bound.scope = Scope::Of(bound.node->schema, "");
    for (size_t i = 0; i < bound.node->schema.size(); ++i) values.push_back(i);
    return bound;
  }
  std::vector<ExprPtr> none;
  bound = FromOf(*select->from, none);
  if (failed()) return bound;
  std::vector<ExprPtr> where;
  if (select->where != nullptr) SplitConjuncts(select->where, where);
  Env env;
  env.scope = &bound.scope;
  env.clause = "WHERE";
  std::vector<Scalar> own;
  for (const ExprPtr& conjunct : where) {
    if (IsCorrelated(*conjunct, bound.scope, scope)) {
      correlated.push_back(conjunct);
    } else {
      own.push_back(Condition(conjunct, env));
    }
  }
  bound.node = Filter(bound.node, std::move(own));
  if (failed() || !wants_values) return bound;
  std::vector<Scalar> appended;
  const size_t width = bound.node->schema.size();
  env.clause = "SELECT";
  for (const SelectItem& item : select->items) {
    if (item.expr->kind == ExprKind::kStar) {
      for (size_t i = 0; i < width; ++i) values.push_back(i);
      continue;
    }
    values.push_back(ColumnFor(Expression(item.expr, env), width, appended));
  }
  bound.node = AppendColumns(bound.node, std::move(appended));
  for (size_t i = width; !failed() && i < bound.node->schema.size(); ++i) {
    bound.scope.columns.push_back({"", "$", bound.node->schema[i].type, false, true});
  }
  return bound;
}

PlanPtr Binder::SemiJoin(PlanPtr node, const Scope& scope, const Expr& condition, bool negated) {
  std::vector<ExprPtr> correlated;
  std::vector<size_t> values;
  const bool in = condition.kind == ExprKind::kInQuery;
  BoundTable right = SubqueryOf(*condition.query, scope, correlated, values, in);
  if (failed()) return nullptr;
  Scope both = scope;
  for (ScopeColumn& column : both.columns) column.outer = true;
  const size_t width = both.columns.size();
  both.Append(right.scope);
  Env env;
  env.scope = &both;
  env.clause = "WHERE";
  std::vector<Scalar> conditions;
  for (const ExprPtr& conjunct : correlated) conditions.push_back(Condition(conjunct, env));
  if (in && values.size() != condition.args.size()) {
    Fail(condition.span, StrCat({"IN compares ", std::to_string(condition.args.size()),
                                 " columns, but its query gives ", std::to_string(values.size())}));
    return nullptr;
  }
  Env outer;
  outer.scope = &scope;
  outer.clause = "WHERE";
  for (size_t i = 0; in && i < values.size(); ++i) {
    Scalar equal = Apply("=",
                         {Expression(condition.args[i], outer),
                          Scalar::OfColumn(width + values[i], right.node->schema[values[i]].type)},
                         condition.span);
    // NOT IN: a comparison that is unknown, because of a NULL, rules the row out too.
    conditions.push_back(negated ? Apply("IS NOT FALSE", {std::move(equal)}, condition.span)
                                 : std::move(equal));
  }
  if (failed()) return nullptr;
  return JoinNode(std::move(node), right.node, negated ? JoinType::kAnti : JoinType::kSemi,
                  std::move(conditions), nullptr, condition.span);
}

}  // namespace weir::sql
