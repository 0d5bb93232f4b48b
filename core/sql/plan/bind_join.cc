// Joins: which conditions belong to which join.
#include <algorithm>

#include "core/base/text.h"
#include "core/sql/plan/binder.h"
#include "core/sql/types/words.h"

namespace weir::sql {

// One table of a chain of inner joins.
struct Binder::JoinPart {
  const TableRef* table = nullptr;
  ExprPtr on;
  ExprPtr as_of;  // FOR SYSTEM_TIME AS OF
  BoundTable bound;
  size_t begin = 0;  // Of its columns among those of all parts.
  bool unnest = false;
  std::vector<Scalar> filters;
  std::vector<Scalar> conditions;  // Of the join with the parts before it.
};

namespace {

bool IsPlainInner(const TableRef& table) {
  return table.kind == TableRef::Kind::kJoin && table.alias.empty() &&
         table.using_columns.empty() &&
         (table.join == JoinKind::kInner || table.join == JoinKind::kCross);
}

// The node that UNNEST made, over the rows that it is really joined with.
PlanPtr OnTopOf(const PlanNode& unnest, PlanPtr input) {
  auto node = std::make_shared<PlanNode>(unnest);
  Schema schema = input->schema;
  schema.insert(schema.end(), unnest.schema.begin(), unnest.schema.end());
  node->schema = std::move(schema);
  node->updating = input->updating;
  node->window = input->window;
  node->inputs = {std::move(input)};
  return node;
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
  PlanPtr so_far = std::make_shared<PlanNode>();  // Of the parts until here, for UNNEST.
  for (JoinPart& part : parts) {
    part.unnest = &part != &parts.front() && IsUnnest(*part.table);
    part.begin = all.scope.columns.size();
    part.bound =
        part.unnest ? UnnestOf(*part.table, so_far, all.scope, false) : TableOf(*part.table);
    if (failed()) return all;
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
    if (first >= last && parts[last].as_of == nullptr && !parts[last].unnest) {
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
    if (parts[i].unnest) {
      all.node = OnTopOf(*node, std::move(all.node));
      all.node = Filter(std::move(all.node), std::move(parts[i].conditions));
      continue;
    }
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
  if (IsUnnest(*table.right)) return OuterUnnest(table, std::move(left));
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

// LEFT JOIN UNNEST(...) ON TRUE: a row without items stays.
BoundTable Binder::OuterUnnest(const TableRef& table, BoundTable left) {
  const bool on_true = table.on != nullptr && table.on->kind == ExprKind::kBoolean &&
                       UpperAscii(table.on->text) == "TRUE";
  if (table.join == JoinKind::kRight || table.join == JoinKind::kFull || !on_true) {
    Fail(table.span, "UNNEST goes with CROSS JOIN, and with LEFT JOIN ... ON TRUE");
    return left;
  }
  const PlanPtr input = left.node;
  const BoundTable right = UnnestOf(*table.right, input, left.scope, table.join == JoinKind::kLeft);
  if (failed()) return left;
  left.node = right.node;
  left.scope.Append(right.scope);
  Retype(left);
  return left;
}

}  // namespace weir::sql
