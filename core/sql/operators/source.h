// Source: rows as they come, with computed columns and the watermark that they cause.
#pragma once

#include "core/sql/operators/operator.h"

namespace weir::sql {

class SourceOperator : public CloneableOperator<SourceOperator> {
 public:
  // `coalesces`: nothing above can tell one watermark after a batch from one after each row, if each
  // row is later than the watermark before it by more than this.
  explicit SourceOperator(const PlanNode& node, std::optional<int64_t> coalesces = {});

  // A batch of the physical columns.
  void OnBatch(size_t input, const Batch& batch, Context& context) override;
  // From outside: of a table with SOURCE_WATERMARK(), or the end. Never goes back.
  void OnWatermark(Context& context) override;
  void AddTo(Digest& digest) const override { digest.Add(watermark_); }

 private:
  void Advance(int64_t watermark, Context& context);
  bool Complete(const Batch& batch, Context& context) const;
  std::optional<int64_t> LastMark(const Batch& rows, const Column& marks, const Column& time) const;
  void Split(const Batch& rows, const Column& marks, Context& context);

  const SourceSpec* spec_;
  std::optional<int64_t> coalesces_;
  bool plain_ = false;  // The columns come as they are wanted.
  int64_t watermark_ = kNoWatermark;
};

}  // namespace weir::sql
