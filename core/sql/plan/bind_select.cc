// SELECT: its clauses in the order in which they take effect.
#include <algorithm>

#include "core/base/text.h"
#include "core/sql/plan/binder.h"

namespace weir::sql {
namespace {

bool IsSubquery(const Expr& expr) {
  if (expr.kind == ExprKind::kInQuery || expr.kind == ExprKind::kExists) return true;
  return expr.kind == ExprKind::kCall && expr.infix && expr.text == "NOT" &&
         IsSubquery(*expr.args[0]);
}

}  // namespace

PlanPtr Binder::SelectOf(const Select& select, const Query* outer) {
  std::vector<ExprPtr> where;
  if (select.where != nullptr) SplitConjuncts(select.where, where);
  BoundTable from;
  if (select.from != nullptr) {
    from = FromOf(*select.from, where);
  } else {
    from.node = std::make_shared<PlanNode>();
    from.node->kind = NodeKind::kValues;
    from.node->spec = ValuesSpec{{Row{}}};
  }
  if (failed()) return nullptr;
  Env env;
  env.scope = &from.scope;
  env.clause = "WHERE";
  std::vector<Scalar> conditions;
  std::vector<ExprPtr> with_queries;
  for (const ExprPtr& conjunct : where) {
    if (IsSubquery(*conjunct)) continue;
    if (HasSubquery(*conjunct)) {
      with_queries.push_back(conjunct);
    } else {
      conditions.push_back(Condition(conjunct, env));
    }
  }
  PlanPtr node = Filter(from.node, std::move(conditions));
  if (!failed() && !with_queries.empty()) {
    node = JoinQueries(with_queries, std::move(node), env);
    std::vector<Scalar> late;
    for (const ExprPtr& conjunct : with_queries) late.push_back(Condition(conjunct, env));
    node = Filter(std::move(node), std::move(late));
    for (size_t i = 0; !failed() && i < from.scope.columns.size(); ++i)
      from.scope.columns[i].type = node->schema[i].type;
  }
  for (const ExprPtr& conjunct : where) {
    if (failed()) return nullptr;
    if (!IsSubquery(*conjunct)) continue;
    const Expr* condition = conjunct.get();
    bool negated = false;
    while (condition->kind == ExprKind::kCall) {
      negated = !negated;
      condition = condition->args[0].get();
    }
    node = SemiJoin(std::move(node), from.scope, *condition, negated != condition->negated);
  }
  if (failed()) return nullptr;

  const bool aggregates =
      std::any_of(select.items.begin(), select.items.end(),
                  [&](const SelectItem& item) { return HasAggregate(item.expr); }) ||
      (select.having != nullptr && HasAggregate(select.having));
  if (select.grouped || aggregates || select.stagger != nullptr) {
    node = GroupOf(select, std::move(node), from.scope, env);
    if (failed()) return nullptr;
    if (select.having != nullptr) {
      env.clause = "HAVING";
      node = JoinQueries({select.having}, std::move(node), env);
      Scalar having = Condition(select.having, env);
      node = Filter(std::move(node), {std::move(having)});
    }
  } else if (select.having != nullptr) {
    Fail(select.having->span, "HAVING needs GROUP BY; without it the condition belongs in WHERE");
  }
  if (failed()) return nullptr;
  env.clause = "SELECT";
  std::vector<ExprPtr> items;
  for (const SelectItem& item : select.items) items.push_back(item.expr);
  node = JoinQueries(items, std::move(node), env);
  if (failed()) return nullptr;
  node = OverOf(select, std::move(node), env);
  if (failed()) return nullptr;
  HiddenOrder hidden;
  node = ProjectItems(select, std::move(node), env, outer, hidden);
  if (failed()) return nullptr;
  if (select.distinct) node = DistinctOf(std::move(node));
  return outer == nullptr ? node : OrderAndLimit(std::move(node), *outer, hidden);
}

PlanPtr Binder::ProjectItems(const Select& select, PlanPtr node, const Env& env, const Query* outer,
                             HiddenOrder& hidden) {
  std::vector<Scalar> outputs;
  Schema schema;
  if (catalog_.dialect == Dialect::kKinesisAnalytics)
    AddRowtime(select, *node, env, outputs, schema);
  for (const SelectItem& item : select.items) AddItem(item, env, outputs, schema);
  if (failed()) return nullptr;
  hidden.width = outputs.size();
  if (outer != nullptr && !select.distinct) {
    const Scope result = Scope::Of(schema, "");
    for (const OrderItem& item : outer->order_by) {
      const Expr& key = *item.expr;
      if (key.kind == ExprKind::kNumber) continue;
      if (key.kind == ExprKind::kName && Resolve(result, key.names).column.has_value()) continue;
      Scalar value = Expression(item.expr, env);
      if (failed()) return nullptr;
      hidden.columns.emplace_back(&key, outputs.size());
      schema.push_back({"$order", value.type});
      outputs.push_back(std::move(value));
    }
  }
  std::vector<std::string> names;
  for (size_t i = 0; i < schema.size(); ++i) {
    names.push_back(schema[i].name.empty() ? StrCat({"EXPR$", std::to_string(i)}) : schema[i].name);
  }
  return Project(std::move(node), std::move(outputs), std::move(names));
}

// Each row of Kinesis Analytics has a ROWTIME: of a window its end, else that of the row it came
// from.
void Binder::AddRowtime(const Select& select, const PlanNode& node, const Env& env,
                        std::vector<Scalar>& outputs, Schema& schema) {
  const bool given = std::any_of(select.items.begin(), select.items.end(),
                                 [](const SelectItem& item) { return item.alias == "ROWTIME"; });
  if (given) return;
  std::optional<size_t> column;
  if (env.grouped) {
    if (node.kind == NodeKind::kWindowAggregate) column = node.schema.size() - 2;
  } else {
    const Resolved found = Resolve(*env.scope, {Name{"ROWTIME", {}}});
    column = found.column;
  }
  if (!column.has_value()) return;
  schema.push_back({"ROWTIME", node.schema[*column].type});
  outputs.push_back(Scalar::OfColumn(*column, node.schema[*column].type));
}

void Binder::AddItem(const SelectItem& item, const Env& env, std::vector<Scalar>& outputs,
                     Schema& schema) {
  if (item.expr->kind == ExprKind::kStar) {
    AddStar(*item.expr, env, outputs, schema);
    return;
  }
  Scalar value = Expression(item.expr, env);
  std::string name = item.alias;
  if (name.empty() && item.expr->kind == ExprKind::kName) name = item.expr->names.back().text;
  if (name.empty() && item.expr->kind == ExprKind::kField) name = item.expr->text;
  schema.push_back({std::move(name), value.type});
  outputs.push_back(std::move(value));
}

void Binder::AddStar(const Expr& star, const Env& env, std::vector<Scalar>& outputs,
                     Schema& schema) {
  if (env.grouped) {
    Fail(star.span, "* cannot stand beside GROUP BY or an aggregate: name the columns");
    return;
  }
  const size_t before = outputs.size();
  for (size_t i = 0; i < env.scope->columns.size(); ++i) {
    const ScopeColumn& column = env.scope->columns[i];
    if (column.outer || column.pseudo || (column.hidden && star.names.empty())) continue;
    if (!star.names.empty() && column.table != star.names.back().text) continue;
    outputs.push_back(Scalar::OfColumn(i, column.type));
    schema.push_back({column.name, column.type});
  }
  if (outputs.size() > before) return;
  if (star.names.empty()) {
    Fail(star.span, "* needs a FROM with columns");
    return;
  }
  std::string tables;
  for (const ScopeColumn& column : env.scope->columns) {
    if (tables.find(column.table) == std::string::npos)
      tables += (tables.empty() ? "" : ", ") + column.table;
  }
  Fail(star.span,
       StrCat({"there is no table \"", star.names.back().text, "\" here; there is ", tables}));
}

}  // namespace weir::sql
