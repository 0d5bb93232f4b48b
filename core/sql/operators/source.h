// Source: rows as they come, with computed columns and the watermark that they cause.
#pragma once

#include "core/sql/operators/operator.h"

namespace weir::sql {

class SourceOperator : public CloneableOperator<SourceOperator> {
 public:
  explicit SourceOperator(const PlanNode& node) : spec_(&node.As<SourceSpec>()) {}

  // A batch of the physical columns.
  void OnBatch(size_t input, const Batch& batch, Context& context) override;
  // From outside: of a table with SOURCE_WATERMARK(), or the end. Never goes back.
  void OnWatermark(Context& context) override;
  void AddTo(Digest& digest) const override { digest.Add(watermark_); }

 private:
  void Advance(int64_t watermark, Context& context);

  const SourceSpec* spec_;
  int64_t watermark_ = kNoWatermark;
};

}  // namespace weir::sql
