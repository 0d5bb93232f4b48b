// Operator: what runs one node of a plan. Rows are pushed in, results pushed out; its state is a
// value.
//
//        OnBatch, OnWatermark, OnClock          Output::Emit, Output::EmitWatermark
//   input ------------------------> Operator ---------------------------------> the node above
//
// A new operator is a pair of files here, its node in plan/plan.h and a line in operators/make.cc.
// Rules that keep results the same however rows are cut into batches:
//  - rows of a batch are taken one after the other; the watermark does not change within a batch;
//  - a row is processed before the watermark that it causes;
//  - what comes out of one call comes in the order: time that fired it, end of the window, first
//    arrival of the key.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "core/base/digest.h"
#include "core/base/result.h"
#include "core/sql/functions/function.h"
#include "core/sql/plan/batch.h"
#include "core/sql/plan/plan.h"

namespace weir::sql {

inline constexpr int64_t kNoWatermark = INT64_MIN;  // Before the first.
inline constexpr int64_t kEndOfTime = INT64_MAX;    // The watermark of an input that has ended.

class Output {
 public:
  virtual ~Output() = default;
  virtual void Emit(Batch batch) = 0;
  // The same rows that came in: nothing is copied.
  virtual void Forward(const Batch& batch) { Emit(batch); }
  virtual void EmitWatermark(int64_t watermark) = 0;
};

// Counted for each operator; shown, and part of no result.
struct OperatorCounters {
  int64_t rows_in = 0;
  int64_t rows_out = 0;
  int64_t late_rows = 0;  // Dropped: their window had fired.
};

// What an operator may use while it is called.
struct Context {
  Output& out;
  EvalContext& eval;  // Its errors end the run in Flink's dialect.
  OperatorCounters& counters;
  int64_t watermark = kNoWatermark;  // The least of the inputs'.
  int64_t now_ms = 0;                // The clock: processing time.

  void Fail(std::string message) { eval.errors.push_back({0, std::move(message)}); }
};

class Operator {
 public:
  virtual ~Operator() = default;
  virtual std::unique_ptr<Operator> Clone() const = 0;

  virtual void OnBatch(size_t input, const Batch& batch, Context& context) = 0;
  // The same of a batch that nobody else needs: its columns may be moved on.
  virtual void OnOwnBatch(size_t input, Batch batch, Context& context) {
    OnBatch(input, batch, context);
  }
  // The least watermark of all inputs has moved on to context.watermark.
  virtual void OnWatermark(Context& context) { context.out.EmitWatermark(context.watermark); }
  // The clock has moved on to context.now_ms.
  virtual void OnClock(Context& /*context*/) {}
  // The earliest moment of the clock at which OnClock has something to do.
  virtual std::optional<int64_t> NextTimer() const { return std::nullopt; }
  // Once, before everything else.
  virtual void OnStart(Context& /*context*/) {}

  // Rows, groups or windows that are kept.
  virtual int64_t StateSize() const { return 0; }
  virtual void AddTo(Digest& digest) const = 0;
};

template <typename Derived>
class CloneableOperator : public Operator {
 public:
  std::unique_ptr<Operator> Clone() const override {
    return std::make_unique<Derived>(static_cast<const Derived&>(*this));
  }
};

// The node lives as long as the operator.
std::unique_ptr<Operator> MakeOperator(const PlanNode& node, const TimeZone& zone);

// The last moment of a window: it fires when the progress of time has reached it.
inline int64_t LastMomentOf(int64_t window_end, const WindowShape& shape, const TimeZone& zone) {
  return (shape.local ? zone.ToUtc(window_end) : window_end) - 1;
}

}  // namespace weir::sql
