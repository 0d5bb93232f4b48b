// GroupAggregate: GROUP BY without a window. Each row changes its group's result: the old one is
// taken back (-U), the new one given (+U). DISTINCT is this without aggregates.
#pragma once

#include <vector>

#include "core/sql/operators/aggregate_state.h"
#include "core/sql/operators/keyed_map.h"

namespace weir::sql {

class GroupAggregateOperator : public CloneableOperator<GroupAggregateOperator> {
 public:
  explicit GroupAggregateOperator(const PlanNode& node)
      : node_(&node), spec_(&node.As<AggregateSpec>()) {}
  void OnBatch(size_t input, const Batch& batch, Context& context) override;
  int64_t StateSize() const override { return static_cast<int64_t>(groups_.size()); }
  void AddTo(Digest& digest) const override;

 private:
  struct Group {
    int64_t rows = 0;
    std::vector<Accumulator> states;
    Row result;  // As it was given; empty: nothing has been.
  };

  const PlanNode* node_;
  const AggregateSpec* spec_;
  KeyedMap<Group> groups_;
};

}  // namespace weir::sql
