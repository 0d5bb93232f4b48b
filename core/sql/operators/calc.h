// Calc: filters and projects. Values: rows that stand in the query itself. Expand: grouping sets.
// Union: rows of several inputs as they come.
#pragma once

#include "core/sql/operators/operator.h"

namespace weir::sql {

class CalcOperator : public CloneableOperator<CalcOperator> {
 public:
  explicit CalcOperator(const PlanNode& node) : spec_(&node.As<CalcSpec>()) {}
  void OnBatch(size_t input, const Batch& batch, Context& context) override;
  void OnOwnBatch(size_t input, Batch batch, Context& context) override;
  void AddTo(Digest& /*digest*/) const override {}

 private:
  Batch Project(Batch batch, EvalContext& eval) const;

  const CalcSpec* spec_;
};

class ValuesOperator : public CloneableOperator<ValuesOperator> {
 public:
  explicit ValuesOperator(const PlanNode& node) : node_(&node) {}
  void OnBatch(size_t /*input*/, const Batch& /*batch*/, Context& /*context*/) override {}
  void OnStart(Context& context) override;
  void AddTo(Digest& /*digest*/) const override {}

 private:
  const PlanNode* node_;
};

class ExpandOperator : public CloneableOperator<ExpandOperator> {
 public:
  explicit ExpandOperator(const PlanNode& node) : node_(&node), spec_(&node.As<ExpandSpec>()) {}
  void OnBatch(size_t input, const Batch& batch, Context& context) override;
  void AddTo(Digest& /*digest*/) const override {}

 private:
  const PlanNode* node_;
  const ExpandSpec* spec_;
};

class UnionOperator : public CloneableOperator<UnionOperator> {
 public:
  explicit UnionOperator(const PlanNode& /*node*/) {}
  void OnBatch(size_t /*input*/, const Batch& batch, Context& context) override {
    context.out.Emit(batch);
  }
  void AddTo(Digest& /*digest*/) const override {}
};

}  // namespace weir::sql
