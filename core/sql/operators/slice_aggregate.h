// SliceAggregate: windows aggregated in flat tables, rows of windows that overlap once.
//
//   HOP 10 s by 2 s     |--2s--|--2s--|--2s--|--2s--|--2s--|        a row goes into one slice
//   window 1            [ 0 .................................10 )
//   window 2                   [ 2 ................................ 12 )   slices merged as it
//   fires
//
// It takes the place of WindowAggregate where all that is kept of a group fits into words
// (FlatLayout) and no row is taken back; the results and their order are the same. Where the
// windows come straight from HOP or CUMULATE their assigner gives out slices; else a row brings its
// window, and each window is its own slice.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "core/sql/operators/flat_update.h"

namespace weir::sql {

// The length of the slices that the windows below `node`, a window aggregate, can be cut into; 0:
// they cannot.
int64_t SliceOf(const PlanNode& node, const TimeZone& zone);

class SliceAggregateOperator : public CloneableOperator<SliceAggregateOperator> {
 public:
  static bool Suits(const PlanNode& node);
  // `slice_ms` as of SliceOf.
  SliceAggregateOperator(const PlanNode& node, const TimeZone& zone, int64_t slice_ms);
  void OnBatch(size_t input, const Batch& batch, Context& context) override;
  void OnWatermark(Context& context) override;
  void OnClock(Context& context) override;
  std::optional<int64_t> NextTimer() const override;
  int64_t StateSize() const override;
  void AddTo(Digest& digest) const override;

 private:
  using Bounds = std::pair<int64_t, int64_t>;  // End, start.

  // Of the windows that a slice is in.
  int64_t FirstEnd(const Bounds& slice) const;
  int64_t LastEnd(const Bounds& slice) const;
  // How many of them have fired, and whether all have.
  std::pair<int64_t, bool> Fired(const Bounds& slice, int64_t progress) const;
  std::optional<Bounds> NextWindow() const;
  int64_t LastMoment(int64_t window_end) const {
    return LastMomentOf(window_end, spec_->shape, zone_);
  }
  void Take(const FlatBatch& rows, const Bounds& slice, size_t begin, size_t count,
            Context& context);
  void Fire(int64_t progress, Context& context);
  void FireWindow(const Bounds& window, Context& context);
  void Give(const Bounds& window, const FlatTable& table, Context& context) const;

  const PlanNode* node_;
  const AggregateSpec* spec_;
  TimeZone zone_;
  FlatLayout layout_;
  int64_t slice_ms_ = 0;  // 0: a slice is a window.
  std::map<Bounds, FlatTable> slices_;
  int64_t fired_ = INT64_MIN;  // Windows that end up to here have fired.
  int64_t arrivals_ = 0;       // Rows so far.
  FlatTable spare_;            // Memory only: empty between calls.
};

}  // namespace weir::sql
