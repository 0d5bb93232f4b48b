#include "core/sql/operators/calc.h"

namespace weir::sql {

// A column that is given out as it is moves with its last use.
Batch CalcOperator::Project(Batch batch, EvalContext& eval) const {
  Batch result;
  result.rows = batch.rows;
  result.columns.resize(spec_->outputs.size());
  for (size_t i = 0; i < spec_->outputs.size(); ++i) {
    const Scalar& output = spec_->outputs[i];
    if (!output.IsColumn()) result.columns[i] = Evaluate(output, batch, eval);
  }
  std::vector<bool> taken(batch.columns.size(), false);
  for (size_t i = spec_->outputs.size(); i > 0; --i) {
    const Scalar& output = spec_->outputs[i - 1];
    if (!output.IsColumn() || taken[output.column]) continue;
    taken[output.column] = true;
    size_t last = i - 1;
    result.columns[last] = std::move(batch.columns[output.column]);
    for (size_t before = 0; before < last; ++before) {
      const Scalar& other = spec_->outputs[before];
      if (other.IsColumn() && other.column == output.column) {
        result.columns[before] = result.columns[last];
      }
    }
  }
  result.kinds = std::move(batch.kinds);
  return result;
}

void CalcOperator::OnBatch(size_t /*input*/, const Batch& batch, Context& context) {
  const Batch* input = &batch;
  Batch chosen;
  if (spec_->condition.has_value()) {
    const std::vector<uint32_t> rows = RowsWhere(*spec_->condition, batch, context.eval);
    if (rows.empty() || !context.eval.errors.empty()) return;
    if (rows.size() < batch.rows) {
      chosen = batch.Select(rows);
      input = &chosen;
    }
  }
  Batch result;
  if (input == &chosen) {
    result = Project(std::move(chosen), context.eval);
  } else {
    result.rows = input->rows;
    result.kinds = input->kinds;
    result.columns.reserve(spec_->outputs.size());
    for (const Scalar& output : spec_->outputs)
      result.columns.push_back(Evaluate(output, *input, context.eval));
  }
  if (context.eval.errors.empty()) context.out.Emit(std::move(result));
}

void CalcOperator::OnOwnBatch(size_t input, Batch batch, Context& context) {
  if (spec_->condition.has_value()) return OnBatch(input, batch, context);
  Batch result = Project(std::move(batch), context.eval);
  if (context.eval.errors.empty()) context.out.Emit(std::move(result));
}

void ValuesOperator::OnStart(Context& context) {
  Batch batch = EmptyBatch(TypesOf(node_->schema));
  for (const Row& row : node_->As<ValuesSpec>().rows) batch.Append(row, RowKind::kInsert);
  context.out.Emit(std::move(batch));
  context.out.EmitWatermark(kEndOfTime);
}

void ExpandOperator::OnBatch(size_t /*input*/, const Batch& batch, Context& context) {
  Batch result = EmptyBatch(TypesOf(node_->schema));
  for (size_t row = 0; row < batch.rows; ++row) {
    for (size_t set = 0; set < spec_->keeps.size(); ++set) {
      Row values = batch.RowAt(row);
      for (size_t i = 0; i < spec_->columns.size(); ++i) {
        if (!spec_->keeps[set][i]) values[spec_->columns[i]] = Value();
      }
      values.emplace_back(static_cast<int64_t>(set));
      result.Append(values, batch.KindAt(row));
    }
  }
  context.out.Emit(std::move(result));
}

}  // namespace weir::sql
