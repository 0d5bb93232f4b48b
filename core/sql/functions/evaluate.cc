// Evaluation of a bound function over a batch.
#include <array>
#include <utility>

#include "core/sql/functions/function_def.h"

namespace weir::sql {
namespace {

bool AnyNull(std::span<const Column* const> args, size_t row) {
  for (const Column* arg : args) {
    if (arg->IsNull(row)) return true;
  }
  return false;
}

Column RunRows(const Call& call) {
  Column out(call.function.result);
  out.Reserve(call.rows);
  const bool strict = call.function.nulls == NullRule::kStrict;
  RowCall row_call{.call = call, .out = out, .row = 0};
  for (size_t row = 0; row < call.rows; ++row) {
    if (strict && AnyNull(call.args, row)) {
      out.AppendNull();
    } else {
      row_call.row = row;
      call.function.row(row_call);
    }
    WEIR_CHECK(out.size() == row + 1);
  }
  return out;
}

Column Run(const Call& call) {
  return call.function.kernel != nullptr ? call.function.kernel(call) : RunRows(call);
}

// Once for all rows. An error is every row's.
Column RunConstant(const Call& call) {
  std::vector<RowError> before = std::exchange(call.context.errors, {});
  const std::span<const uint8_t> active = std::exchange(call.context.active, {});
  const Column one = Run({call.function, call.context, call.args, 1});
  std::vector<RowError> found = std::exchange(call.context.errors, std::move(before));
  call.context.active = active;
  for (size_t row = 0; row < call.rows && !found.empty(); ++row) {
    call.context.AddError(row, found[0].message);
  }
  return Column::Constant(call.function.result, one.ValueAt(0), call.rows);
}

}  // namespace

void EvalContext::AddError(size_t row, std::string message) {
  if (!active.empty() && active[row] == 0) return;
  errors.push_back({static_cast<uint32_t>(row), std::move(message)});
}

Column Evaluate(const BoundFunction& function, std::span<const Column* const> args, size_t rows,
                EvalContext& context) {
  WEIR_CHECK(args.size() == function.arguments.size() && !function.empty());
  std::vector<const Column*> passed(args.begin(), args.end());
  std::vector<Column> casted;
  casted.reserve(args.size());
  bool constant = function.deterministic || context.row_now_micros.empty();
  for (size_t i = 0; i < args.size(); ++i) {
    if (i < function.casts.size() && !function.casts[i].empty()) {
      casted.push_back(Evaluate(function.casts[i], args.subspan(i, 1), rows, context));
      passed[i] = &casted.back();
    }
    constant = constant && passed[i]->constant();
  }
  if (!context.row_watermark_ms.empty() && !function.deterministic) constant = false;
  const Call call{function, context, passed, rows};
  return constant && rows > 1 ? RunConstant(call) : Run(call);
}

Result<Value> EvaluateOnce(const BoundFunction& function, std::span<const Value> args,
                           std::span<const Type> types, EvalContext& context) {
  std::vector<Column> columns;
  std::vector<const Column*> pointers;
  columns.reserve(args.size());
  for (size_t i = 0; i < args.size(); ++i) {
    columns.push_back(Column::Constant(types[i], args[i], 1));
    pointers.push_back(&columns[i]);
  }
  const Column out = Evaluate(function, pointers, 1, context);
  if (!context.errors.empty()) {
    return Error{ErrorCode::kValidation, std::exchange(context.errors, {})[0].message};
  }
  return out.ValueAt(0);
}

std::vector<uint64_t> JoinNulls(std::span<const Column* const> args, size_t rows) {
  std::vector<uint64_t> words;
  for (const Column* arg : args) {
    if (!arg->has_nulls()) continue;
    words.resize((rows + 63) / 64);
    if (arg->constant()) {
      if (arg->IsNull(0)) words.assign(words.size(), ~uint64_t{0});
      continue;
    }
    const std::span<const uint64_t> own = arg->null_words();
    for (size_t i = 0; i < words.size() && i < own.size(); ++i) words[i] |= own[i];
  }
  return words;
}

Column NullColumn(const Type& type, size_t rows) { return Column::Constant(type, {}, rows); }

std::span<const FunctionDef* const> FunctionTable() {
  static const std::vector<const FunctionDef*> table = [] {
    std::vector<const FunctionDef*> rows;
    for (const auto part : {ComparisonFunctions, LogicFunctions, ConditionalFunctions,
                            ArithmeticFunctions, MathFunctions, StringFunctions, PatternFunctions,
                            TimePartFunctions, TimeArithmeticFunctions, TimeTextFunctions,
                            CollectionFunctions, JsonFunctions, EncodingFunctions}) {
      for (const FunctionDef& def : part()) rows.push_back(&def);
    }
    return rows;
  }();
  return table;
}

}  // namespace weir::sql
