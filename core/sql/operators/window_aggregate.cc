#include "core/sql/operators/window_aggregate.h"

namespace weir::sql {

Row WindowAggregateOperator::ResultOf(const WindowKey& key, const Group& group) const {
  Row row = group.key;
  AppendResults(spec_->calls, group.states, row);
  row.emplace_back(TimestampValue{key.second, 0});
  row.emplace_back(TimestampValue{key.first, 0});
  row.emplace_back(TimestampValue{LastMoment(key), 0});
  return row;
}

void WindowAggregateOperator::OnBatch(size_t /*input*/, const Batch& batch, Context& context) {
  const AggregateInput input(spec_->keys, spec_->calls, batch, context.eval);
  if (!context.eval.errors.empty()) return;
  const int64_t progress = spec_->shape.proctime ? kNoWatermark : context.watermark;
  const Column& starts = batch.columns[*spec_->window_start];
  const Column& ends = batch.columns[*spec_->window_end];
  Batch changes = EmptyBatch(TypesOf(node_->schema));
  for (size_t row = 0; row < batch.rows; ++row) {
    if (starts.IsNull(row) || ends.IsNull(row)) continue;  // The padded side of an outer join.
    const WindowKey key{ends.Int(row), starts.Int(row)};
    const int64_t last = LastMoment(key);
    const bool fired = last <= progress;
    if (fired && (spec_->allowed_lateness == 0 || last + spec_->allowed_lateness <= progress)) {
      ++context.counters.late_rows;
      continue;
    }
    Group& group = windows_[key].GetOr(input.KeyOf(row), [&] {
      Group made;
      made.key = input.KeyRow(row);
      made.states.resize(spec_->calls.size());
      return made;
    });
    const int weight = Retracts(batch.KindAt(row)) ? -1 : 1;
    group.rows += weight;
    input.Update(group.states, row, weight);
    if (fired) GiveChange(key, group, changes);
  }
  if (changes.rows > 0) context.out.Emit(std::move(changes));
}

// A late row that is still allowed: the result that was given is taken back.
void WindowAggregateOperator::GiveChange(const WindowKey& key, Group& group, Batch& result) {
  if (group.given)
    result.Append(group.result, group.rows > 0 ? RowKind::kUpdateBefore : RowKind::kDelete);
  if (group.rows <= 0) {
    group.given = false;
    return;
  }
  group.result = ResultOf(key, group);
  result.Append(group.result, group.given ? RowKind::kUpdateAfter : RowKind::kInsert);
  group.given = true;
}

void WindowAggregateOperator::FireWindow(const WindowKey& key, Window& window, Batch& result) {
  window.ForEach([&](const std::string& /*bytes*/, Group& group) {
    // A group whose rows were all taken back has no result.
    if (group.rows <= 0 || group.given) return;
    Row row = ResultOf(key, group);
    result.Append(row, RowKind::kInsert);
    if (spec_->allowed_lateness == 0) return;
    group.given = true;
    group.result = std::move(row);
  });
}

void WindowAggregateOperator::Fire(int64_t progress, Context& context) {
  Batch result = EmptyBatch(TypesOf(node_->schema));
  for (auto at = windows_.begin(); at != windows_.end();) {
    const int64_t last = LastMoment(at->first);
    if (last > progress) break;
    FireWindow(at->first, at->second, result);
    const bool over = spec_->allowed_lateness == 0 || progress == kEndOfTime ||
                      last + spec_->allowed_lateness <= progress;
    at = over ? windows_.erase(at) : std::next(at);
  }
  if (result.rows > 0) context.out.Emit(std::move(result));
}

void WindowAggregateOperator::OnWatermark(Context& context) {
  if (!spec_->shape.proctime) Fire(context.watermark, context);
  context.out.EmitWatermark(context.watermark);
}

void WindowAggregateOperator::OnClock(Context& context) {
  if (spec_->shape.proctime) Fire(context.now_ms - 1, context);
}

std::optional<int64_t> WindowAggregateOperator::NextTimer() const {
  if (!spec_->shape.proctime || windows_.empty()) return std::nullopt;
  return LastMoment(windows_.begin()->first) + 1;
}

int64_t WindowAggregateOperator::StateSize() const {
  int64_t groups = 0;
  for (const auto& [key, window] : windows_) groups += static_cast<int64_t>(window.size());
  return groups;
}

void WindowAggregateOperator::AddTo(Digest& digest) const {
  for (const auto& [key, window] : windows_) {
    digest.Add(key.first);
    digest.Add(key.second);
    window.ForEach([&](const std::string& bytes, const Group& group) {
      digest.Add(std::string_view(bytes));
      digest.Add(group.rows);
      weir::sql::AddTo(digest, spec_->calls, group.states);
    });
  }
}

}  // namespace weir::sql
