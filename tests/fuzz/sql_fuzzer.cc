// Feeds arbitrary text to the SQL parser and binder in both dialects; what compiles is run over no rows
// and over one, and must never fail a check.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/sql/plan/explain.h"
#include "core/sql/run/query_run.h"
#include "core/sql/run/script.h"
#include "core/sql/run/text_rows.h"

namespace weir::sql {
namespace {

constexpr const char* kTable =
    "CREATE TABLE T (a INT, b BIGINT, c STRING, d DECIMAL(10, 2), pt AS PROCTIME(), ts TIMESTAMP(3), "
    "WATERMARK FOR ts AS ts - INTERVAL '1' SECOND)";

void RunOne(std::string_view text, Dialect dialect) {
  Catalog catalog;
  if (dialect == Dialect::kFlink) (void)CompileScript(kTable, catalog);
  catalog.dialect = dialect;
  if (dialect == Dialect::kKinesisAnalytics) {
    catalog.tables["S"] = MakeSourceStream("S", {{"A", Type::Integer()}, {"C", Type::String()}});
  }
  const Result<std::vector<CompiledQuery>> queries = CompileScript(text, catalog);
  if (!queries.ok()) return;
  for (const CompiledQuery& query : queries.value()) {
    (void)ExplainPlan(*query.plan);
    QueryRun run(query.plan, catalog);
    if (dialect == Dialect::kFlink && catalog.tables.contains("T") &&
        catalog.tables["T"].source.physical_fields.size() == 5) {
      Result<TextRows> rows = TextRows::For(catalog.tables["T"].source.physical_fields, dialect, {});
      if (!rows.ok()) continue;
      rows.value().Append({"1", "2", "x", "3.50", "2026-01-01 00:00:01"});
      const Result<Batch> batch = rows.value().Take();
      if (!batch.ok() || !run.Push("T", batch.value()).ok()) continue;
    }
    QueryRun copy = run;
    (void)run.Finish();
    (void)copy.Finish();
  }
}

}  // namespace
}  // namespace weir::sql

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size > 4'096) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  weir::sql::RunOne(text, weir::sql::Dialect::kFlink);
  weir::sql::RunOne(text, weir::sql::Dialect::kKinesisAnalytics);
  return 0;
}
