// Match: MATCH_RECOGNIZE. The rows of each key in the order of time; the pattern is tried from the
// first row that may still begin a match, preferred ways first, and waits where more rows are
// needed.
#pragma once

#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "core/sql/operators/aggregate_state.h"
#include "core/sql/operators/keyed_map.h"
#include "core/sql/operators/rank.h"
#include "core/sql/plan/match_plan.h"

namespace weir::sql {

class MatchOperator : public CloneableOperator<MatchOperator> {
 public:
  explicit MatchOperator(const PlanNode& node)
      : node_(&node),
        input_(&node.inputs[0]->schema),
        spec_(node.As<std::shared_ptr<const MatchSpec>>()) {}
  void OnBatch(size_t input, const Batch& batch, Context& context) override;
  void OnWatermark(Context& context) override;
  int64_t StateSize() const override;
  void AddTo(Digest& digest) const override;

 private:
  struct Kept {
    int64_t time = 0;
    Row row;
  };
  using Rows = std::vector<Kept>;
  // taken[i] is the variable of the i-th row of the match.
  using Taken = std::vector<size_t>;
  enum class Outcome : uint8_t { kMatch, kNoMatch, kNeedMore };

  void Add(const std::string& key, int64_t time, Row row, Context& context, Batch& result);
  Outcome Try(const Rows& rows, Taken& taken, Context& context) const;
  bool Fits(const Rows& rows, const Taken& taken, Context& context) const;
  size_t NextStart(const Taken& taken) const;
  Value Work(const MatchExpression& expression, const Rows& rows, const Taken& taken,
             Context& context) const;
  Value Refer(const MatchReference& reference, const Rows& rows, const Taken& taken,
              Context& context) const;

  const PlanNode* node_;
  const Schema* input_;
  std::shared_ptr<const MatchSpec> spec_;
  KeyedMap<Rows> partitions_;
  std::map<int64_t, std::vector<RankedRow>> waiting_;  // By time.
  int64_t arrivals_ = 0;
};

}  // namespace weir::sql
