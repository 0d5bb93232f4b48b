// Rank: the first rows of each partition by an order, kept up to date (Top-N); with one row a key
// by time, deduplication. WindowRank: the same within a window, given once when it closes.
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "core/sql/operators/aggregate_state.h"
#include "core/sql/operators/keyed_map.h"

namespace weir::sql {

// A row with its place in the order of arrival, which decides between equal ones.
struct RankedRow {
  Row row;
  int64_t arrival = 0;
};

// True: `a` stands before `b`.
bool RanksBefore(const RankSpec& spec, const Schema& schema, const RankedRow& a,
                 const RankedRow& b);

// Puts a row where it belongs.
void InsertRanked(const RankSpec& spec, const Schema& schema, std::vector<RankedRow>& rows,
                  RankedRow row);

class RankOperator : public CloneableOperator<RankOperator> {
 public:
  explicit RankOperator(const PlanNode& node)
      : node_(&node),
        spec_(&node.As<RankSpec>()),
        schema_(&node.inputs[0]->schema),
        retracts_(node.inputs[0]->updating) {}
  void OnBatch(size_t input, const Batch& batch, Context& context) override;
  int64_t StateSize() const override;
  void AddTo(Digest& digest) const override;

 private:
  std::vector<Row> Visible(const std::vector<RankedRow>& rows) const;
  void GiveChanges(const std::vector<Row>& before, const std::vector<Row>& after,
                   Batch& result) const;

  const PlanNode* node_;
  const RankSpec* spec_;
  const Schema* schema_;  // Of the input.
  bool retracts_;         // Rows may be taken away: those behind the last place are kept too.
  KeyedMap<std::vector<RankedRow>> partitions_;
  int64_t arrivals_ = 0;
};

class WindowRankOperator : public CloneableOperator<WindowRankOperator> {
 public:
  WindowRankOperator(const PlanNode& node, const TimeZone& zone)
      : node_(&node), spec_(&node.As<RankSpec>()), schema_(&node.inputs[0]->schema), zone_(zone) {}
  void OnBatch(size_t input, const Batch& batch, Context& context) override;
  void OnWatermark(Context& context) override;
  void OnClock(Context& context) override;
  std::optional<int64_t> NextTimer() const override;
  int64_t StateSize() const override;
  void AddTo(Digest& digest) const override;

 private:
  void Fire(int64_t progress, Context& context);

  const PlanNode* node_;
  const RankSpec* spec_;
  const Schema* schema_;
  TimeZone zone_;
  std::map<int64_t, KeyedMap<std::vector<RankedRow>>> windows_;  // By their end.
  int64_t arrivals_ = 0;
};

}  // namespace weir::sql
