#include "core/sql/operators/source.h"

#include <algorithm>
#include <optional>

namespace weir::sql {

void SourceOperator::Advance(int64_t watermark, Context& context) {
  if (watermark <= watermark_) return;
  watermark_ = watermark;
  context.out.EmitWatermark(watermark);
}

void SourceOperator::OnWatermark(Context& context) { Advance(context.watermark, context); }

SourceOperator::SourceOperator(const PlanNode& node, std::optional<int64_t> coalesces)
    : spec_(&node.As<SourceSpec>()), coalesces_(coalesces) {
  plain_ = spec_->computed.empty() && spec_->order.size() == spec_->physical;
  for (size_t i = 0; i < spec_->order.size(); ++i) plain_ = plain_ && spec_->order[i] == i;
}

bool SourceOperator::Complete(const Batch& batch, Context& context) const {
  if (!spec_->rowtime.has_value()) return true;
  const Column& time = batch.columns[*spec_->rowtime];
  if (!time.has_nulls()) return true;
  for (size_t row = 0; row < batch.rows; ++row) {
    if (!time.IsNull(row)) continue;
    context.Fail(
        "the time column of " + spec_->table +
        " is NULL in a row: a row without a time has no place in the stream; leave such rows out "
        "or give them a time");
    return false;
  }
  return true;
}

// The watermark after all rows, if no row is behind the watermark that the rows before it caused:
// then none is late wherever the watermark of each row goes.
std::optional<int64_t> SourceOperator::LastMark(const Batch& rows, const Column& marks,
                                                const Column& time) const {
  if (marks.has_nulls() || time.has_nanos()) return std::nullopt;
  int64_t watermark = watermark_;
  for (size_t row = 0; row < rows.rows; ++row) {
    if (watermark != kNoWatermark && time.Int(row) - *coalesces_ <= watermark) return std::nullopt;
    watermark = std::max(watermark, marks.Int(row));
  }
  return watermark;
}

// Up to the row that moves the watermark on, then the watermark.
void SourceOperator::Split(const Batch& rows, const Column& marks, Context& context) {
  std::vector<uint32_t> some;
  for (size_t row = 0; row < rows.rows; ++row) {
    some.push_back(static_cast<uint32_t>(row));
    if (marks.IsNull(row) || marks.Int(row) <= watermark_) continue;
    if (some.size() == rows.rows) {
      context.out.Forward(rows);
    } else {
      context.out.Emit(rows.Select(some));
    }
    some.clear();
    Advance(marks.Int(row), context);
  }
  if (some.size() == rows.rows && rows.rows > 0) {
    context.out.Forward(rows);
  } else if (!some.empty()) {
    context.out.Emit(rows.Select(some));
  }
}

void SourceOperator::OnBatch(size_t /*input*/, const Batch& batch, Context& context) {
  Batch full;
  Batch ordered;
  const Batch* physical = &batch;
  const Batch* out = &batch;
  if (!plain_) {
    full = batch;
    for (const Scalar& scalar : spec_->computed) {
      full.columns.push_back(Evaluate(scalar, batch, context.eval));
    }
    if (!context.eval.errors.empty()) return;
    physical = &full;
  }
  if (!Complete(*physical, context)) return;
  // The watermark's expression may name columns in the order in which the table was written.
  Column marks;
  if (spec_->watermark.has_value()) marks = Evaluate(*spec_->watermark, *physical, context.eval);
  if (!context.eval.errors.empty()) return;
  if (!plain_) {
    ordered.rows = full.rows;
    ordered.kinds = full.kinds;
    for (const size_t column : spec_->order) ordered.columns.push_back(full.columns[column]);
    out = &ordered;
  }
  if (!spec_->watermark.has_value()) return context.out.Forward(*out);
  const std::optional<int64_t> last =
      coalesces_.has_value() && spec_->rowtime.has_value()
          ? LastMark(*out, marks, physical->columns[*spec_->rowtime])
          : std::nullopt;
  if (!last.has_value()) return Split(*out, marks, context);
  context.out.Forward(*out);
  Advance(*last, context);
}

}  // namespace weir::sql
