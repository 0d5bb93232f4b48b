// Cases of SQL in one text file:
//
//   === a row behind the watermark is dropped          (a case begins; its name)
//   CREATE TABLE T (k STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS SOURCE_WATERMARK());
//   SELECT ...;
//   --- input
//   T|a|2026-01-01 00:00:01        a row of T; cells between bars, NULL, "" for an empty text
//   T -D|a|2026-01-01 00:00:01     with another kind than +I
//   wm T|2026-01-01 00:00:10       a watermark
//   clock|2026-01-01 00:00:10      processing time
//   end                            no more rows: every window closes
//   --- output
//   a|1                            rows in the order in which they come
//   -U|a|1                         with another kind than +I
//   error_stream|division by zero  of Kinesis Analytics: a row that failed
//
// "--- error" in place of input and output: the query is refused with these words. "-- kda" in the
// first line of a query chooses the dialect; lines that begin with # are remarks.
#pragma once

#include <string>
#include <vector>

#include "native/sql_case.h"

namespace weir {

Result<std::vector<SqlCaseOutcome>> RunSqlTextCases(const std::string& file);

}  // namespace weir
