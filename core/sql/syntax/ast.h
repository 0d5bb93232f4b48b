// The tree that the parser makes of a SQL text. Names are as written; nothing is known of types
// yet.
//
// Nodes are shared: a view that is used twice is one tree. They do not change once parsed.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/sql/dialect.h"
#include "core/sql/syntax/source_text.h"

namespace weir::sql {

struct Expr;
struct Query;
struct TableRef;
using ExprPtr = std::shared_ptr<const Expr>;
using QueryPtr = std::shared_ptr<const Query>;
using TableRefPtr = std::shared_ptr<const TableRef>;

struct Name {
  std::string text;
  Span span;
};

// DECIMAL(10, 2), ARRAY<INT>, TIMESTAMP(3) WITH LOCAL TIME ZONE (then `name` is TIMESTAMP_LTZ).
struct TypeName {
  std::string name;  // In capitals.
  std::vector<int> parameters;
  std::vector<TypeName> arguments;
  bool not_null = false;
  Span span;
  std::vector<std::string> fields;  // Of ROW: the names of its arguments.
};

struct OrderItem {
  ExprPtr expr;
  bool descending = false;
  std::optional<bool> nulls_first;  // None: Flink's rule, first when ascending.
};

struct FrameBound {
  enum class Kind : uint8_t {
    kUnboundedPreceding,
    kPreceding,
    kCurrentRow,
    kFollowing,
    kUnboundedFollowing
  };
  Kind kind = Kind::kUnboundedPreceding;
  ExprPtr offset;
  Span span;
};

struct WindowSpec {
  std::string base;  // OVER w, or OVER (w ...): the window that is meant; empty: none.
  std::vector<ExprPtr> partition_by;
  std::vector<OrderItem> order_by;
  bool has_frame = false;
  bool rows = false;  // Else RANGE.
  FrameBound begin;
  FrameBound end{FrameBound::Kind::kCurrentRow, nullptr, {}};
  Span span;
};

enum class ExprKind : uint8_t {
  kNull,
  kBoolean,    // text: TRUE or FALSE.
  kNumber,     // text as written, without a sign.
  kString,     // text.
  kBinary,     // text: hexadecimal digits.
  kDate,       // text: DATE '...'.
  kTime,       // text: TIME '...'.
  kTimestamp,  // text: TIMESTAMP '...'.
  kInterval,   // text; unit [TO to_unit]; negated: INTERVAL -'1' ...
  kName,       // names: [catalog.database.]table.column and fields behind it.
  kStar,       // *, or names.*
  kCall,       // text: function or operator in capitals; args.
  kCast,       // args[0]; type; try_cast in `flag`.
  kCase,       // args: when, then, when, then, ..., [else]; flag: there is an else.
  kIn,         // args[0] IN (args[1..]); negated.
  kBetween,    // args[0] BETWEEN args[1] AND args[2]; negated; flag: SYMMETRIC.
  kInQuery,    // args IN (query); negated.
  kExists,     // EXISTS (query).
  kSubquery,   // (query) as a value.
  kRow,        // ROW(...) or (a, b).
  kArray,      // ARRAY[...].
  kMap,        // MAP[k, v, ...].
  kIndex,      // args[0] [args[1]].
  kField,      // args[0] . text
  kSymbol,     // A bare word as an argument: BOTH, YEAR, ... in text.
};

struct Expr {
  ExprKind kind = ExprKind::kNull;
  Span span;
  std::string text;
  std::vector<Name> names;
  std::vector<ExprPtr> args;
  std::string unit;
  std::string to_unit;
  bool negated = false;
  bool flag = false;
  bool infix = false;     // An operator, not a function written with parentheses.
  bool distinct = false;  // COUNT(DISTINCT x)
  int depth = 1;          // Of the tree; the parser bounds it.
  std::shared_ptr<const TypeName> type;
  std::shared_ptr<const WindowSpec> over;
  ExprPtr filter;
  std::vector<OrderItem> within_group;
  std::vector<std::string> options;  // Of JSON_VALUE and its like: "NULL ON EMPTY", "WITH WRAPPER".
  QueryPtr query;
};

struct SelectItem {
  ExprPtr expr;
  std::string alias;  // Empty: none.
  Span span;
};

struct GroupItem {
  enum class Kind : uint8_t { kExpr, kGroupingSets, kRollup, kCube };
  Kind kind = Kind::kExpr;
  ExprPtr expr;
  std::vector<std::vector<ExprPtr>> sets;  // Of ROLLUP and CUBE: its elements.
  Span span;
};

// TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)), with named arguments put in order.
struct WindowFunctionCall {
  std::string name;  // TUMBLE, HOP, CUMULATE, SESSION.
  TableRefPtr input;
  std::vector<ExprPtr> partition_by;
  ExprPtr time_column;
  std::vector<ExprPtr> sizes;  // In the order of the positional form.
  Span span;
};

struct Pattern {
  enum class Kind : uint8_t { kVariable, kSequence, kAlternation, kRepeat, kEmpty };
  Kind kind = Kind::kEmpty;
  std::string variable;
  std::vector<Pattern> parts;
  int64_t least = 1;
  int64_t most = 1;  // -1: no bound.
  bool reluctant = false;
  Span span;
};

struct MatchRecognize {
  enum class Skip : uint8_t { kPastLastRow, kToNextRow, kToFirst, kToLast };
  std::vector<ExprPtr> partition_by;
  std::vector<OrderItem> order_by;
  std::vector<SelectItem> measures;
  bool all_rows = false;
  Skip skip = Skip::kPastLastRow;
  std::string skip_variable;
  Pattern pattern;
  ExprPtr within;
  std::vector<SelectItem> define;  // alias: the variable.
  Span span;
};

enum class JoinKind : uint8_t { kInner, kLeft, kRight, kFull, kCross };

struct TableRef {
  enum class Kind : uint8_t { kNamed, kQuery, kWindow, kJoin, kMatch, kFunction };
  Kind kind = Kind::kNamed;
  Span span;
  std::vector<Name> names;
  std::string alias;
  std::vector<Name> column_aliases;
  QueryPtr query;
  std::shared_ptr<const WindowFunctionCall> window;
  ExprPtr system_time;      // FOR SYSTEM_TIME AS OF ...
  ExprPtr function;         // TABLE(f(...)), LATERAL TABLE, UNNEST.
  bool ordinality = false;  // UNNEST(...) WITH ORDINALITY
  TableRefPtr left;
  TableRefPtr right;
  JoinKind join = JoinKind::kInner;
  ExprPtr on;
  std::vector<Name> using_columns;
  std::shared_ptr<const MatchRecognize> match;
};

// WINDOWED BY STAGGER (PARTITION BY a, b RANGE INTERVAL '1' MINUTE)
struct StaggerClause {
  std::vector<ExprPtr> partition_by;
  ExprPtr length;
  Span span;
};

struct Select {
  bool distinct = false;
  bool stream = false;  // SELECT STREAM
  std::vector<SelectItem> items;
  TableRefPtr from;  // None: one row without columns.
  ExprPtr where;
  bool grouped = false;
  std::vector<GroupItem> group_by;
  std::shared_ptr<const StaggerClause> stagger;
  ExprPtr having;
  std::vector<std::pair<Name, std::shared_ptr<const WindowSpec>>> windows;
  Span span;
};

enum class SetOperation : uint8_t {
  kUnionAll,
  kUnion,
  kIntersect,
  kIntersectAll,
  kExcept,
  kExceptAll
};

struct CommonTable {
  Name name;
  std::vector<Name> columns;
  QueryPtr query;
};

struct Query {
  enum class Kind : uint8_t { kSelect, kSetOperation, kValues };
  Kind kind = Kind::kSelect;
  Span span;
  std::vector<CommonTable> with;
  std::shared_ptr<const Select> select;
  SetOperation operation = SetOperation::kUnionAll;
  QueryPtr left;
  QueryPtr right;
  std::vector<std::vector<ExprPtr>> rows;  // VALUES
  std::vector<OrderItem> order_by;
  ExprPtr limit;
  ExprPtr offset;
};

struct ColumnDefinition {
  Name name;
  std::shared_ptr<const TypeName> type;  // None: a computed column.
  ExprPtr computed;
  bool metadata = false;
  std::string metadata_key;  // Empty: the column's name.
};

struct CreateTable {
  Name name;
  bool temporary = false;
  std::vector<ColumnDefinition> columns;
  std::optional<Name> watermark_column;
  ExprPtr watermark;
  std::vector<Name> primary_key;
  std::vector<std::pair<std::string, std::string>> options;
};

struct Statement {
  enum class Kind : uint8_t {
    kQuery,
    kCreateTable,
    kCreateView,
    kInsert,
    kExplain,
    kSet,
    kDrop,
    kCreateStream,  // Kinesis Analytics: `table` has its columns.
    kCreatePump,    // name; target in `target`.
  };
  Kind kind = Kind::kQuery;
  Span span;
  Name name;
  std::vector<Name> columns;  // Of a view, or of INSERT INTO t (a, b).
  QueryPtr query;
  std::shared_ptr<const CreateTable> table;
  Name target;
  std::string key;  // SET 'key' = 'value'
  std::string value;
};

}  // namespace weir::sql
