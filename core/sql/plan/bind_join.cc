// Joins: which conditions go where, and which kind of join they make.
#include <algorithm>

#include "core/base/text.h"
#include "core/sql/plan/binder.h"

namespace weir::sql {

BoundTable Binder::FromOf(const TableRef& table, std::vector<ExprPtr>& where) {
  if (table.kind == TableRef::Kind::kJoin) return JoinOf(table, where);
  return TableOf(table);
}

BoundTable Binder::JoinOf(const TableRef& table, std::vector<ExprPtr>& /*where*/) {
  Fail(table.span, "joins are not supported yet");
  return {};
}

PlanPtr Binder::SemiJoin(PlanPtr node, const Scope& /*scope*/, const Expr& condition,
                         bool /*negated*/) {
  Fail(condition.span, "IN (SELECT ...) and EXISTS are not supported yet");
  return node;
}

BoundTable Binder::MatchOf(const TableRef& table) {
  Fail(table.span, "MATCH_RECOGNIZE is not supported yet");
  return {};
}

}  // namespace weir::sql
