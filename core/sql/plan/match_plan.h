// What MATCH_RECOGNIZE needs at run time: its pattern as a small program, its conditions and
// measures.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/sql/plan/plan.h"
#include "core/sql/syntax/ast.h"

namespace weir::sql {

// A value that a condition or a measure takes from the rows that are matched: FIRST(A.x), LAST(A.x,
// 1), SUM(A.x). A plain A.x is LAST(A.x).
struct MatchReference {
  enum class Kind : uint8_t { kFirst, kLast, kAggregate };
  Kind kind = Kind::kLast;
  std::optional<size_t> variable;  // None: rows of any.
  int64_t offset = 0;
  Scalar value;        // Over a row of the input.
  AggregateCall call;  // kAggregate.
  Type type;
};

// `value` is over a row of the references' values.
struct MatchExpression {
  std::vector<MatchReference> references;
  Scalar value;
};

// The pattern as a program: take a row as a variable, go on in two ways (the first is preferred),
// done.
struct MatchStep {
  enum class Kind : uint8_t { kTake, kSplit, kDone };
  Kind kind = Kind::kDone;
  size_t variable = 0;
  size_t next = 0;
  size_t other = 0;
  // Of a split: a row that the preferred way can take is taken. As in Flink, a greedy quantifier gives
  // no row back.
  bool greedy = false;
};

struct MatchSpec {
  std::vector<size_t> partition;
  std::optional<size_t> order;
  RankSpec ties;  // Rows of one time: by these columns, then by arrival.
  bool proctime = true;
  std::vector<MatchStep> steps;
  std::vector<std::optional<MatchExpression>>
      conditions;  // Of each variable; none: every row fits.
  std::vector<MatchExpression> measures;
  MatchRecognize::Skip skip = MatchRecognize::Skip::kPastLastRow;
  std::optional<size_t> skip_variable;
  std::optional<int64_t> within;  // ms
};

}  // namespace weir::sql
