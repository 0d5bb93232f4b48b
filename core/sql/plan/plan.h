// The plan of a query: a tree of nodes that do not change. What runs it keeps its state elsewhere,
// so that one plan serves many runs and a run can be copied.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/sql/functions/aggregate.h"
#include "core/sql/plan/scalar.h"
#include "core/sql/types/type.h"

namespace weir::sql {

struct Field {
  std::string name;
  Type type;
};
using Schema = std::vector<Field>;

std::vector<Type> TypesOf(const Schema& schema);

// --- Windows.

enum class WindowKind : uint8_t { kTumble, kHop, kCumulate, kSession, kStagger };
const char* ToText(WindowKind kind);

// Which windows a time belongs to. All lengths in milliseconds.
struct WindowShape {
  WindowKind kind = WindowKind::kTumble;
  int64_t size = 0;    // Of CUMULATE the largest; of SESSION the gap.
  int64_t slide = 0;   // Of HOP the slide, of CUMULATE the step; else the size.
  int64_t offset = 0;  // Of the borders from 1970-01-01 00:00.
  bool proctime = false;
  bool local = false;  // Of a TIMESTAMP_LTZ column: borders are those of the session's wall clock.

  friend bool operator==(const WindowShape&, const WindowShape&) = default;
};

// The columns that tell a row's window.
struct WindowColumns {
  std::optional<size_t> start;
  std::optional<size_t> end;
  std::optional<size_t> time;  // window_time = end - 1 ms, the time attribute.
  WindowShape shape;
};

// --- What each kind of node has of its own.

// Rows come with `physical` columns; behind them the computed ones are put, and then the watermark
// is worked out. `order` brings the columns into the order in which the table was written.
struct SourceSpec {
  std::string table;
  size_t physical = 0;
  Schema physical_fields;
  std::vector<Scalar> computed;     // Over the physical columns.
  std::optional<Scalar> watermark;  // Over both.
  bool explicit_watermark = false;  // SOURCE_WATERMARK(): told from outside.
  std::optional<size_t> rowtime;    // The column that has the watermark, before `order`.
  std::vector<size_t> order;
};

struct ValuesSpec {
  std::vector<Row> rows;
};

// Rows where `condition` holds, and of them these expressions.
struct CalcSpec {
  std::optional<Scalar> condition;
  std::vector<Scalar> outputs;
};

// A window table function: appends window_start, window_end, window_time.
struct WindowSpecification {
  WindowShape shape;
  size_t time_column = 0;
  std::vector<size_t> partition;  // Of SESSION.
};

// GROUPING SETS: each row once for every set, with NULL in the columns that are not in it, and the
// number of the set in the last column.
struct ExpandSpec {
  std::vector<size_t> columns;           // That can be missing.
  std::vector<std::vector<bool>> keeps;  // keeps[set][i]: columns[i] stays.
};

struct AggregateCall {
  BoundAggregate aggregate;
  std::vector<Scalar> args;
  std::optional<Scalar> filter;
  std::string text;  // As in the query, for EXPLAIN.
};

// Output: keys, then one column a call. A window aggregate's keys exclude the window's columns,
// which follow the calls: window_start, window_end, window_time.
struct AggregateSpec {
  std::vector<Scalar> keys;
  std::vector<AggregateCall> calls;
  std::optional<size_t> window_start;  // Of a window aggregate: columns of the input.
  std::optional<size_t> window_end;
  WindowShape shape;
  int64_t allowed_lateness = 0;  // ms; legacy windows with table.exec.emit.allow-lateness.
};

struct SortKey {
  size_t column = 0;
  bool descending = false;
  bool nulls_first = true;
};

struct OverCall {
  enum class Kind : uint8_t { kAggregate, kRowNumber, kRank, kDenseRank, kLag };
  Kind kind = Kind::kAggregate;
  AggregateCall call;           // kAggregate.
  size_t argument = 0;          // kLag: the column,
  int64_t offset = 1;           // how many rows before,
  std::optional<size_t> other;  // and the column of the default.
  Type type;
};

struct OverSpec {
  std::vector<size_t> partition;
  std::optional<size_t> order;  // The time column. None: by arrival.
  bool proctime = false;
  bool rows = false;                 // Else RANGE.
  std::optional<int64_t> preceding;  // Rows or milliseconds; none: unbounded.
  std::vector<OverCall> calls;
};

// The rows of each partition from place `first` to `last` by the order; the place in the last
// column.
struct RankSpec {
  enum class Function : uint8_t { kRowNumber, kRank, kDenseRank };
  Function function = Function::kRowNumber;
  std::vector<size_t> partition;
  std::vector<SortKey> order;
  int64_t first = 1;
  std::optional<int64_t> last;
  bool with_number = true;           // The place is a column of the output.
  std::optional<size_t> window_end;  // Of a window rank: emitted when the window closes.
  WindowShape shape;
  // One row for each key by a time attribute: of equal times the later row wins, if the last is
  // kept.
  bool deduplicate = false;
  bool by_arrival = false;  // ORDER BY proctime.
};

enum class JoinType : uint8_t { kInner, kLeft, kRight, kFull, kSemi, kAnti };
const char* ToText(JoinType type);

struct JoinKey {
  size_t left = 0;
  size_t right = 0;
  bool null_safe = false;  // IS NOT DISTINCT FROM
};

// `residual` is over the columns of both sides, left first.
struct JoinSpec {
  JoinType type = JoinType::kInner;
  std::vector<JoinKey> keys;
  std::optional<Scalar> residual;
  // Interval join: left.time - right.time is in [lower, upper].
  size_t left_time = 0;
  size_t right_time = 0;
  int64_t lower = 0;
  int64_t upper = 0;
  bool proctime = false;
  // Window join: the column of the window's end in each side.
  size_t left_end = 0;
  size_t right_end = 0;
  WindowShape shape;
};

struct SortSpec {
  size_t time_column = 0;
  std::vector<SortKey> order;
};

struct LimitSpec {
  int64_t offset = 0;
  std::optional<int64_t> count;
};

struct MatchSpec;  // plan/match_plan.h
struct UnionSpec {};

// INTERSECT and EXCEPT: how often a row is in the result follows from how often it is on each side.
struct SetSpec {
  bool except = false;
  bool all = false;
};

// Each row once for every item of a collection, with the item's columns behind its own.
struct UnnestSpec {
  Scalar collection;
  bool ordinality = false;  // The item's number, from 1, in the last column.
  bool outer = false;       // A row without items stays, with NULLs.
};

enum class NodeKind : uint8_t {
  kSource,
  kValues,
  kCalc,
  kWindow,
  kExpand,
  kWindowAggregate,
  kGroupAggregate,
  kOver,
  kRank,
  kWindowRank,
  kJoin,
  kIntervalJoin,
  kWindowJoin,
  kTemporalJoin,
  kLookupJoin,
  kUnionAll,
  kSort,
  kLimit,
  kMatch,
  kSetOperation,
  kUnnest,
};
const char* ToText(NodeKind kind);

struct PlanNode;
using PlanPtr = std::shared_ptr<PlanNode>;

struct PlanNode {
  NodeKind kind = NodeKind::kSource;
  std::vector<PlanPtr> inputs;
  Schema schema;
  bool updating = false;  // Rows may be taken back.
  std::optional<WindowColumns> window;
  std::vector<size_t> unique_key;  // Of a versioned table: its primary key. Empty: none known.
  // Of ROW_NUMBER() without a bound yet: the column of the number.
  std::optional<size_t> open_rank;
  std::variant<std::monostate, SourceSpec, ValuesSpec, CalcSpec, WindowSpecification, ExpandSpec,
               AggregateSpec, OverSpec, RankSpec, JoinSpec, SortSpec, LimitSpec, UnionSpec,
               std::shared_ptr<const MatchSpec>, SetSpec, UnnestSpec>
      spec;

  template <typename T>
  const T& As() const {
    const T* found = std::get_if<T>(&spec);
    WEIR_CHECK(found != nullptr);
    return *found;
  }
  template <typename T>
  T& As() {
    T* found = std::get_if<T>(&spec);
    WEIR_CHECK(found != nullptr);
    return *found;
  }
};

}  // namespace weir::sql
