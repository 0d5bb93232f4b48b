#include "core/sql/operators/join.h"

#include <algorithm>

#include "core/sql/operators/aggregate_state.h"

namespace weir::sql {

std::vector<size_t> JoinOperator::Partners(size_t side, const Row& row, const Bucket* others,
                                           Context& context) const {
  std::vector<const Row*> rows;
  if (others != nullptr) {
    for (const Kept& kept : *others) rows.push_back(&kept.row);
  }
  return sides_.Matching(row, side, rows, context);
}

void JoinOperator::FirstPartner(size_t side, const Kept& kept, Batch& result) const {
  if (sides_.Outer(side)) result.Append(sides_.Padded(kept.row, side), RowKind::kDelete);
  if (side != 0 || !sides_.OneSided()) return;
  result.Append(kept.row,
                sides_.spec().type == JoinType::kSemi ? RowKind::kInsert : RowKind::kDelete);
}

void JoinOperator::LastPartner(size_t side, const Kept& kept, Batch& result) const {
  if (sides_.Outer(side)) result.Append(sides_.Padded(kept.row, side), RowKind::kInsert);
  if (side != 0 || !sides_.OneSided()) return;
  result.Append(kept.row,
                sides_.spec().type == JoinType::kSemi ? RowKind::kDelete : RowKind::kInsert);
}

void JoinOperator::Insert(size_t side, const Row& row, Bucket& own, Bucket* others,
                          Context& context, Batch& result) {
  const std::vector<size_t> partners = Partners(side, row, others, context);
  for (const size_t partner : partners) {
    Kept& other = (*others)[partner];
    if (other.partners++ == 0) FirstPartner(1 - side, other, result);
    if (!sides_.OneSided()) result.Append(sides_.Joined(row, side, other.row), RowKind::kInsert);
  }
  own.push_back({row, static_cast<int64_t>(partners.size())});
  if (partners.empty() && sides_.Outer(side))
    result.Append(sides_.Padded(row, side), RowKind::kInsert);
  if (side == 0 && sides_.OneSided() &&
      partners.empty() == (sides_.spec().type == JoinType::kAnti)) {
    result.Append(row, RowKind::kInsert);
  }
}

void JoinOperator::Retract(size_t side, const Row& row, Bucket& own, Bucket* others,
                           Context& context, Batch& result) {
  const auto found = std::find_if(own.begin(), own.end(), [&](const Kept& kept) {
    return SameRow(sides_.schema(side), kept.row, row);
  });
  if (found == own.end()) return;
  own.erase(found);
  const std::vector<size_t> partners = Partners(side, row, others, context);
  for (const size_t partner : partners) {
    Kept& other = (*others)[partner];
    if (!sides_.OneSided()) result.Append(sides_.Joined(row, side, other.row), RowKind::kDelete);
    if (--other.partners == 0) LastPartner(1 - side, other, result);
  }
  if (partners.empty() && sides_.Outer(side))
    result.Append(sides_.Padded(row, side), RowKind::kDelete);
  if (side == 0 && sides_.OneSided() &&
      partners.empty() == (sides_.spec().type == JoinType::kAnti)) {
    result.Append(row, RowKind::kDelete);
  }
}

void JoinOperator::OnBatch(size_t input, const Batch& batch, Context& context) {
  Batch result = sides_.NewOutput();
  for (size_t at = 0; at < batch.rows; ++at) {
    bool null = false;
    const std::string key = sides_.KeyOf(batch, input, at, null);
    Bucket* others = null ? nullptr : rows_[1 - input].Find(key);
    Bucket& own = rows_[input].Get(key);
    if (Retracts(batch.KindAt(at))) {
      Retract(input, batch.RowAt(at), own, others, context, result);
      if (own.empty()) rows_[input].Erase(key);
    } else {
      Insert(input, batch.RowAt(at), own, others, context, result);
    }
  }
  if (result.rows > 0) context.out.Emit(std::move(result));
}

int64_t JoinOperator::StateSize() const { return JoinSides::Count<Kept>(rows_); }

void JoinOperator::AddTo(Digest& digest) const { sides_.AddTo<Kept>(digest, rows_); }

}  // namespace weir::sql
