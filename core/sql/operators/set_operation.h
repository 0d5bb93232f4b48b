// SetOperation: INTERSECT and EXCEPT, with ALL and without. Each side counts its rows; when the
// number of times that a row is in the result changes, it is given or taken back.
//
//   times        INTERSECT              EXCEPT
//   with ALL     min(left, right)       max(left - right, 0)
//   without      1 if both have it      1 if only the left has it
#pragma once

#include "core/sql/operators/keyed_map.h"
#include "core/sql/operators/operator.h"

namespace weir::sql {

class SetOperationOperator : public CloneableOperator<SetOperationOperator> {
 public:
  explicit SetOperationOperator(const PlanNode& node) : node_(&node), spec_(&node.As<SetSpec>()) {}
  void OnBatch(size_t input, const Batch& batch, Context& context) override;
  int64_t StateSize() const override { return static_cast<int64_t>(counts_.size()); }
  void AddTo(Digest& digest) const override;

 private:
  struct Counts {
    int64_t of[2] = {0, 0};
  };
  int64_t Times(const Counts& counts) const;

  const PlanNode* node_;
  const SetSpec* spec_;
  KeyedMap<Counts> counts_;
};

}  // namespace weir::sql
