#include "core/sql/operators/interval_join.h"

#include <algorithm>

#include "core/sql/operators/aggregate_state.h"

namespace weir::sql {

// left - right is in [lower, upper].
int64_t IntervalJoinOperator::LastPartnerTime(size_t side, int64_t time) const {
  return side == 0 ? time - sides_.spec().lower : time + sides_.spec().upper;
}

bool IntervalJoinOperator::Near(size_t side, int64_t time, int64_t other) const {
  const int64_t apart = side == 0 ? time - other : other - time;
  return apart >= sides_.spec().lower && apart <= sides_.spec().upper;
}

void IntervalJoinOperator::OnBatch(size_t input, const Batch& batch, Context& context) {
  const JoinSpec& spec = sides_.spec();
  Batch result = sides_.NewOutput();
  for (size_t at = 0; at < batch.rows; ++at) {
    const Column& times = batch.columns[input == 0 ? spec.left_time : spec.right_time];
    if (!spec.proctime && times.IsNull(at)) {
      context.Fail("the time attribute of a row is NULL: it is in no interval");
      return;
    }
    const int64_t time = spec.proctime ? context.now_ms : times.Int(at);
    bool null = false;
    const std::string key = sides_.KeyOf(batch, input, at, null);
    Kept kept{time, arrivals_++, false, batch.RowAt(at)};
    Bucket* others = null ? nullptr : rows_[1 - input].Find(key);
    std::vector<const Row*> rows;
    std::vector<size_t> places;
    for (size_t i = 0; others != nullptr && i < others->size(); ++i) {
      if (!Near(input, time, (*others)[i].time)) continue;
      rows.push_back(&(*others)[i].row);
      places.push_back(i);
    }
    for (const size_t match : sides_.Matching(kept.row, input, rows, context)) {
      kept.matched = true;
      (*others)[places[match]].matched = true;
      result.Append(sides_.Joined(kept.row, input, *rows[match]), RowKind::kInsert);
    }
    const int64_t progress = spec.proctime ? context.now_ms - 1 : context.watermark;
    const bool waits = !null && spec.lower <= spec.upper && LastPartnerTime(input, time) > progress;
    if (waits ||
        (sides_.Outer(input) && !kept.matched && LastPartnerTime(input, time) > progress)) {
      rows_[input].Get(key).push_back(std::move(kept));
    } else if (!kept.matched && sides_.Outer(input)) {
      result.Append(sides_.Padded(kept.row, input), RowKind::kInsert);
    }
  }
  if (result.rows > 0) context.out.Emit(std::move(result));
}

void IntervalJoinOperator::Expire(int64_t progress, Context& context) {
  std::vector<std::pair<size_t, Kept>> padded;
  for (size_t side = 0; side < 2; ++side) {
    std::vector<std::string> empty;
    rows_[side].ForEach([&](const std::string& key, Bucket& bucket) {
      Bucket kept;
      for (Kept& row : bucket) {
        if (LastPartnerTime(side, row.time) > progress) {
          kept.push_back(std::move(row));
        } else if (!row.matched && sides_.Outer(side)) {
          padded.emplace_back(side, std::move(row));
        }
      }
      bucket = std::move(kept);
      if (bucket.empty()) empty.push_back(key);
    });
    for (const std::string& key : empty) rows_[side].Erase(key);
  }
  std::sort(padded.begin(), padded.end(), [](const auto& a, const auto& b) {
    return a.second.time != b.second.time ? a.second.time < b.second.time
                                          : a.second.arrival < b.second.arrival;
  });
  Batch result = sides_.NewOutput();
  for (const auto& [side, row] : padded)
    result.Append(sides_.Padded(row.row, side), RowKind::kInsert);
  if (result.rows > 0) context.out.Emit(std::move(result));
}

// A pair that comes out now may hold a time that much older than the watermark.
int64_t IntervalJoinOperator::HeldBack(int64_t watermark) const {
  if (watermark == kEndOfTime) return watermark;
  return watermark - std::max<int64_t>({-sides_.spec().lower, sides_.spec().upper, 0});
}

void IntervalJoinOperator::OnWatermark(Context& context) {
  if (!sides_.spec().proctime) Expire(context.watermark, context);
  context.out.EmitWatermark(HeldBack(context.watermark));
}

void IntervalJoinOperator::OnClock(Context& context) {
  if (sides_.spec().proctime) Expire(context.now_ms - 1, context);
}

int64_t IntervalJoinOperator::StateSize() const { return JoinSides::Count<Kept>(rows_); }

void IntervalJoinOperator::AddTo(Digest& digest) const { sides_.AddTo<Kept>(digest, rows_); }

}  // namespace weir::sql
