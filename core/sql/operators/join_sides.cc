#include "core/sql/operators/join_sides.h"

#include <numeric>

namespace weir::sql {

JoinSides::JoinSides(const PlanNode& node)
    : spec_(&node.As<JoinSpec>()),
      schemas_{&node.inputs[0]->schema, &node.inputs[1]->schema},
      output_types_(TypesOf(node.schema)) {
  for (const JoinKey& key : spec_->keys) {
    keys_[0].push_back(key.left);
    keys_[1].push_back(key.right);
  }
  pair_types_ = TypesOf(*schemas_[0]);
  for (const Type& type : TypesOf(*schemas_[1])) pair_types_.push_back(type);
}

std::string JoinSides::KeyOf(const Batch& batch, size_t side, size_t row, bool& null) const {
  null = false;
  for (size_t i = 0; i < spec_->keys.size(); ++i) {
    if (!spec_->keys[i].null_safe && batch.columns[keys_[side][i]].IsNull(row)) null = true;
  }
  return weir::sql::KeyOf(batch, keys_[side], row);
}

std::vector<size_t> JoinSides::Matching(const Row& row, size_t side,
                                        const std::vector<const Row*>& others,
                                        Context& context) const {
  std::vector<size_t> matching;
  if (!spec_->residual.has_value()) {
    matching.resize(others.size());
    std::iota(matching.begin(), matching.end(), size_t{0});
    return matching;
  }
  if (others.empty()) return matching;
  Batch pairs = EmptyBatch(pair_types_);
  for (const Row* other : others) pairs.Append(Joined(row, side, *other), RowKind::kInsert);
  for (const uint32_t pair : RowsWhere(*spec_->residual, pairs, context.eval))
    matching.push_back(pair);
  return matching;
}

Row JoinSides::Joined(const Row& row, size_t side, const Row& other) const {
  Row joined = side == 0 ? row : other;
  const Row& right = side == 0 ? other : row;
  joined.insert(joined.end(), right.begin(), right.end());
  return joined;
}

Row JoinSides::Padded(const Row& row, size_t side) const {
  return Joined(row, side, Row(schemas_[1 - side]->size()));
}

bool JoinSides::Outer(size_t side) const {
  if (spec_->type == JoinType::kFull) return true;
  return spec_->type == (side == 0 ? JoinType::kLeft : JoinType::kRight);
}

}  // namespace weir::sql
