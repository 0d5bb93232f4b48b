#include "core/sql/operators/temporal_join.h"

#include <algorithm>

#include "core/sql/operators/aggregate_state.h"

namespace weir::sql {

void TemporalJoinOperator::OnBatch(size_t input, const Batch& batch, Context& context) {
  const JoinSpec& spec = sides_.spec();
  const Column& times = batch.columns[input == 0 ? spec.left_time : spec.right_time];
  for (size_t at = 0; at < batch.rows; ++at) {
    if (times.IsNull(at)) {
      context.Fail("the time attribute of a row is NULL: no version was valid then");
      return;
    }
    bool null = false;
    std::string key = sides_.KeyOf(batch, input, at, null);
    const RowKind kind = batch.KindAt(at);
    if (input == 0) {
      waiting_[times.Int(at)].push_back({std::move(key), null, kind, batch.RowAt(at)});
    } else if (!null && kind != RowKind::kUpdateBefore) {
      versions_.Get(key)[times.Int(at)] = {batch.RowAt(at), kind == RowKind::kDelete};
    }
  }
}

void TemporalJoinOperator::JoinOne(const Waiting& left, const Version* version, Context& context,
                                   Batch& result) const {
  const bool found = version != nullptr && !version->deleted &&
                     !sides_.Matching(left.row, 0, {&version->row}, context).empty();
  if (found) {
    result.Append(sides_.Joined(left.row, 0, version->row), left.kind);
  } else if (sides_.Outer(0)) {
    result.Append(sides_.Padded(left.row, 0), left.kind);
  }
}

void TemporalJoinOperator::OnWatermark(Context& context) {
  Batch result = sides_.NewOutput();
  while (!waiting_.empty() && waiting_.begin()->first <= context.watermark) {
    const int64_t time = waiting_.begin()->first;
    for (const Waiting& left : waiting_.begin()->second) {
      const Versions* versions = left.null ? nullptr : versions_.Find(left.key);
      const Version* version = nullptr;
      if (versions != nullptr) {
        const auto after = versions->upper_bound(time);
        if (after != versions->begin()) version = &std::prev(after)->second;
      }
      JoinOne(left, version, context, result);
    }
    waiting_.erase(waiting_.begin());
  }
  // Of the versions up to the watermark only the last can still be asked for.
  versions_.ForEach([&](const std::string& /*key*/, Versions& versions) {
    auto last = versions.upper_bound(context.watermark);
    if (last != versions.begin()) versions.erase(versions.begin(), std::prev(last));
  });
  if (result.rows > 0) context.out.Emit(std::move(result));
  context.out.EmitWatermark(context.watermark);
}

int64_t TemporalJoinOperator::StateSize() const {
  int64_t rows = 0;
  for (const auto& [time, waiting] : waiting_) rows += static_cast<int64_t>(waiting.size());
  versions_.ForEach([&](const std::string& /*key*/, const Versions& versions) {
    rows += static_cast<int64_t>(versions.size());
  });
  return rows;
}

void TemporalJoinOperator::AddTo(Digest& digest) const {
  for (const auto& [time, waiting] : waiting_) {
    digest.Add(time);
    for (const Waiting& left : waiting) weir::sql::AddTo(digest, sides_.schema(0), left.row);
  }
  versions_.ForEach([&](const std::string& key, const Versions& versions) {
    digest.Add(std::string_view(key));
    for (const auto& [time, version] : versions) {
      digest.Add(time);
      weir::sql::AddTo(digest, sides_.schema(1), version.row);
    }
  });
}

void LookupJoinOperator::OnBatch(size_t input, const Batch& batch, Context& context) {
  Batch result = sides_.NewOutput();
  for (size_t at = 0; at < batch.rows; ++at) {
    bool null = false;
    const std::string key = sides_.KeyOf(batch, input, at, null);
    const Row row = batch.RowAt(at);
    const RowKind kind = batch.KindAt(at);
    if (input == 1) {
      std::vector<Row>& rows = rows_.Get(key);
      const auto same = std::find_if(rows.begin(), rows.end(), [&](const Row& one) {
        return SameRow(sides_.schema(1), one, row);
      });
      if (!Retracts(kind)) {
        rows.push_back(row);
      } else if (same != rows.end()) {
        rows.erase(same);
      }
      continue;
    }
    std::vector<const Row*> others;
    const std::vector<Row>* found = null ? nullptr : rows_.Find(key);
    for (size_t i = 0; found != nullptr && i < found->size(); ++i) others.push_back(&(*found)[i]);
    const std::vector<size_t> matching = sides_.Matching(row, 0, others, context);
    for (const size_t match : matching) result.Append(sides_.Joined(row, 0, *others[match]), kind);
    if (matching.empty() && sides_.Outer(0)) result.Append(sides_.Padded(row, 0), kind);
  }
  if (result.rows > 0) context.out.Emit(std::move(result));
}

void LookupJoinOperator::AddTo(Digest& digest) const {
  rows_.ForEach([&](const std::string& key, const std::vector<Row>& rows) {
    digest.Add(std::string_view(key));
    for (const Row& row : rows) weir::sql::AddTo(digest, sides_.schema(1), row);
  });
}

}  // namespace weir::sql
