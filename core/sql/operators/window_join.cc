#include "core/sql/operators/window_join.h"

#include "core/sql/operators/aggregate_state.h"

namespace weir::sql {

void WindowJoinOperator::OnBatch(size_t input, const Batch& batch, Context& context) {
  const JoinSpec& spec = sides_.spec();
  const Column& ends = batch.columns[input == 0 ? spec.left_end : spec.right_end];
  for (size_t at = 0; at < batch.rows; ++at) {
    if (ends.IsNull(at)) continue;
    const int64_t end = ends.Int(at);
    if (!spec.shape.proctime && LastMomentOf(end, spec.shape, zone_) <= context.watermark) {
      ++context.counters.late_rows;
      continue;
    }
    Window& window = windows_[end];
    Kept kept;
    kept.key = sides_.KeyOf(batch, input, at, kept.null);
    kept.row = batch.RowAt(at);
    if (input == 1 && !kept.null) window.right.Get(kept.key).push_back(window.rows[1].size());
    window.rows[input].push_back(std::move(kept));
  }
}

void WindowJoinOperator::JoinRows(Window& window, Context& context, Batch& result) const {
  for (Kept& left : window.rows[0]) {
    const std::vector<size_t>* found = left.null ? nullptr : window.right.Find(left.key);
    std::vector<const Row*> rows;
    if (found != nullptr) {
      for (const size_t at : *found) rows.push_back(&window.rows[1][at].row);
    }
    for (const size_t match : sides_.Matching(left.row, 0, rows, context)) {
      left.matched = true;
      window.rows[1][(*found)[match]].matched = true;
      if (!sides_.OneSided())
        result.Append(sides_.Joined(left.row, 0, *rows[match]), RowKind::kInsert);
    }
    if (sides_.OneSided() && left.matched == (sides_.spec().type == JoinType::kSemi)) {
      result.Append(left.row, RowKind::kInsert);
    }
    if (!left.matched && sides_.Outer(0))
      result.Append(sides_.Padded(left.row, 0), RowKind::kInsert);
  }
  if (!sides_.Outer(1)) return;
  for (const Kept& right : window.rows[1]) {
    if (!right.matched) result.Append(sides_.Padded(right.row, 1), RowKind::kInsert);
  }
}

void WindowJoinOperator::Fire(int64_t progress, Context& context) {
  Batch result = sides_.NewOutput();
  while (!windows_.empty()) {
    const auto window = windows_.begin();
    if (LastMomentOf(window->first, sides_.spec().shape, zone_) > progress) break;
    JoinRows(window->second, context, result);
    windows_.erase(window);
  }
  if (result.rows > 0) context.out.Emit(std::move(result));
}

void WindowJoinOperator::OnWatermark(Context& context) {
  if (!sides_.spec().shape.proctime) Fire(context.watermark, context);
  context.out.EmitWatermark(context.watermark);
}

void WindowJoinOperator::OnClock(Context& context) {
  if (sides_.spec().shape.proctime) Fire(context.now_ms - 1, context);
}

std::optional<int64_t> WindowJoinOperator::NextTimer() const {
  if (!sides_.spec().shape.proctime || windows_.empty()) return std::nullopt;
  return LastMomentOf(windows_.begin()->first, sides_.spec().shape, zone_) + 1;
}

int64_t WindowJoinOperator::StateSize() const {
  int64_t rows = 0;
  for (const auto& [end, window] : windows_) {
    rows += static_cast<int64_t>(window.rows[0].size() + window.rows[1].size());
  }
  return rows;
}

void WindowJoinOperator::AddTo(Digest& digest) const {
  for (const auto& [end, window] : windows_) {
    digest.Add(end);
    for (size_t side = 0; side < 2; ++side) {
      for (const Kept& kept : window.rows[side])
        weir::sql::AddTo(digest, sides_.schema(side), kept.row);
    }
  }
}

}  // namespace weir::sql
