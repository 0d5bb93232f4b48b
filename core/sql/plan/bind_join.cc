// Joins: which conditions belong to which join.
#include <algorithm>

#include "core/base/text.h"
#include "core/sql/plan/binder.h"

namespace weir::sql {

// One table of a chain of inner joins.
struct Binder::JoinPart {
  const TableRef* table = nullptr;
  ExprPtr on;
  ExprPtr as_of;  // FOR SYSTEM_TIME AS OF
  BoundTable bound;
  size_t begin = 0;  // Of its columns among those of all parts.
  std::vector<Scalar> filters;
  std::vector<Scalar> conditions;  // Of the join with the parts before it.
};

namespace {

bool IsPlainInner(const TableRef& table) {
  return table.kind == TableRef::Kind::kJoin && table.alias.empty() &&
         table.using_columns.empty() &&
         (table.join == JoinKind::kInner || table.join == JoinKind::kCross);
}

bool HasSubquery(const Expr& expr) {
  if (expr.kind == ExprKind::kInQuery || expr.kind == ExprKind::kExists) return true;
  return std::any_of(expr.args.begin(), expr.args.end(),
                     [](const ExprPtr& arg) { return HasSubquery(*arg); });
}

void Retype(BoundTable& table) {
  for (size_t i = 0; i < table.scope.columns.size(); ++i) {
    table.scope.columns[i].type = table.node->schema[i].type;
  }
}

}  // namespace

BoundTable Binder::FromOf(const TableRef& table, std::vector<ExprPtr>& where) {
  if (table.kind == TableRef::Kind::kJoin && table.alias.empty()) return JoinOf(table, where);
  return TableOf(table);
}

BoundTable Binder::JoinOf(const TableRef& table, std::vector<ExprPtr>& where) {
  if (!IsPlainInner(table)) return OuterJoin(table);
  std::vector<JoinPart> parts;
  Flatten(table, parts);
  return InnerJoins(parts, where);
}

void Binder::Flatten(const TableRef& table, std::vector<JoinPart>& parts) {
  if (!IsPlainInner(table)) {
    JoinPart part;
    part.table = &table;
    part.as_of = table.system_time;
    parts.push_back(std::move(part));
    return;
  }
  Flatten(*table.left, parts);
  JoinPart right;
  right.table = table.right.get();
  right.as_of = table.right->system_time;
  right.on = table.on;
  parts.push_back(std::move(right));
}

// a JOIN b ON x JOIN c ON y WHERE z: each condition goes to the first join that has all its
// columns; one that needs a single table filters that table.
BoundTable Binder::InnerJoins(std::vector<JoinPart>& parts, std::vector<ExprPtr>& where) {
  BoundTable all;
  std::vector<std::pair<ExprPtr, Scalar>> conditions;
  Env env;
  env.scope = &all.scope;
  const auto bind = [&](const ExprPtr& condition, std::string_view clause) {
    std::vector<ExprPtr> conjuncts;
    SplitConjuncts(condition, conjuncts);
    env.clause = clause;
    for (const ExprPtr& conjunct : conjuncts)
      conditions.emplace_back(conjunct, Condition(conjunct, env));
  };
  for (JoinPart& part : parts) {
    part.bound = TableOf(*part.table);
    if (failed()) return all;
    part.begin = all.scope.columns.size();
    all.scope.Append(part.bound.scope);
    if (part.on != nullptr) bind(part.on, "ON");
  }
  std::vector<ExprPtr> left;
  for (const ExprPtr& conjunct : where) {
    if (HasSubquery(*conjunct)) {
      left.push_back(conjunct);
    } else {
      bind(conjunct, "WHERE");
    }
  }
  where = std::move(left);
  if (failed()) return all;
  const auto part_of = [&](size_t column) {
    size_t part = 0;
    while (part + 1 < parts.size() && parts[part + 1].begin <= column) ++part;
    return part;
  };
  for (auto& [expr, condition] : conditions) {
    size_t first = parts.size() - 1;
    size_t last = 0;
    VisitColumns(condition, [&](size_t column) {
      first = std::min(first, part_of(column));
      last = std::max(last, part_of(column));
    });
    // A version of a temporal table must be found before it can be filtered out.
    if (first >= last && parts[last].as_of == nullptr) {
      const size_t begin = parts[last].begin;
      parts[last].filters.push_back(
          WithColumns(std::move(condition), [&](size_t c) { return c - begin; }));
    } else {
      parts[last].conditions.push_back(std::move(condition));
    }
  }
  for (size_t i = 0; i < parts.size(); ++i) {
    PlanPtr node = Filter(parts[i].bound.node, std::move(parts[i].filters));
    if (failed()) return all;
    all.node = i == 0 ? node
                      : JoinNode(all.node, node, JoinType::kInner, std::move(parts[i].conditions),
                                 parts[i].as_of, parts[i].table->span);
    if (failed()) return all;
  }
  Retype(all);
  return all;
}

BoundTable Binder::OuterJoin(const TableRef& table) {
  std::vector<ExprPtr> none;
  BoundTable left = FromOf(*table.left, none);
  if (failed()) return left;
  BoundTable right = TableOf(*table.right);
  if (failed()) return left;
  BoundTable both;
  both.scope = left.scope;
  both.scope.Append(right.scope);
  const size_t width = left.scope.columns.size();
  std::vector<Scalar> conditions;
  Env env;
  env.scope = &both.scope;
  env.clause = "ON";
  if (table.on != nullptr) {
    std::vector<ExprPtr> conjuncts;
    SplitConjuncts(table.on, conjuncts);
    for (const ExprPtr& conjunct : conjuncts) conditions.push_back(Condition(conjunct, env));
  }
  for (const Name& name : table.using_columns) {
    const Resolved a = Resolve(left.scope, {name});
    const Resolved b = Resolve(right.scope, {name});
    if (!a.column.has_value() || !b.column.has_value()) {
      Fail(name.span, StrCat({"USING: \"", name.text, "\" is not in both tables"}));
      return left;
    }
    conditions.push_back(
        Apply("=",
              {Scalar::OfColumn(*a.column, left.scope.columns[*a.column].type),
               Scalar::OfColumn(width + *b.column, right.scope.columns[*b.column].type)},
              name.span));
    both.scope.columns[width + *b.column].hidden = true;
  }
  constexpr JoinType kTypes[] = {JoinType::kInner, JoinType::kLeft, JoinType::kRight,
                                 JoinType::kFull, JoinType::kInner};
  if (!failed()) {
    both.node = JoinNode(left.node, right.node, kTypes[static_cast<int>(table.join)],
                         std::move(conditions), table.right->system_time, table.span);
  }
  if (!failed()) Retype(both);
  return both;
}

}  // namespace weir::sql
