// WindowAggregate: rows that carry their window, grouped by it and by keys; given out once, when
// the window's last moment is reached. A row of a window that has fired is late: counted and
// dropped.
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "core/sql/operators/aggregate_state.h"
#include "core/sql/operators/keyed_map.h"

namespace weir::sql {

class WindowAggregateOperator : public CloneableOperator<WindowAggregateOperator> {
 public:
  WindowAggregateOperator(const PlanNode& node, const TimeZone& zone)
      : node_(&node), spec_(&node.As<AggregateSpec>()), zone_(zone) {}
  void OnBatch(size_t input, const Batch& batch, Context& context) override;
  void OnWatermark(Context& context) override;
  void OnClock(Context& context) override;
  std::optional<int64_t> NextTimer() const override;
  int64_t StateSize() const override;
  void AddTo(Digest& digest) const override;

 private:
  struct Group {
    Row key;
    int64_t rows = 0;
    std::vector<Accumulator> states;
    bool given = false;  // With allowed lateness: a result is out, and changes are told.
    Row result;
  };
  using Window = KeyedMap<Group>;
  using WindowKey = std::pair<int64_t, int64_t>;  // End, start.

  void Fire(int64_t progress, Context& context);
  void FireWindow(const WindowKey& key, Window& window, Batch& result);
  void GiveChange(const WindowKey& key, Group& group, Batch& result);
  Row ResultOf(const WindowKey& key, const Group& group) const;
  int64_t LastMoment(const WindowKey& key) const {
    return LastMomentOf(key.first, spec_->shape, zone_);
  }

  const PlanNode* node_;
  const AggregateSpec* spec_;
  TimeZone zone_;
  std::map<WindowKey, Window> windows_;
};

}  // namespace weir::sql
