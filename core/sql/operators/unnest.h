// Unnest: CROSS JOIN UNNEST(collection). The items of an ARRAY, the entries of a MAP (key, value),
// each value of a MULTISET as often as it is in. An item that is a ROW gives a column for each
// field.
#pragma once

#include "core/sql/operators/operator.h"

namespace weir::sql {

class UnnestOperator : public CloneableOperator<UnnestOperator> {
 public:
  explicit UnnestOperator(const PlanNode& node) : node_(&node), spec_(&node.As<UnnestSpec>()) {}
  void OnBatch(size_t input, const Batch& batch, Context& context) override;
  void AddTo(Digest& /*digest*/) const override {}

 private:
  void AppendItem(const Row& row, const Type& type, const Value& item, int64_t number, RowKind kind,
                  Batch& result) const;
  int64_t AppendItems(const Row& row, const Value& collection, RowKind kind, Batch& result) const;

  const PlanNode* node_;
  const UnnestSpec* spec_;
};

}  // namespace weir::sql
