#include "core/sql/operators/sort.h"

namespace weir::sql {

void SortOperator::OnBatch(size_t /*input*/, const Batch& batch, Context& context) {
  const Column& times = batch.columns[spec_->time_column];
  const bool proctime =
      node_->schema[spec_->time_column].type.attribute == TimeAttribute::kProctime;
  if (proctime) {  // They come in its order.
    context.out.Emit(batch);
    return;
  }
  for (size_t at = 0; at < batch.rows; ++at) {
    if (times.IsNull(at) || times.Int(at) <= context.watermark) {
      ++context.counters.late_rows;
      continue;
    }
    InsertRanked(order_, node_->schema, waiting_[times.Int(at)], {batch.RowAt(at), arrivals_++});
  }
}

void SortOperator::OnWatermark(Context& context) {
  Batch result = EmptyBatch(TypesOf(node_->schema));
  while (!waiting_.empty() && waiting_.begin()->first <= context.watermark) {
    for (const RankedRow& row : waiting_.begin()->second) result.Append(row.row, RowKind::kInsert);
    waiting_.erase(waiting_.begin());
  }
  if (result.rows > 0) context.out.Emit(std::move(result));
  context.out.EmitWatermark(context.watermark);
}

int64_t SortOperator::StateSize() const {
  int64_t rows = 0;
  for (const auto& [time, waiting] : waiting_) rows += static_cast<int64_t>(waiting.size());
  return rows;
}

void SortOperator::AddTo(Digest& digest) const {
  for (const auto& [time, waiting] : waiting_) {
    digest.Add(time);
    for (const RankedRow& row : waiting) weir::sql::AddTo(digest, node_->schema, row.row);
  }
}

}  // namespace weir::sql
