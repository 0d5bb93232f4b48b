// Windows in flat tables of shared slices against windows of Accumulators, which get each row once
// for every window: the same results in the same order, however rows are cut into batches.
//   weir_unit --gtest_filter='SliceAggregate.*'
#include "core/sql/operators/slice_aggregate.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/base/prng.h"
#include "core/base/text.h"
#include "core/sql/run/query_run.h"
#include "core/sql/run/script.h"
#include "core/sql/types/format.h"

namespace weir::sql {
namespace {

constexpr const char* kTable =
    "CREATE TABLE t (ts TIMESTAMP(3), k BIGINT, name STRING, v INT, r DOUBLE, d DECIMAL(10, 2),"
    " WATERMARK FOR ts AS ts - INTERVAL '2' SECOND); ";

// COUNT(DISTINCT) has no flat layout: the query with it is run by WindowAggregate.
std::string Query(const std::string& window, const std::string& keys, bool flat) {
  return StrCat({kTable, "SELECT ", keys, keys.empty() ? "" : ", ",
                 "window_start, window_end, COUNT(*), COUNT(v), SUM(v), MIN(v), MAX(v), AVG(v), "
                 "SUM(r), MIN(r), MAX(r), SUM(d), MIN(d), MAX(d), AVG(d), MAX(ts), "
                 "COUNT(*) FILTER (WHERE v > 5), SUM(v + 1) FILTER (WHERE v < 4)",
                 flat ? "" : ", COUNT(DISTINCT v)", " FROM TABLE(", window, ") WHERE k <> 3 ",
                 "GROUP BY window_start, window_end", keys.empty() ? "" : ", ", keys});
}

// Rows of a few keys, up to five seconds out of order: some are late for all of their windows,
// some for a part of them.
Batch RowsOf(Prng& prng, size_t count) {
  Batch batch =
      EmptyBatch(std::vector<Type>{Type::Timestamp(3), Type::BigInt(), Type::String(),
                                   Type::Integer(), Type::Double(), Type::Decimal(10, 2)});
  int64_t now = 1'000'000;
  const auto below = [&](uint64_t bound) { return static_cast<int64_t>(prng.Below(bound)); };
  const auto maybe = [&](Value value) { return below(6) == 0 ? Value() : std::move(value); };
  for (size_t i = 0; i < count; ++i) {
    now += below(300) + (below(40) == 0 ? 9'000 : 0);
    const int64_t time = now - (below(3) == 0 ? below(5'000) : 0);
    batch.Append(
        {Value(TimestampValue{time, 0}), maybe(Value(below(7))),
         maybe(Value(StrCat({"n", std::to_string(below(5))}))), maybe(Value(below(10))),
         maybe(Value(static_cast<double>(below(64)) / 4)), maybe(Value(Int128{below(999)}))},
        RowKind::kInsert);
  }
  return batch;
}

struct Answer {
  std::vector<std::string> rows;
  int64_t late = 0;
  uint64_t digest = 0;
};

Answer RunQuery(const std::string& query, const Batch& rows, size_t columns, size_t batch_rows,
                bool copied) {
  Catalog catalog;
  Result<std::vector<CompiledQuery>> compiled = CompileScript(query, catalog);
  EXPECT_TRUE(compiled.ok()) << (compiled.ok() ? "" : compiled.error().message);
  QueryRun run(compiled.value().back().plan, catalog);
  Answer answer;
  const auto take = [&] {
    for (const Batch& batch : run.Take()) {
      for (size_t row = 0; row < batch.rows; ++row) {
        std::string line;
        for (size_t i = 0; i < columns; ++i) {
          std::string cell;
          line += FormatCell(batch.columns[i], row, TimeZone(), cell) ? cell : "NULL";
          line += '|';
        }
        answer.rows.push_back(std::move(line));
      }
    }
  };
  for (size_t begin = 0; begin < rows.rows; begin += batch_rows) {
    std::vector<uint32_t> some;
    for (size_t i = begin; i < std::min(begin + batch_rows, rows.rows); ++i) {
      some.push_back(static_cast<uint32_t>(i));
    }
    EXPECT_TRUE(run.Push("t", rows.Select(some)).ok());
    take();
    if (copied) run = QueryRun(QueryRun(run));
  }
  Digest digest;
  run.AddTo(digest);
  answer.digest = digest.value();
  EXPECT_TRUE(run.Finish().ok());
  take();
  answer.late = run.late_rows();
  return answer;
}

struct Shape {
  const char* window;
  const char* keys;
};

class SliceAggregate : public testing::TestWithParam<Shape> {};

TEST_P(SliceAggregate, GivesWhatWindowsOfAccumulatorsGive) {
  const auto& [window, keys] = GetParam();
  const size_t columns = 18 + (*keys == '\0'                                      ? 0
                               : std::string(keys).find(',') == std::string::npos ? 1U
                                                                                  : 2U);
  for (uint64_t seed = 1; seed <= 4; ++seed) {
    Prng prng = Prng::ForComponent(seed, "slices");
    const Batch rows = RowsOf(prng, 400);
    const Answer wanted = RunQuery(Query(window, keys, false), rows, columns, 400, false);
    const Answer flat = RunQuery(Query(window, keys, true), rows, columns, 400, false);
    ASSERT_FALSE(wanted.rows.empty());
    EXPECT_EQ(flat.rows, wanted.rows) << "seed " << seed;
    EXPECT_EQ(flat.late, wanted.late) << "seed " << seed;
    const Answer cut = RunQuery(Query(window, keys, true), rows, columns, 1 + prng.Below(50), true);
    EXPECT_EQ(cut.rows, wanted.rows) << "cut and copied, seed " << seed;
    EXPECT_EQ(cut.late, wanted.late) << "seed " << seed;
    EXPECT_EQ(cut.digest, flat.digest) << "seed " << seed;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Windows, SliceAggregate,
    testing::Values(
        Shape{"TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '4' SECOND)", "k"},
        Shape{"TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '4' SECOND)", "k, r"},
        Shape{"TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '4' SECOND)", ""},
        Shape{"HOP(TABLE t, DESCRIPTOR(ts), INTERVAL '2' SECOND, INTERVAL '10' SECOND)", "k"},
        Shape{"HOP(TABLE t, DESCRIPTOR(ts), INTERVAL '2' SECOND, INTERVAL '10' SECOND)", "name"},
        Shape{"HOP(TABLE t, DESCRIPTOR(ts), INTERVAL '2' SECOND, INTERVAL '6' SECOND)", "k, name"},
        Shape{"HOP(TABLE t, DESCRIPTOR(ts), INTERVAL '1' SECOND, INTERVAL '6' SECOND)", ""},
        Shape{"HOP(TABLE t, DESCRIPTOR(ts), INTERVAL '1' SECOND, INTERVAL '20' SECOND)", "k, v"},
        Shape{"CUMULATE(TABLE t, DESCRIPTOR(ts), INTERVAL '2' SECOND, INTERVAL '8' SECOND)", "k"},
        Shape{"CUMULATE(TABLE t, DESCRIPTOR(ts), INTERVAL '1' SECOND, INTERVAL '30' SECOND)",
              "name"}));

TEST(SliceAggregatePlan, OverlappingWindowsAreCutIntoSlices) {
  const auto slice = [](const std::string& window) {
    Catalog catalog;
    const auto compiled = CompileScript(Query(window, "k", true), catalog);
    const PlanNode* node = compiled.value().back().plan.get();
    while (node->kind != NodeKind::kWindowAggregate) node = node->inputs[0].get();
    EXPECT_TRUE(SliceAggregateOperator::Suits(*node));
    return SliceOf(*node, TimeZone());
  };
  EXPECT_EQ(slice("HOP(TABLE t, DESCRIPTOR(ts), INTERVAL '2' SECOND, INTERVAL '10' SECOND)"),
            2'000);
  EXPECT_EQ(slice("CUMULATE(TABLE t, DESCRIPTOR(ts), INTERVAL '2' SECOND, INTERVAL '8' SECOND)"),
            2'000);
  EXPECT_EQ(slice("TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '2' SECOND)"), 0);
}

}  // namespace
}  // namespace weir::sql
