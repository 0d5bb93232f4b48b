// WindowJoin: rows of two sides that are in the same window, joined once, when the window closes.
#pragma once

#include <map>
#include <vector>

#include "core/sql/operators/join_sides.h"
#include "core/sql/operators/keyed_map.h"

namespace weir::sql {

class WindowJoinOperator : public CloneableOperator<WindowJoinOperator> {
 public:
  WindowJoinOperator(const PlanNode& node, const TimeZone& zone) : sides_(node), zone_(zone) {}
  void OnBatch(size_t input, const Batch& batch, Context& context) override;
  void OnWatermark(Context& context) override;
  void OnClock(Context& context) override;
  std::optional<int64_t> NextTimer() const override;
  int64_t StateSize() const override;
  void AddTo(Digest& digest) const override;

 private:
  struct Kept {
    Row row;
    std::string key;
    bool null = false;
    bool matched = false;
  };
  struct Window {
    std::vector<Kept> rows[2];  // In order of arrival.
    KeyedMap<std::vector<size_t>> right;
  };

  void Fire(int64_t progress, Context& context);
  void JoinRows(Window& window, Context& context, Batch& result) const;

  JoinSides sides_;
  TimeZone zone_;
  std::map<int64_t, Window> windows_;  // By their end.
};

}  // namespace weir::sql
