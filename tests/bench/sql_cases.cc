#include "tests/bench/sql_cases.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "core/sql/run/query_run.h"
#include "core/sql/run/script.h"

namespace weir::bench {
namespace {

constexpr int64_t kPrime = 2'147'483'647;
constexpr size_t kBatchRows = 4'096;

std::string QueryOf(const SqlCase& one) {
  const char* shape = one.window == SqlCase::Window::kTumble ? "TUMBLE"
                      : one.window == SqlCase::Window::kHop  ? "HOP"
                                                             : "SESSION";
  const std::string partition =
      one.window == SqlCase::Window::kSession ? " PARTITION BY k" : std::string();
  std::string lengths;
  if (one.slide_ms > 0) lengths = fmt::format("INTERVAL '{}' SECOND, ", one.slide_ms / 1'000);
  lengths +=
      fmt::format("INTERVAL '{}.{:03}' SECOND(10, 3)", one.size_ms / 1'000, one.size_ms % 1'000);
  return fmt::format(
      "CREATE TABLE rows_in (ts TIMESTAMP(3), k BIGINT, v BIGINT,"
      " WATERMARK FOR ts AS ts - INTERVAL '1' SECOND);\n"
      "SELECT window_end, k, COUNT(*), SUM(v){} FROM TABLE({}(TABLE rows_in{}, DESCRIPTOR(ts), {}))"
      " GROUP BY window_start, window_end, k",
      one.all_four ? ", MIN(v), MAX(v)" : "", shape, partition, lengths);
}

[[noreturn]] void Stop(const SqlCase& one, const Error& error) {
  fmt::print(stderr, "weir_bench: {}: {}\n", one.name, error.message);
  std::exit(1);
}

std::vector<sql::Batch> BatchesOf(const SqlRows& rows) {
  std::vector<sql::Batch> batches;
  const size_t all = rows.key.size();
  for (size_t begin = 0; begin < all; begin += kBatchRows) {
    const size_t end = std::min(begin + kBatchRows, all);
    const auto slice = [&](const std::vector<int64_t>& column) {
      return std::vector<int64_t>(column.begin() + static_cast<std::ptrdiff_t>(begin),
                                  column.begin() + static_cast<std::ptrdiff_t>(end));
    };
    sql::Batch& batch = batches.emplace_back();
    batch.rows = end - begin;
    batch.columns.push_back(sql::Column::OfInts(sql::Type::Timestamp(3), slice(rows.time_ms), {}));
    batch.columns.push_back(sql::Column::OfInts(sql::Type::BigInt(), slice(rows.key), {}));
    batch.columns.push_back(sql::Column::OfInts(sql::Type::BigInt(), slice(rows.value), {}));
  }
  return batches;
}

uint64_t Sum(const SqlCase& one, sql::QueryRun& run) {
  uint64_t sum = 0;
  for (const sql::Batch& batch : run.Take()) {
    const auto& columns = batch.columns;
    for (size_t row = 0; row < batch.rows; ++row) {
      sum += SqlChecksum(columns[0].Int(row), columns[1].Int(row), columns[2].Int(row),
                         columns[3].Int(row), one.all_four ? columns[4].Int(row) : 0,
                         one.all_four ? columns[5].Int(row) : 0);
    }
  }
  return sum;
}

}  // namespace

const std::vector<SqlCase>& SqlCases() {
  using enum SqlCase::Window;
  static const std::vector<SqlCase> cases = {
      {"tumble-bids", kTumble, 0, false, 10'000, 0, "P7 tumble 10 s, count+sum, NEXMark bids"},
      {"tumble-1000", kTumble, 1'000, true, 10'000, 0, "P7 tumble 10 s, four, 1 000 keys"},
      {"tumble-100000", kTumble, 100'000, true, 10'000, 0, "P7 tumble 10 s, four, 100 000 keys"},
      {"hop-10-2-1000", kHop, 1'000, true, 10'000, 2'000, "P8 hop 10 s by 2 s, 1 000 keys"},
      {"hop-10-2-100000", kHop, 100'000, true, 10'000, 2'000, "P8 hop 10 s by 2 s, 100 000 keys"},
      {"hop-60-1-1000", kHop, 1'000, true, 60'000, 1'000, "P8 hop 60 s by 1 s, 1 000 keys"},
      {"hop-60-1-100000", kHop, 100'000, true, 60'000, 1'000, "P8 hop 60 s by 1 s, 100 000 keys"},
      {"session-1000", kSession, 1'000, true, 23, 0, "P8 sessions, gap 23 ms, 1 000 keys"},
      {"session-100000", kSession, 100'000, true, 2'300, 0, "P8 sessions, gap 2.3 s, 100 000 keys"},
  };
  return cases;
}

const SqlCase* FindSqlCase(std::string_view name) {
  for (const SqlCase& one : SqlCases()) {
    if (one.name == name) return &one;
  }
  return nullptr;
}

SqlRows MakeSqlRows(const SqlCase& one, int64_t rows) {
  SqlRows made;
  for (auto* column : {&made.time_ms, &made.key, &made.value}) {
    column->reserve(static_cast<size_t>(rows));
  }
  for (int64_t i = 0; i < rows; ++i) {
    const int64_t r = (i * 48'271 + 12'345) % kPrime;
    const int64_t s = ((r % 65'536) * (r / 65'536 + 7) * 31 + r) % kPrime;
    int64_t key = 0;
    if (one.keys > 0) {
      key = s % one.keys;
    } else {
      const int64_t last = i / 46 * 3 + 2;
      const int64_t first = std::max<int64_t>(last - 100, 0);
      key = s % 2 == 0 ? last / 100 * 100 : first + r % (last - first + 11);
    }
    made.time_ms.push_back(kSqlFirstMs + i / kSqlRowsPerMs);
    made.key.push_back(key);
    made.value.push_back(r / 7 % 10'000);
  }
  return made;
}

Sample RunSqlInWeir(const SqlCase& one, const SqlRows& rows) {
  sql::Catalog catalog;
  Result<std::vector<sql::CompiledQuery>> queries = CompileScript(QueryOf(one), catalog);
  if (!queries.ok()) Stop(one, queries.error());
  const std::vector<sql::Batch> batches = BatchesOf(rows);
  sql::QueryRun run(queries.value().back().plan, catalog);
  const Stopwatch watch;
  uint64_t sum = 0;
  for (const sql::Batch& batch : batches) {
    if (Result<void> pushed = run.Push("rows_in", batch); !pushed.ok()) Stop(one, pushed.error());
    sum += Sum(one, run);
  }
  if (Result<void> done = run.Finish(); !done.ok()) Stop(one, done.error());
  sum += Sum(one, run);
  return {watch.Elapsed(), sum};
}

}  // namespace weir::bench
