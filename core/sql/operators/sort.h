// Sort: ORDER BY a time attribute. Rows wait for the watermark and come out in the order of time.
#pragma once

#include <map>
#include <vector>

#include "core/sql/operators/operator.h"
#include "core/sql/operators/rank.h"

namespace weir::sql {

class SortOperator : public CloneableOperator<SortOperator> {
 public:
  explicit SortOperator(const PlanNode& node) : node_(&node), spec_(&node.As<SortSpec>()) {
    order_.order = spec_->order;
  }
  void OnBatch(size_t input, const Batch& batch, Context& context) override;
  void OnWatermark(Context& context) override;
  int64_t StateSize() const override;
  void AddTo(Digest& digest) const override;

 private:
  const PlanNode* node_;
  const SortSpec* spec_;
  RankSpec order_;
  std::map<int64_t, std::vector<RankedRow>> waiting_;  // By time, then by the rest of the order.
  int64_t arrivals_ = 0;
};

}  // namespace weir::sql
