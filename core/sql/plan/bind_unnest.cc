// UNNEST(collection) in FROM: the columns that its items give.
#include "core/base/text.h"
#include "core/sql/plan/binder.h"

namespace weir::sql {

bool Binder::IsUnnest(const TableRef& table) {
  return table.kind == TableRef::Kind::kFunction && table.function != nullptr &&
         table.function->kind == ExprKind::kCall && table.function->text == "UNNEST";
}

// The collection is over the columns of what stands to its left.
BoundTable Binder::UnnestOf(const TableRef& table, PlanPtr left, const Scope& scope, bool outer) {
  BoundTable bound;
  const Expr& call = *table.function;
  if (call.args.size() != 1) Fail(call.span, "UNNEST takes one ARRAY, MAP or MULTISET");
  Env env;
  env.scope = &scope;
  env.clause = "UNNEST";
  UnnestSpec spec;
  if (!failed()) spec.collection = Expression(call.args[0], env);
  if (failed()) return bound;
  const Type& type = spec.collection.type;
  const bool collection = type.kind == TypeKind::kArray || type.kind == TypeKind::kMap ||
                          type.kind == TypeKind::kMultiset;
  if (!collection) {
    Fail(call.span, StrCat({"UNNEST takes an ARRAY, MAP or MULTISET, but this is ", ToText(type)}));
    return bound;
  }
  Schema columns;
  if (type.kind == TypeKind::kMap) {
    columns = {{"f0", type.Element(0)}, {"f1", type.Element(1)}};
  } else if (type.Element().kind == TypeKind::kRow) {
    const Type& row = type.Element();
    for (size_t i = 0; i < row.ElementCount(); ++i)
      columns.push_back({row.nest->names[i], row.Element(i)});
  } else {
    columns = {{"EXPR$0", type.Element()}};
  }
  if (table.ordinality) columns.push_back({"ORDINALITY", Type::Integer().NotNull()});
  // Items may be missing, and rows among them be NULL.
  for (Field& column : columns) column.type = column.type.Nullable();
  spec.ordinality = table.ordinality;
  spec.outer = outer;
  auto node = std::make_shared<PlanNode>();
  node->kind = NodeKind::kUnnest;
  node->schema = left->schema;
  node->schema.insert(node->schema.end(), columns.begin(), columns.end());
  node->updating = left->updating;
  node->window = left->window;
  node->spec = std::move(spec);
  node->inputs.push_back(std::move(left));
  bound.node = std::move(node);
  bound.scope = Scope::Of(columns, "");
  Rename(bound, table);
  // UNNEST(a) AS x: the only column goes by the name of the table too.
  if (table.column_aliases.empty() && columns.size() == 1 && !table.alias.empty() &&
      columns[0].name == "EXPR$0") {
    bound.scope.columns[0].name = table.alias;
  }
  return bound;
}

}  // namespace weir::sql
