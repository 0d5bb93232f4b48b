// Over: to each row an aggregate of the rows before it. By event time rows wait until the watermark
// says that none can come before them; by processing time they go on at once.
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "core/sql/operators/aggregate_state.h"
#include "core/sql/operators/keyed_map.h"

namespace weir::sql {

class OverOperator : public CloneableOperator<OverOperator> {
 public:
  explicit OverOperator(const PlanNode& node)
      : node_(&node), spec_(&node.As<OverSpec>()), input_(&node.inputs[0]->schema) {}
  void OnBatch(size_t input, const Batch& batch, Context& context) override;
  void OnWatermark(Context& context) override;
  int64_t StateSize() const override;
  void AddTo(Digest& digest) const override;

 private:
  struct Kept {
    int64_t time = 0;
    Row row;
  };
  struct Partition {
    std::vector<Accumulator> states;
    std::vector<Kept> frame;  // The rows that are in the frame, or that LAG may ask for.
    size_t begin = 0;         // Of the frame's rows in `frame`: those before are LAG's alone.
    int64_t rows = 0;         // All so far: ROW_NUMBER.
    int64_t rank = 0;
    int64_t dense_rank = 0;
    int64_t last_time = INT64_MIN;  // Of the last rows that went out.
  };
  struct Waiting {
    std::string key;
    Row row;
  };

  bool Bounded() const { return spec_->preceding.has_value(); }
  int64_t FrameStart(int64_t time) const;
  void Process(const std::vector<Waiting>& peers, int64_t time, Context& context, Batch& result);
  void Add(Partition& partition, int64_t time, const Row& row, Context& context);
  void Shrink(Partition& partition, int64_t time, Context& context);
  void Apply(Partition& partition, const Row& row, int weight, Context& context);
  Row ResultOf(Partition& partition, const Row& row, bool new_time) const;

  const PlanNode* node_;
  const OverSpec* spec_;
  const Schema* input_;
  KeyedMap<Partition> partitions_;
  std::map<int64_t, std::vector<Waiting>> waiting_;  // By time; of equal times by arrival.
};

}  // namespace weir::sql
