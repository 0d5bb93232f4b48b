#include "core/sql/operators/match.h"

#include <algorithm>

namespace weir::sql {
namespace {

constexpr int64_t kTriesMax =
    1'000'000;  // Of one match. Modelled: a pattern that needs more is a slip.

}  // namespace

void MatchOperator::OnBatch(size_t /*input*/, const Batch& batch, Context& context) {
  Batch result = EmptyBatch(TypesOf(node_->schema));
  for (size_t at = 0; at < batch.rows; ++at) {
    if (spec_->proctime) {
      Add(KeyOf(batch, spec_->partition, at), context.now_ms, batch.RowAt(at), context, result);
      continue;
    }
    const Column& times = batch.columns[*spec_->order];
    if (times.IsNull(at) || times.Int(at) <= context.watermark) {
      ++context.counters.late_rows;
      continue;
    }
    InsertRanked(spec_->ties, *input_, waiting_[times.Int(at)], {batch.RowAt(at), arrivals_++});
  }
  if (result.rows > 0) context.out.Emit(std::move(result));
}

void MatchOperator::OnWatermark(Context& context) {
  Batch result = EmptyBatch(TypesOf(node_->schema));
  while (!waiting_.empty() && waiting_.begin()->first <= context.watermark) {
    const int64_t time = waiting_.begin()->first;
    const std::vector<RankedRow> rows = std::move(waiting_.begin()->second);
    waiting_.erase(waiting_.begin());
    Batch sorted = EmptyBatch(TypesOf(*input_));
    for (const RankedRow& row : rows) sorted.Append(row.row, RowKind::kInsert);
    for (size_t at = 0; at < sorted.rows; ++at)
      Add(KeyOf(sorted, spec_->partition, at), time, sorted.RowAt(at), context, result);
  }
  if (result.rows > 0) context.out.Emit(std::move(result));
  context.out.EmitWatermark(context.watermark);
}

void MatchOperator::Add(const std::string& key, int64_t time, Row row, Context& context,
                        Batch& result) {
  Rows& rows = partitions_.Get(key);
  rows.push_back({time, std::move(row)});
  while (!rows.empty()) {
    Taken taken;
    const Outcome outcome = Try(rows, taken, context);
    if (outcome == Outcome::kNeedMore) return;
    size_t drop = 1;
    if (outcome == Outcome::kMatch && !taken.empty()) {
      Row out;
      for (const size_t column : spec_->partition) out.push_back(rows[0].row[column]);
      for (const MatchExpression& measure : spec_->measures)
        out.push_back(Work(measure, rows, taken, context));
      result.Append(out, RowKind::kInsert);
      drop = NextStart(taken);
    }
    rows.erase(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(drop));
  }
  partitions_.Erase(key);
}

// Rows before it can begin no match any more.
size_t MatchOperator::NextStart(const Taken& taken) const {
  if (spec_->skip == MatchRecognize::Skip::kPastLastRow) return taken.size();
  if (spec_->skip == MatchRecognize::Skip::kToNextRow || !spec_->skip_variable.has_value())
    return 1;
  size_t place = taken.size();
  for (size_t i = 0; i < taken.size(); ++i) {
    if (taken[i] != *spec_->skip_variable) continue;
    place = i;
    if (spec_->skip == MatchRecognize::Skip::kToFirst) break;
  }
  return std::max<size_t>(place, 1);  // Never the same row again.
}

// Depth first, the preferred way first; where it is not known yet how that way ends, more rows
// decide.
MatchOperator::Outcome MatchOperator::Try(const Rows& rows, Taken& taken, Context& context) const {
  struct Branch {
    size_t step;
    size_t length;  // Of `taken` when it was left.
  };
  std::vector<Branch> branches = {{0, 0}};
  int64_t tries = 0;
  std::vector<size_t> path;
  while (!branches.empty()) {
    const Branch branch = branches.back();
    branches.pop_back();
    size_t at = branch.step;
    path.resize(branch.length);
    for (bool alive = true; alive;) {
      if (++tries > kTriesMax) {
        context.Fail("MATCH_RECOGNIZE: this pattern has too many ways to match");
        return Outcome::kNoMatch;
      }
      const MatchStep& step = spec_->steps[at];
      switch (step.kind) {
        case MatchStep::Kind::kDone:
          taken = path;
          return Outcome::kMatch;
        case MatchStep::Kind::kSplit:
          if (step.greedy && spec_->steps[step.next].kind == MatchStep::Kind::kTake) {
            if (path.size() == rows.size()) return Outcome::kNeedMore;
            path.push_back(spec_->steps[step.next].variable);
            const bool takes = Fits(rows, path, context);
            path.pop_back();
            at = takes ? step.next : step.other;
            break;
          }
          if (step.other != step.next) branches.push_back({step.other, path.size()});
          at = step.next;
          break;
        case MatchStep::Kind::kTake:
          if (path.size() == rows.size()) return Outcome::kNeedMore;
          path.push_back(step.variable);
          alive = Fits(rows, path, context);
          at = step.next;
      }
    }
  }
  return Outcome::kNoMatch;
}

bool MatchOperator::Fits(const Rows& rows, const Taken& taken, Context& context) const {
  const Kept& last = rows[taken.size() - 1];
  if (spec_->within.has_value() && last.time - rows[0].time >= *spec_->within) return false;
  const auto& condition = spec_->conditions[taken.back()];
  if (!condition.has_value()) return true;
  const Value value = Work(*condition, rows, taken, context);
  return !value.IsNull() && value.Bool();
}

Value MatchOperator::Refer(const MatchReference& reference, const Rows& rows, const Taken& taken,
                           Context& context) const {
  const auto ours = [&](size_t i) {
    return !reference.variable.has_value() || taken[i] == *reference.variable;
  };
  if (reference.kind == MatchReference::Kind::kAggregate) {
    Batch all = EmptyBatch(TypesOf(*input_));
    for (size_t i = 0; i < taken.size(); ++i) {
      if (ours(i)) all.Append(rows[i].row, RowKind::kInsert);
    }
    const std::vector<AggregateCall> calls = {reference.call};
    const AggregateInput input({}, calls, all, context.eval);
    std::vector<Accumulator> states(1);
    for (size_t i = 0; i < all.rows; ++i) input.Update(states, i, 1);
    return reference.call.aggregate.Result(states[0]);
  }
  int64_t left = reference.offset;
  for (size_t n = 0; n < taken.size(); ++n) {
    const size_t i = reference.kind == MatchReference::Kind::kFirst ? n : taken.size() - 1 - n;
    if (!ours(i) || left-- > 0) continue;
    Batch one = EmptyBatch(TypesOf(*input_));
    one.Append(rows[i].row, RowKind::kInsert);
    return Evaluate(reference.value, one, context.eval).ValueAt(0);
  }
  return Value();
}

Value MatchOperator::Work(const MatchExpression& expression, const Rows& rows, const Taken& taken,
                          Context& context) const {
  Batch values;
  values.rows = 1;
  for (const MatchReference& reference : expression.references) {
    values.columns.push_back(
        Column::Constant(reference.type, Refer(reference, rows, taken, context), 1));
  }
  return Evaluate(expression.value, values, context.eval).ValueAt(0);
}

int64_t MatchOperator::StateSize() const {
  int64_t size = 0;
  for (const auto& [time, rows] : waiting_) size += static_cast<int64_t>(rows.size());
  partitions_.ForEach([&](const std::string& /*key*/, const Rows& rows) {
    size += static_cast<int64_t>(rows.size());
  });
  return size;
}

void MatchOperator::AddTo(Digest& digest) const {
  for (const auto& [time, rows] : waiting_) {
    digest.Add(time);
    for (const RankedRow& row : rows) weir::sql::AddTo(digest, *input_, row.row);
  }
  partitions_.ForEach([&](const std::string& key, const Rows& rows) {
    digest.Add(std::string_view(key));
    for (const Kept& kept : rows) weir::sql::AddTo(digest, *input_, kept.row);
  });
}

}  // namespace weir::sql
