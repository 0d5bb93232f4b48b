// IntervalJoin: rows whose times are at most so far apart. Joined as they come; a row goes when no
// partner can come any more, and comes out padded then if it had none and the join is outer.
#pragma once

#include <vector>

#include "core/sql/operators/join_sides.h"
#include "core/sql/operators/keyed_map.h"

namespace weir::sql {

class IntervalJoinOperator : public CloneableOperator<IntervalJoinOperator> {
 public:
  explicit IntervalJoinOperator(const PlanNode& node) : sides_(node) {}
  void OnBatch(size_t input, const Batch& batch, Context& context) override;
  void OnWatermark(Context& context) override;
  void OnClock(Context& context) override;
  int64_t StateSize() const override;
  void AddTo(Digest& digest) const override;

 private:
  struct Kept {
    int64_t time = 0;
    int64_t arrival = 0;
    bool matched = false;
    Row row;
  };
  using Bucket = std::vector<Kept>;

  // The last time at which the other side can have a partner for a row of this side and time.
  int64_t LastPartnerTime(size_t side, int64_t time) const;
  bool Near(size_t side, int64_t time, int64_t other) const;
  void Expire(int64_t progress, Context& context);
  int64_t HeldBack(int64_t watermark) const;

  JoinSides sides_;
  KeyedMap<Bucket> rows_[2];
  int64_t arrivals_ = 0;
};

}  // namespace weir::sql
