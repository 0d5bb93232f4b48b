// Functions: from a name and the types of its arguments to a kernel over columns.
//
//   Result<BoundFunction> plus = Bind("+", args, dialect);       // once, when the query is bound
//   Column sum = Evaluate(plus.value(), {&a, &b}, rows, context);  // for every batch
//
// Every operator of an expression is a function: "+", "=", "AND", "IS NULL", "LIKE", "BETWEEN",
// "IN", "CASE", "CAST" (BindCast), "[]" (item access), "ROW", "ARRAY". Function names in any case.
// A keyword argument is a literal of type Symbol: EXTRACT(DAY FROM t) is Bind("EXTRACT", {symbol
// DAY, t}); FLOOR(t TO HOUR) is Bind("FLOOR", {t, symbol HOUR}); TRIM(BOTH 'x' FROM s) is {symbol
// BOTH, 'x', s}; CASE is {condition, value, condition, value, ..., else}, a missing ELSE is a NULL
// literal.
//
// Bind coerces: `arguments` are the types that the kernel wants. Evaluate casts columns of other
// types itself, so the caller passes what it has.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/sql/dialect.h"
#include "core/sql/types/column.h"
#include "core/sql/types/format.h"
#include "core/sql/types/time_zone.h"
#include "core/sql/types/type.h"

namespace weir::sql {

// What went wrong in a row: a bad cast, a division by zero. The row's result is NULL; Flink stops
// the job, Kinesis Analytics sends the row to the error stream.
struct RowError {
  uint32_t row = 0;
  std::string message;
};

struct EvalContext {
  Dialect dialect = Dialect::kFlink;
  Instant now;                          // CURRENT_TIMESTAMP, NOW() and PROCTIME().
  TimeZone zone;                        // The session's; UTC unless set.
  std::optional<int64_t> watermark_ms;  // CURRENT_WATERMARK; nullopt before the first.
  // Of each row, when they differ within the batch; else empty. INT64_MIN: no watermark yet.
  std::span<const int64_t> row_now_micros;
  std::span<const int64_t> row_watermark_ms;
  // Which rows count: errors of the others are dropped. Empty: all. For the branches of CASE and
  // the right side of AND, which Flink does not evaluate where the left decides.
  std::span<const uint8_t> active;
  std::vector<RowError> errors;

  void AddError(size_t row, std::string message);
};

struct Argument {
  Type type;
  const Value* literal = nullptr;  // Its value, when it is a constant known at binding.
};

struct FunctionDef;
struct BoundFunction;

// What a kernel gets. Columns have the types of BoundFunction::arguments.
struct Call {
  const BoundFunction& function;
  EvalContext& context;
  std::span<const Column* const> args;
  size_t rows = 0;
};
using Kernel = Column (*)(const Call& call);

// One row of a function that is not worth a loop of its own.
struct RowCall;
using RowKernel = void (*)(RowCall& call);

// What NULL as an argument does.
enum class NullRule : uint8_t {
  kStrict,  // NULL if any argument is.
  kCalled,  // The function decides, and may give NULL.
  kNever,   // The function decides, and never gives NULL.
};

// What is worked out once at binding and is the same for every row: a compiled pattern.
struct Prepared {
  virtual ~Prepared() = default;
};

// A value: cheap to copy, no state that changes.
struct BoundFunction {
  const FunctionDef* def = nullptr;  // Of the static table; null for a cast.
  std::vector<Type> arguments;
  Type result;
  Kernel kernel = nullptr;  // One of the two is there.
  RowKernel row = nullptr;
  NullRule nulls = NullRule::kStrict;
  std::vector<BoundFunction>
      casts;                    // As many as arguments; empty() where the argument is passed on.
  std::vector<Value> literals;  // As many as arguments; NULL where not constant.
  std::shared_ptr<const Prepared> prepared;
  bool deterministic =
      true;  // False: not to be folded (NOW, CURRENT_WATERMARK, the session's zone).

  bool empty() const { return kernel == nullptr && row == nullptr; }
};

// Error kValidation with the text to show after the position: "no function FOO; is FLOOR meant?",
// "SUBSTRING wants (text, int [, int]), not (INT)".
Result<BoundFunction> Bind(std::string_view name, std::span<const Argument> args, Dialect dialect);

// CAST and TRY_CAST (`lenient`: NULL where the text is no number, instead of an error).
Result<BoundFunction> BindCast(const Type& from, const Type& to, bool lenient, Dialect dialect);

// args.size() == function.arguments.size(); each has `rows` rows. The result has `rows` rows.
Column Evaluate(const BoundFunction& function, std::span<const Column* const> args, size_t rows,
                EvalContext& context);

// One row of constants, for folding and `weir sql eval`. Error: the row's.
Result<Value> EvaluateOnce(const BoundFunction& function, std::span<const Value> args,
                           std::span<const Type> types, EvalContext& context);

// Is there a function of this name? (Not an aggregate.) For the parser's and binder's messages.
bool IsFunction(std::string_view name, Dialect dialect);
// The nearest name, or empty.
std::string_view NearestFunction(std::string_view name, Dialect dialect);

}  // namespace weir::sql
