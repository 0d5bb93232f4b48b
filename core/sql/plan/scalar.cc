#include "core/sql/plan/scalar.h"

#include <algorithm>

#include "core/sql/functions/function_def.h"

namespace weir::sql {
namespace {

bool IsLazy(const BoundFunction& function, std::string_view name) {
  return function.def != nullptr && FunctionName(function) == name;
}

bool IsActive(const EvalContext& context, size_t row) {
  return context.active.empty() || context.active[row] != 0;
}

// Evaluates args[index] for the rows in `active` alone; the errors of the others do not count.
Column EvaluateWhere(const Scalar& scalar, const Batch& batch, EvalContext& context,
                     const std::vector<uint8_t>& active) {
  const std::span<const uint8_t> outer = context.active;
  context.active = active;
  Column column = Evaluate(scalar, batch, context);
  context.active = outer;
  return column;
}

std::vector<uint8_t> ActiveRows(const Batch& batch, const EvalContext& context) {
  std::vector<uint8_t> active(batch.rows);
  for (size_t row = 0; row < batch.rows; ++row) active[row] = IsActive(context, row) ? 1 : 0;
  return active;
}

// A branch of CASE is looked at only where its condition holds and none before it did.
std::vector<Column> CaseArguments(const Scalar& scalar, const Batch& batch, EvalContext& context) {
  std::vector<Column> columns;
  std::vector<uint8_t> open = ActiveRows(batch, context);
  for (size_t i = 0; i < scalar.args.size(); i += 2) {
    columns.push_back(EvaluateWhere(scalar.args[i], batch, context, open));
    if (i + 1 == scalar.args.size()) break;
    std::vector<uint8_t> taken(batch.rows, 0);
    for (size_t row = 0; row < batch.rows; ++row) {
      if (open[row] == 0 || columns.back().IsNull(row) || !columns.back().Bool(row)) continue;
      taken[row] = 1;
      open[row] = 0;
    }
    columns.push_back(EvaluateWhere(scalar.args[i + 1], batch, context, taken));
  }
  return columns;
}

// The right side of AND and OR is looked at only where the left does not decide.
std::vector<Column> LogicArguments(const Scalar& scalar, const Batch& batch, EvalContext& context,
                                   bool decides) {
  std::vector<Column> columns;
  std::vector<uint8_t> open = ActiveRows(batch, context);
  for (const Scalar& arg : scalar.args) {
    columns.push_back(EvaluateWhere(arg, batch, context, open));
    const Column& column = columns.back();
    for (size_t row = 0; row < batch.rows; ++row) {
      if (open[row] != 0 && !column.IsNull(row) && column.Bool(row) == decides) open[row] = 0;
    }
  }
  return columns;
}

bool CanFail(const Scalar& scalar) {
  if (scalar.kind != Scalar::Kind::kCall) return false;
  return true;
}

}  // namespace

std::string_view FunctionName(const BoundFunction& function) {
  return function.def == nullptr ? std::string_view() : function.def->name;
}

Scalar Scalar::OfColumn(size_t column, Type type) {
  Scalar scalar;
  scalar.kind = Kind::kColumn;
  scalar.type = std::move(type);
  scalar.column = column;
  return scalar;
}

Scalar Scalar::OfLiteral(Value value, Type type) {
  Scalar scalar;
  scalar.kind = Kind::kLiteral;
  scalar.type = std::move(type);
  scalar.literal = std::move(value);
  return scalar;
}

Column Evaluate(const Scalar& scalar, const Batch& batch, EvalContext& context) {
  switch (scalar.kind) {
    case Scalar::Kind::kColumn:
      return batch.columns[scalar.column];
    case Scalar::Kind::kLiteral:
      return Column::Constant(scalar.type, scalar.literal, batch.rows);
    case Scalar::Kind::kCall:
      break;
  }
  std::vector<Column> columns;
  const bool lazy = std::any_of(scalar.args.begin(), scalar.args.end(), CanFail);
  if (lazy && IsLazy(scalar.function, "CASE")) {
    columns = CaseArguments(scalar, batch, context);
  } else if (lazy && (IsLazy(scalar.function, "AND") || IsLazy(scalar.function, "OR"))) {
    columns = LogicArguments(scalar, batch, context, IsLazy(scalar.function, "OR"));
  } else {
    columns.reserve(scalar.args.size());
    for (const Scalar& arg : scalar.args) {
      // A plain column is not copied.
      columns.push_back(arg.IsColumn() ? Column() : Evaluate(arg, batch, context));
    }
  }
  std::vector<const Column*> args;
  args.reserve(columns.size());
  for (size_t i = 0; i < columns.size(); ++i) {
    args.push_back(scalar.args[i].IsColumn() ? &batch.columns[scalar.args[i].column] : &columns[i]);
  }
  return Evaluate(scalar.function, args, batch.rows, context);
}

std::vector<uint32_t> RowsWhere(const Scalar& condition, const Batch& batch, EvalContext& context) {
  const Column column = Evaluate(condition, batch, context);
  std::vector<uint32_t> rows;
  for (size_t row = 0; row < batch.rows; ++row) {
    if (!column.IsNull(row) && column.Bool(row)) rows.push_back(static_cast<uint32_t>(row));
  }
  return rows;
}

}  // namespace weir::sql
