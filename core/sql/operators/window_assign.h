// Window functions: to each row the windows it is in. TUMBLE, HOP and CUMULATE know them at once;
// SESSION keeps rows until the session is over.
#pragma once

#include <vector>

#include "core/sql/operators/keyed_map.h"
#include "core/sql/operators/operator.h"

namespace weir::sql {

struct WindowBounds {
  int64_t start = 0;
  int64_t end = 0;
};

// The windows of a time, the earliest end first. Not of SESSION.
void WindowsOf(const WindowShape& shape, int64_t time, std::vector<WindowBounds>& windows);

// With a slice: each row gets the one slice of that width that it is in, in place of its windows.
// What stands above puts windows together from slices (SliceAggregate).
class WindowAssignOperator : public CloneableOperator<WindowAssignOperator> {
 public:
  WindowAssignOperator(const PlanNode& node, const TimeZone& zone, int64_t slice_ms = 0);
  void OnBatch(size_t input, const Batch& batch, Context& context) override;
  void OnOwnBatch(size_t input, Batch batch, Context& context) override;
  void AddTo(Digest& /*digest*/) const override {}

 private:
  bool HasTimes(const Batch& batch, Context& context) const;
  void AppendOne(Batch& batch, const Context& context) const;
  void AppendSame(Batch& batch, int64_t start) const;

  int64_t width_ = 0;  // Of the one window or slice of each row; 0: a row can be in several.
  const PlanNode* node_;
  const WindowSpecification* spec_;
  TimeZone zone_;
};

class SessionAssignOperator : public CloneableOperator<SessionAssignOperator> {
 public:
  SessionAssignOperator(const PlanNode& node, const TimeZone& zone)
      : node_(&node), spec_(&node.As<WindowSpecification>()), zone_(zone) {}
  void OnBatch(size_t input, const Batch& batch, Context& context) override;
  void OnWatermark(Context& context) override;
  void OnClock(Context& context) override;
  std::optional<int64_t> NextTimer() const override;
  int64_t StateSize() const override;
  void AddTo(Digest& digest) const override;

 private:
  struct Session {
    int64_t start = 0;
    int64_t end = 0;
    int64_t first = 0;  // Number of its first row, for the order of the output.
    std::vector<std::pair<RowKind, Row>> rows;
  };
  void Add(std::vector<Session>& sessions, int64_t time, Row row, RowKind kind, int64_t progress,
           Context& context);
  void Fire(int64_t progress, Context& context);

  const PlanNode* node_;
  const WindowSpecification* spec_;
  TimeZone zone_;
  KeyedMap<std::vector<Session>> sessions_;
  int64_t arrivals_ = 0;
};

}  // namespace weir::sql
