#include "core/sql/operators/set_operation.h"

#include <algorithm>
#include <numeric>

namespace weir::sql {

int64_t SetOperationOperator::Times(const Counts& counts) const {
  const int64_t left = counts.of[0];
  const int64_t right = counts.of[1];
  if (spec_->all) return spec_->except ? std::max<int64_t>(left - right, 0) : std::min(left, right);
  return left > 0 && (right > 0) != spec_->except ? 1 : 0;
}

void SetOperationOperator::OnBatch(size_t input, const Batch& batch, Context& context) {
  Batch result = EmptyBatch(TypesOf(node_->schema));
  std::vector<size_t> columns(batch.columns.size());
  std::iota(columns.begin(), columns.end(), size_t{0});
  for (size_t row = 0; row < batch.rows; ++row) {
    const std::string key = weir::sql::KeyOf(batch, columns, row);
    const bool retracts = Retracts(batch.KindAt(row));
    Counts& counts = counts_.Get(key);
    const int64_t before = Times(counts);
    int64_t& own = counts.of[input];
    own = retracts ? std::max<int64_t>(own - 1, 0) : own + 1;
    const int64_t after = Times(counts);
    if (after > before) result.Append(batch.RowAt(row), RowKind::kInsert);
    if (after < before) result.Append(batch.RowAt(row), RowKind::kDelete);
    if (counts.of[0] == 0 && counts.of[1] == 0) counts_.Erase(key);
  }
  if (result.rows > 0) context.out.Emit(std::move(result));
}

void SetOperationOperator::AddTo(Digest& digest) const {
  counts_.ForEach([&](const std::string& key, const Counts& counts) {
    digest.Add(std::string_view(key));
    digest.Add(counts.of[0]);
    digest.Add(counts.of[1]);
  });
}

}  // namespace weir::sql
