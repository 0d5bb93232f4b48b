#include "core/sql/operators/rank.h"

#include <algorithm>

namespace weir::sql {
namespace {

// -1, 0, 1 in the order that is asked for.
int CompareBy(const SortKey& key, const Schema& schema, const Row& a, const Row& b) {
  const Value& left = a[key.column];
  const Value& right = b[key.column];
  if (left.IsNull() || right.IsNull()) {
    if (left.IsNull() == right.IsNull()) return 0;
    return left.IsNull() == key.nulls_first ? -1 : 1;
  }
  const int order = CompareValues(schema[key.column].type, left, right);
  return key.descending ? -order : order;
}

}  // namespace

bool RanksBefore(const RankSpec& spec, const Schema& schema, const RankedRow& a,
                 const RankedRow& b) {
  for (const SortKey& key : spec.order) {
    const int order = CompareBy(key, schema, a.row, b.row);
    if (order != 0) return order < 0;
  }
  // The latest row by time is the last to come among equals.
  if (spec.deduplicate && spec.order[0].descending) return a.arrival > b.arrival;
  return a.arrival < b.arrival;
}

void InsertRanked(const RankSpec& spec, const Schema& schema, std::vector<RankedRow>& rows,
                  RankedRow row) {
  const auto place = std::upper_bound(
      rows.begin(), rows.end(), row,
      [&](const RankedRow& a, const RankedRow& b) { return RanksBefore(spec, schema, a, b); });
  rows.insert(place, std::move(row));
}

// The rows in places first to last, with their numbers.
std::vector<Row> RankOperator::Visible(const std::vector<RankedRow>& rows) const {
  std::vector<Row> visible;
  for (size_t i = static_cast<size_t>(spec_->first - 1); i < rows.size(); ++i) {
    if (spec_->last.has_value() && static_cast<int64_t>(i) >= *spec_->last) break;
    visible.push_back(rows[i].row);
    if (spec_->with_number) visible.back().emplace_back(static_cast<int64_t>(i + 1));
  }
  return visible;
}

// With numbers place by place; without them only which rows have come and gone.
void RankOperator::GiveChanges(const std::vector<Row>& before, const std::vector<Row>& after,
                               Batch& result) const {
  const Schema& schema = node_->schema;
  if (spec_->with_number) {
    for (size_t i = 0; i < std::max(before.size(), after.size()); ++i) {
      const bool was = i < before.size();
      const bool is = i < after.size();
      if (was && is && SameRow(schema, before[i], after[i])) continue;
      if (was) result.Append(before[i], is ? RowKind::kUpdateBefore : RowKind::kDelete);
      if (is) result.Append(after[i], was ? RowKind::kUpdateAfter : RowKind::kInsert);
    }
    return;
  }
  std::vector<bool> matched(after.size(), false);
  for (const Row& row : before) {
    size_t same = 0;
    while (same < after.size() && (matched[same] || !SameRow(schema, row, after[same]))) ++same;
    if (same < after.size()) {
      matched[same] = true;
    } else {
      result.Append(row, RowKind::kDelete);
    }
  }
  for (size_t i = 0; i < after.size(); ++i) {
    if (!matched[i]) result.Append(after[i], RowKind::kInsert);
  }
}

void RankOperator::OnBatch(size_t /*input*/, const Batch& batch, Context& context) {
  Batch result = EmptyBatch(TypesOf(node_->schema));
  for (size_t at = 0; at < batch.rows; ++at) {
    std::vector<RankedRow>& rows = partitions_.Get(KeyOf(batch, spec_->partition, at));
    RankedRow row{batch.RowAt(at), arrivals_++};
    if (Retracts(batch.KindAt(at))) {
      const auto found = std::find_if(rows.begin(), rows.end(), [&](const RankedRow& one) {
        return SameRow(*schema_, one.row, row.row);
      });
      if (found == rows.end()) continue;
      const std::vector<Row> before = Visible(rows);
      rows.erase(found);
      GiveChanges(before, Visible(rows), result);
      continue;
    }
    const auto last = static_cast<size_t>(spec_->last.value_or(INT32_MAX));
    if (!retracts_ && rows.size() >= last &&
        (last == 0 || !RanksBefore(*spec_, *schema_, row, rows.back()))) {
      continue;  // Behind the last place, for good.
    }
    const std::vector<Row> before = Visible(rows);
    InsertRanked(*spec_, *schema_, rows, std::move(row));
    if (!retracts_ && rows.size() > last) rows.pop_back();
    GiveChanges(before, Visible(rows), result);
  }
  if (result.rows > 0) context.out.Emit(std::move(result));
}

int64_t RankOperator::StateSize() const {
  int64_t size = 0;
  partitions_.ForEach([&](const std::string& /*key*/, const std::vector<RankedRow>& rows) {
    size += static_cast<int64_t>(rows.size());
  });
  return size;
}

void RankOperator::AddTo(Digest& digest) const {
  partitions_.ForEach([&](const std::string& key, const std::vector<RankedRow>& rows) {
    digest.Add(std::string_view(key));
    for (const RankedRow& row : rows) weir::sql::AddTo(digest, *schema_, row.row);
  });
}

void WindowRankOperator::OnBatch(size_t /*input*/, const Batch& batch, Context& context) {
  const Column& ends = batch.columns[*spec_->window_end];
  const auto last = static_cast<size_t>(*spec_->last);
  for (size_t at = 0; at < batch.rows; ++at) {
    if (ends.IsNull(at)) continue;
    const int64_t end = ends.Int(at);
    if (!spec_->shape.proctime && LastMomentOf(end, spec_->shape, zone_) <= context.watermark) {
      ++context.counters.late_rows;
      continue;
    }
    std::vector<RankedRow>& rows = windows_[end].Get(KeyOf(batch, spec_->partition, at));
    InsertRanked(*spec_, *schema_, rows, {batch.RowAt(at), arrivals_++});
    if (rows.size() > last) rows.pop_back();
  }
}

void WindowRankOperator::Fire(int64_t progress, Context& context) {
  Batch result = EmptyBatch(TypesOf(node_->schema));
  while (!windows_.empty()) {
    const auto window = windows_.begin();
    if (LastMomentOf(window->first, spec_->shape, zone_) > progress) break;
    window->second.ForEach([&](const std::string& /*key*/, std::vector<RankedRow>& rows) {
      for (size_t i = static_cast<size_t>(spec_->first - 1); i < rows.size(); ++i) {
        Row row = std::move(rows[i].row);
        row.emplace_back(static_cast<int64_t>(i + 1));
        result.Append(row, RowKind::kInsert);
      }
    });
    windows_.erase(window);
  }
  if (result.rows > 0) context.out.Emit(std::move(result));
}

void WindowRankOperator::OnWatermark(Context& context) {
  if (!spec_->shape.proctime) Fire(context.watermark, context);
  context.out.EmitWatermark(context.watermark);
}

void WindowRankOperator::OnClock(Context& context) {
  if (spec_->shape.proctime) Fire(context.now_ms - 1, context);
}

std::optional<int64_t> WindowRankOperator::NextTimer() const {
  if (!spec_->shape.proctime || windows_.empty()) return std::nullopt;
  return LastMomentOf(windows_.begin()->first, spec_->shape, zone_) + 1;
}

int64_t WindowRankOperator::StateSize() const {
  int64_t size = 0;
  for (const auto& [end, partitions] : windows_) {
    partitions.ForEach([&](const std::string& /*key*/, const std::vector<RankedRow>& rows) {
      size += static_cast<int64_t>(rows.size());
    });
  }
  return size;
}

void WindowRankOperator::AddTo(Digest& digest) const {
  for (const auto& [end, partitions] : windows_) {
    digest.Add(end);
    partitions.ForEach([&](const std::string& key, const std::vector<RankedRow>& rows) {
      digest.Add(std::string_view(key));
      for (const RankedRow& row : rows) weir::sql::AddTo(digest, *schema_, row.row);
    });
  }
}

}  // namespace weir::sql
