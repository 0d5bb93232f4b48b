#include "core/sql/operators/over.h"

#include <algorithm>

namespace weir::sql {

int64_t OverOperator::FrameStart(int64_t time) const {
  return time < INT64_MIN + *spec_->preceding ? INT64_MIN : time - *spec_->preceding;
}

void OverOperator::OnBatch(size_t /*input*/, const Batch& batch, Context& context) {
  Batch result = EmptyBatch(TypesOf(node_->schema));
  for (size_t at = 0; at < batch.rows; ++at) {
    Waiting row{KeyOf(batch, spec_->partition, at), batch.RowAt(at)};
    if (spec_->proctime || !spec_->order.has_value()) {
      Process({std::move(row)}, context.now_ms, context, result);
      continue;
    }
    const Column& times = batch.columns[*spec_->order];
    if (times.IsNull(at)) {
      context.Fail("the time attribute of a row is NULL: it has no place in the order of OVER");
      return;
    }
    const int64_t time = times.Int(at);
    const Partition* known = Bounded() ? partitions_.Find(row.key) : nullptr;
    // As Flink has it: without a bound the watermark decides, with one the last row of the key.
    const bool late =
        Bounded() ? known != nullptr && time <= known->last_time : time <= context.watermark;
    if (late) {
      ++context.counters.late_rows;
      continue;
    }
    waiting_[time].push_back(std::move(row));
  }
  if (result.rows > 0) context.out.Emit(std::move(result));
}

void OverOperator::OnWatermark(Context& context) {
  Batch result = EmptyBatch(TypesOf(node_->schema));
  while (!waiting_.empty() && waiting_.begin()->first <= context.watermark) {
    const int64_t time = waiting_.begin()->first;
    const std::vector<Waiting> rows = std::move(waiting_.begin()->second);
    waiting_.erase(waiting_.begin());
    if (spec_->rows) {
      for (const Waiting& row : rows) Process({row}, time, context, result);
    } else {
      Process(rows, time, context, result);
    }
  }
  if (result.rows > 0) context.out.Emit(std::move(result));
  context.out.EmitWatermark(context.watermark);
}

// Rows of the same time see each other in a RANGE frame: all go in before the first comes out.
void OverOperator::Process(const std::vector<Waiting>& peers, int64_t time, Context& context,
                           Batch& result) {
  std::vector<bool> new_time;
  for (const Waiting& row : peers) {
    Partition& partition = partitions_.Get(row.key);
    if (partition.states.empty()) partition.states.resize(spec_->calls.size());
    new_time.push_back(partition.rows == 0 || partition.last_time != time);
    Add(partition, time, row.row, context);
    partition.last_time = time;
  }
  for (size_t i = 0; i < peers.size(); ++i) {
    Partition& partition = partitions_.Get(peers[i].key);
    result.Append(ResultOf(partition, peers[i].row, new_time[i]), RowKind::kInsert);
  }
}

void OverOperator::Add(Partition& partition, int64_t time, const Row& row, Context& context) {
  ++partition.rows;
  Apply(partition, row, 1, context);
  int64_t lag = 0;
  for (const OverCall& call : spec_->calls) {
    if (call.kind == OverCall::Kind::kLag) lag = std::max(lag, call.offset);
  }
  if (Bounded() || lag > 0) partition.frame.push_back({time, row});
  if (Bounded()) Shrink(partition, time, context);
  // What neither the frame nor LAG can reach goes.
  const size_t needed = static_cast<size_t>(lag) + 1;
  size_t drop = Bounded() ? partition.begin : partition.frame.size();
  drop = std::min(drop, partition.frame.size() > needed ? partition.frame.size() - needed : 0);
  if (drop < 64 && drop * 2 < partition.frame.size()) return;
  partition.frame.erase(partition.frame.begin(),
                        partition.frame.begin() + static_cast<std::ptrdiff_t>(drop));
  if (Bounded()) partition.begin -= drop;
}

void OverOperator::Shrink(Partition& partition, int64_t time, Context& context) {
  const auto outside = [&] {
    if (partition.begin >= partition.frame.size()) return false;
    if (!spec_->rows) return partition.frame[partition.begin].time < FrameStart(time);
    return static_cast<int64_t>(partition.frame.size() - partition.begin) > *spec_->preceding + 1;
  };
  while (outside()) {
    Apply(partition, partition.frame[partition.begin].row, -1, context);
    ++partition.begin;
  }
}

void OverOperator::Apply(Partition& partition, const Row& row, int weight, Context& context) {
  const bool aggregates =
      std::any_of(spec_->calls.begin(), spec_->calls.end(),
                  [](const OverCall& call) { return call.kind == OverCall::Kind::kAggregate; });
  if (!aggregates) return;
  Batch one = EmptyBatch(TypesOf(*input_));
  one.Append(row, RowKind::kInsert);
  for (size_t i = 0; i < spec_->calls.size(); ++i) {
    if (spec_->calls[i].kind != OverCall::Kind::kAggregate) continue;
    const AggregateCall& call = spec_->calls[i].call;
    if (call.filter.has_value() && RowsWhere(*call.filter, one, context.eval).empty()) continue;
    std::vector<Column> columns;
    for (const Scalar& arg : call.args) columns.push_back(Evaluate(arg, one, context.eval));
    std::vector<const Column*> args;
    for (const Column& column : columns) args.push_back(&column);
    call.aggregate.Update(partition.states[i], args, 0, weight);
  }
}

Row OverOperator::ResultOf(Partition& partition, const Row& row, bool new_time) const {
  Row result = row;
  for (size_t i = 0; i < spec_->calls.size(); ++i) {
    const OverCall& call = spec_->calls[i];
    switch (call.kind) {
      case OverCall::Kind::kAggregate:
        result.push_back(call.call.aggregate.Result(partition.states[i]));
        break;
      case OverCall::Kind::kRowNumber:
        result.emplace_back(partition.rows);
        break;
      case OverCall::Kind::kRank:
        if (new_time) partition.rank = partition.rows;
        result.emplace_back(partition.rank);
        break;
      case OverCall::Kind::kDenseRank:
        if (new_time) ++partition.dense_rank;
        result.emplace_back(partition.dense_rank);
        break;
      case OverCall::Kind::kLag: {
        const auto back = static_cast<size_t>(call.offset);
        if (partition.frame.size() > back) {
          result.push_back(partition.frame[partition.frame.size() - 1 - back].row[call.argument]);
        } else {
          result.push_back(call.other.has_value() ? row[*call.other] : Value());
        }
      }
    }
  }
  return result;
}

int64_t OverOperator::StateSize() const {
  int64_t rows = 0;
  for (const auto& [time, waiting] : waiting_) rows += static_cast<int64_t>(waiting.size());
  partitions_.ForEach([&](const std::string& /*key*/, const Partition& partition) {
    rows += static_cast<int64_t>(partition.frame.size()) + 1;
  });
  return rows;
}

void OverOperator::AddTo(Digest& digest) const {
  for (const auto& [time, waiting] : waiting_) {
    digest.Add(time);
    for (const Waiting& row : waiting) weir::sql::AddTo(digest, *input_, row.row);
  }
  partitions_.ForEach([&](const std::string& key, const Partition& partition) {
    digest.Add(std::string_view(key));
    digest.Add(partition.rows);
    digest.Add(partition.last_time);
    for (const Kept& kept : partition.frame) weir::sql::AddTo(digest, *input_, kept.row);
  });
}

}  // namespace weir::sql
