// Scalar: an expression that is bound to the columns of its input, and its evaluation over a batch.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/sql/functions/function.h"
#include "core/sql/plan/batch.h"
#include "core/sql/types/column.h"

namespace weir::sql {

struct Scalar {
  enum class Kind : uint8_t { kColumn, kLiteral, kCall };
  Kind kind = Kind::kLiteral;
  Type type;
  size_t column = 0;       // kColumn: of the input.
  Value literal;           // kLiteral.
  BoundFunction function;  // kCall, with `args`.
  std::vector<Scalar> args;

  static Scalar OfColumn(size_t column, Type type);
  static Scalar OfLiteral(Value value, Type type);

  bool IsColumn() const { return kind == Kind::kColumn; }
  bool IsLiteral() const { return kind == Kind::kLiteral; }
};

// "+", "CASE", "UPPER"; empty for a cast.
std::string_view FunctionName(const BoundFunction& function);

// One row for each of the batch. Rows that fail are in context.errors, NULL in the result.
Column Evaluate(const Scalar& scalar, const Batch& batch, EvalContext& context);

// The rows in which the condition is TRUE (not NULL), in their order.
std::vector<uint32_t> RowsWhere(const Scalar& condition, const Batch& batch, EvalContext& context);

// Which input columns the expression reads: calls `visit` with each number.
template <typename Visit>
void VisitColumns(const Scalar& scalar, Visit&& visit) {
  if (scalar.IsColumn()) visit(scalar.column);
  for (const Scalar& arg : scalar.args) VisitColumns(arg, visit);
}

// Column n becomes map(n).
template <typename Map>
Scalar WithColumns(Scalar scalar, Map&& map) {
  if (scalar.IsColumn()) scalar.column = map(scalar.column);
  for (Scalar& arg : scalar.args) arg = WithColumns(std::move(arg), map);
  return scalar;
}

}  // namespace weir::sql
