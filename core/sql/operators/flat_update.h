// What goes into the words of a FlatTable and what comes out of them: the loops over columns.
#pragma once

#include <deque>
#include <span>
#include <vector>

#include "core/sql/operators/flat_table.h"
#include "core/sql/operators/operator.h"

namespace weir::sql {

// The keys and arguments of one batch. Plain columns are not copied: the batch must outlive it.
class FlatBatch {
 public:
  FlatBatch(const AggregateSpec& spec, const FlatLayout& layout, const Batch& batch,
            EvalContext& eval);

  // Rows begin to begin + count into `table`; `number` is that of the batch's first row.
  void Update(FlatTable& table, size_t begin, size_t count, int64_t number) const;

 private:
  const Column* ColumnOf(const Scalar& scalar, const Batch& batch, EvalContext& eval);
  void UpdateInput(const FlatInput& input, size_t index, FlatTable& table, size_t begin,
                   std::span<const uint32_t> groups, bool rows_too) const;
  void UpdateOther(const FlatState& state, const Column& column, FlatTable& table,
                   std::span<const uint32_t> rows, std::span<const uint32_t> groups) const;

  const FlatLayout& layout_;
  std::deque<Column> made_;  // What had to be worked out; pointers into it stay good.
  std::vector<const Column*> keys_;
  std::vector<const Column*> args_;     // Of each input; null: COUNT(*) with a filter.
  std::vector<const Column*> filters_;  // Null: none.
};

// The results of every call for `groups`, behind the cells of the columns.
void AppendFlatResults(const AggregateSpec& spec, const FlatLayout& layout, const FlatTable& table,
                       std::span<const uint32_t> groups, std::span<Column> columns);

}  // namespace weir::sql
