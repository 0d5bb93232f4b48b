#include "core/sql/operators/group_aggregate.h"

namespace weir::sql {

void GroupAggregateOperator::OnBatch(size_t /*input*/, const Batch& batch, Context& context) {
  const AggregateInput input(spec_->keys, spec_->calls, batch, context.eval);
  if (!context.eval.errors.empty()) return;
  Batch result = EmptyBatch(TypesOf(node_->schema));
  for (size_t row = 0; row < batch.rows; ++row) {
    const std::string key = input.KeyOf(row);
    const bool retracts = Retracts(batch.KindAt(row));
    // What was never put in cannot be taken back.
    if (retracts && groups_.Find(key) == nullptr) continue;
    Group& group = groups_.Get(key);
    if (group.states.empty()) group.states.resize(spec_->calls.size());
    group.rows += retracts ? -1 : 1;
    input.Update(group.states, row, retracts ? -1 : 1);
    for (size_t i = 0; i < spec_->calls.size(); ++i) {
      if (spec_->calls[i].aggregate.kind != AggregateKind::kSingle || group.states[i].count <= 1)
        continue;
      context.Fail("a query as a value gave more than one row");
      return;
    }
    const bool was_given = !group.result.empty();
    if (group.rows <= 0) {  // Also without keys, as in Flink.
      if (was_given) result.Append(group.result, RowKind::kDelete);
      groups_.Erase(key);
      continue;
    }
    Row now = input.KeyRow(row);
    AppendResults(spec_->calls, group.states, now);
    if (was_given && SameRow(node_->schema, group.result, now)) continue;
    if (was_given) result.Append(group.result, RowKind::kUpdateBefore);
    result.Append(now, was_given ? RowKind::kUpdateAfter : RowKind::kInsert);
    group.result = std::move(now);
  }
  if (result.rows > 0) context.out.Emit(std::move(result));
}

void GroupAggregateOperator::AddTo(Digest& digest) const {
  groups_.ForEach([&](const std::string& key, const Group& group) {
    digest.Add(std::string_view(key));
    digest.Add(group.rows);
    weir::sql::AddTo(digest, spec_->calls, group.states);
  });
}

}  // namespace weir::sql
