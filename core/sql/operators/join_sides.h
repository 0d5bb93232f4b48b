// What all joins share: keys of both sides, pairs of rows, the rest of the condition, padding.
#pragma once

#include <string>
#include <vector>

#include "core/sql/operators/operator.h"

namespace weir::sql {

class JoinSides {
 public:
  explicit JoinSides(const PlanNode& node);

  const JoinSpec& spec() const { return *spec_; }
  const Schema& schema(size_t side) const { return *schemas_[side]; }
  // The bytes of the row's key on its side. `null`: a part is NULL and must not match.
  std::string KeyOf(const Batch& batch, size_t side, size_t row, bool& null) const;

  // Which of `others` (rows of the other side) go with `row` (of `side`) by the rest of the
  // condition.
  std::vector<size_t> Matching(const Row& row, size_t side, const std::vector<const Row*>& others,
                               Context& context) const;

  // Rows of both sides, or one with NULLs in place of the other.
  Row Joined(const Row& row, size_t side, const Row& other) const;
  Row Padded(const Row& row, size_t side) const;

  bool Outer(size_t side) const;  // Rows of this side come out without a partner too.
  bool OneSided() const { return spec_->type == JoinType::kSemi || spec_->type == JoinType::kAnti; }
  Batch NewOutput() const { return EmptyBatch(output_types_); }

 private:
  const JoinSpec* spec_;
  const Schema* schemas_[2];
  std::vector<size_t> keys_[2];
  std::vector<Type> pair_types_;
  std::vector<Type> output_types_;
};

}  // namespace weir::sql
