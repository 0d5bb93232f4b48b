#include "core/sql/operators/source.h"

#include <numeric>

namespace weir::sql {

void SourceOperator::Advance(int64_t watermark, Context& context) {
  if (watermark <= watermark_) return;
  watermark_ = watermark;
  context.out.EmitWatermark(watermark);
}

void SourceOperator::OnWatermark(Context& context) { Advance(context.watermark, context); }

void SourceOperator::OnBatch(size_t /*input*/, const Batch& batch, Context& context) {
  Batch full;
  full.rows = batch.rows;
  full.kinds = batch.kinds;
  full.columns = batch.columns;
  std::vector<Column> computed;
  for (const Scalar& scalar : spec_->computed)
    computed.push_back(Evaluate(scalar, batch, context.eval));
  for (Column& column : computed) full.columns.push_back(std::move(column));
  if (!context.eval.errors.empty()) return;
  Batch ordered;
  ordered.rows = full.rows;
  ordered.kinds = full.kinds;
  if (spec_->rowtime.has_value()) {
    const Column& time = full.columns[*spec_->rowtime];
    for (size_t row = 0; row < full.rows; ++row) {
      if (!time.IsNull(row)) continue;
      context.Fail(
          "the time column of " + spec_->table +
          " is NULL in a row: a row without a time has no place in the stream; leave such rows out "
          "or give them a time");
      return;
    }
  }
  Column marks;
  // The watermark's expression may name columns in the order in which the table was written.
  for (const size_t column : spec_->order) ordered.columns.push_back(full.columns[column]);
  if (spec_->watermark.has_value()) marks = Evaluate(*spec_->watermark, full, context.eval);
  if (!context.eval.errors.empty()) return;
  if (!spec_->watermark.has_value()) {
    context.out.Emit(std::move(ordered));
    return;
  }
  // Up to the row that moves the watermark on, then the watermark.
  std::vector<uint32_t> rows;
  for (size_t row = 0; row < full.rows; ++row) {
    rows.push_back(static_cast<uint32_t>(row));
    if (marks.IsNull(row) || marks.Int(row) <= watermark_) continue;
    context.out.Emit(rows.size() == full.rows ? ordered : ordered.Select(rows));
    rows.clear();
    Advance(marks.Int(row), context);
  }
  if (!rows.empty())
    context.out.Emit(rows.size() == full.rows ? std::move(ordered) : ordered.Select(rows));
}

}  // namespace weir::sql
