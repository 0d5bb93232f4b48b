// QueryRun: one query that runs. Rows, watermarks and the clock go in, rows of the result come out.
// A value: a copy goes its own way, which is how a checkpoint is taken.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/sql/operators/operator.h"
#include "core/sql/plan/catalog.h"

namespace weir::sql {

class QueryRun {
 public:
  QueryRun(PlanPtr plan, const Catalog& catalog);
  QueryRun(const QueryRun& other);
  QueryRun& operator=(const QueryRun& other);
  QueryRun(QueryRun&&) noexcept = default;
  QueryRun& operator=(QueryRun&&) noexcept = default;
  ~QueryRun() = default;

  const Schema& schema() const { return plan_->schema; }
  // Does the query read this table?
  bool Reads(std::string_view table) const;

  // Rows of a table, the physical columns. Error kInput: a row cannot be worked out (a bad cast, a
  // division by zero); the run is over then.
  Result<void> Push(std::string_view table, const Batch& batch);
  // Of a table whose watermark is told from outside.
  Result<void> Watermark(std::string_view table, int64_t millis);
  // Processing time. Never goes back.
  Result<void> Clock(int64_t millis);
  // No more rows: every window closes.
  Result<void> Finish();

  // What has come out since the last call.
  std::vector<Batch> Take();

  // The error stream of Kinesis Analytics: a row that could not be worked out, left out of the
  // result. In Flink's dialect such a row ends the run.
  struct RowFault {
    int64_t time_ms = 0;
    std::string message;
  };
  std::vector<RowFault> TakeFaults();

  struct NodeState {
    const PlanNode* node = nullptr;
    size_t depth = 0;
    int64_t watermark = kNoWatermark;
    OperatorCounters counters;
    int64_t state_size = 0;
  };
  // From the result down, as EXPLAIN shows the plan.
  std::vector<NodeState> States() const;
  int64_t late_rows() const;
  int64_t now_ms() const { return clock_; }
  void AddTo(Digest& digest) const;

 private:
  struct Slot {
    const PlanNode* node = nullptr;
    std::unique_ptr<Operator> op;
    size_t parent = SIZE_MAX;
    size_t parent_input = 0;
    size_t depth = 0;
    int64_t slice_ms = 0;             // What is below gives slices in place of windows.
    std::vector<int64_t> watermarks;  // Of each input.
    int64_t watermark = kNoWatermark;
    OperatorCounters counters;
  };
  class SlotOutput;

  size_t Add(const PlanNode& node, size_t parent, size_t parent_input, size_t depth);
  std::unique_ptr<Operator> OperatorOf(const PlanNode& node, size_t parent) const;
  std::optional<int64_t> Coalesces(size_t parent) const;
  template <typename Work>
  void Call(size_t slot, Work&& work);
  void Deliver(size_t slot, size_t input, const Batch& batch);
  void DeliverOwn(size_t slot, size_t input, Batch batch);
  void DeliverWatermark(size_t slot, size_t input, int64_t watermark);
  void Start();
  Result<void> Outcome() const;

  PlanPtr plan_;
  Dialect dialect_ = Dialect::kFlink;
  TimeZone zone_;
  std::vector<Slot> slots_;  // Parents before their inputs.
  std::vector<Batch> results_;
  std::vector<RowFault> faults_;
  int64_t clock_ = 0;
  bool started_ = false;
  std::optional<Error> error_;
};

}  // namespace weir::sql
