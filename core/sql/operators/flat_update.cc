#include "core/sql/operators/flat_update.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

namespace weir::sql {
namespace {

constexpr size_t kChunk = 1'024;

int64_t Plus(int64_t a, int64_t b) {  // Wraps.
  return static_cast<int64_t>(static_cast<uint64_t>(a) + static_cast<uint64_t>(b));
}

Int128 WideAt(const int64_t* words) {
  Int128 value = 0;
  std::memcpy(&value, words, sizeof value);
  return value;
}
void SetWide(int64_t* words, Int128 value) { std::memcpy(words, &value, sizeof value); }

// NaN is above all.
bool RealBetter(FlatOp op, double value, double best) {
  if (op == FlatOp::kMinReal) return std::isnan(value) ? false : (std::isnan(best) || value < best);
  return std::isnan(value) ? !std::isnan(best) : value > best;
}

struct IntWords {
  size_t rows = 0;
  size_t count = 0;
  size_t sum = 0;
  size_t min = 0;
  size_t max = 0;
};

// values[i] into the group groups[i], once for each i.
template <bool kRows, bool kSum, bool kMin, bool kMax>
void IntLoop(int64_t* words, size_t stride, const IntWords& at, std::span<const uint32_t> groups,
             const int64_t* values) {
  for (size_t i = 0; i < groups.size(); ++i) {
    int64_t* group = words + groups[i] * stride;
    const int64_t value = values[i];
    if constexpr (kRows) ++group[at.rows];
    ++group[at.count];
    if constexpr (kSum) group[at.sum] = Plus(group[at.sum], value);
    if constexpr (kMin) group[at.min] = std::min(group[at.min], value);
    if constexpr (kMax) group[at.max] = std::max(group[at.max], value);
  }
}

using IntLoopOf = void (*)(int64_t*, size_t, const IntWords&, std::span<const uint32_t>,
                           const int64_t*);
template <bool kRows>
constexpr IntLoopOf kIntLoops[8] = {
    IntLoop<kRows, false, false, false>, IntLoop<kRows, true, false, false>,
    IntLoop<kRows, false, true, false>,  IntLoop<kRows, true, true, false>,
    IntLoop<kRows, false, false, true>,  IntLoop<kRows, true, false, true>,
    IntLoop<kRows, false, true, true>,   IntLoop<kRows, true, true, true>,
};

// One more value that is not NULL.
void AddReal(FlatOp op, int64_t* word, double value) {
  const auto best = std::bit_cast<double>(*word);
  if (op == FlatOp::kSumReal) {
    *word = std::bit_cast<int64_t>(best + value);
  } else if (RealBetter(op, value, best)) {
    *word = std::bit_cast<int64_t>(value);
  }
}

void AddDecimal(FlatOp op, int64_t* words, Int128 value) {
  const Int128 best = WideAt(words);
  if (op == FlatOp::kSumDecimal || op == FlatOp::kWideSumInt) {
    SetWide(words, best + value);
  } else if (op == FlatOp::kMinDecimal ? value < best : value > best) {
    SetWide(words, value);
  }
}

}  // namespace

const Column* FlatBatch::ColumnOf(const Scalar& scalar, const Batch& batch, EvalContext& eval) {
  if (scalar.IsColumn()) return &batch.columns[scalar.column];
  return &made_.emplace_back(Evaluate(scalar, batch, eval));
}

FlatBatch::FlatBatch(const AggregateSpec& spec, const FlatLayout& layout, const Batch& batch,
                     EvalContext& eval)
    : layout_(layout) {
  for (const Scalar& key : spec.keys) keys_.push_back(ColumnOf(key, batch, eval));
  for (const FlatInput& input : layout.inputs) {
    const AggregateCall& call = spec.calls[input.call];
    args_.push_back(call.args.empty() ? nullptr : ColumnOf(call.args[0], batch, eval));
    filters_.push_back(call.filter.has_value() ? ColumnOf(*call.filter, batch, eval) : nullptr);
  }
}

void FlatBatch::Update(FlatTable& table, size_t begin, size_t count, int64_t number) const {
  uint32_t groups[kChunk];
  for (size_t done = 0; done < count;) {
    const size_t some = std::min(kChunk, count - done);
    table.Resolve(layout_, keys_, begin + done, some, number, groups);
    const std::span<const uint32_t> span(groups, some);
    // COUNT(*) is taken along by the first loop that goes over all rows.
    bool rows_left = layout_.rows_word != kNoWord;
    for (size_t i = 0; i < layout_.inputs.size(); ++i) {
      const bool whole = filters_[i] == nullptr && args_[i] != nullptr && !args_[i]->has_nulls() &&
                         args_[i]->physical() == Physical::kInt;
      UpdateInput(layout_.inputs[i], i, table, begin + done, span, whole && rows_left);
      rows_left = rows_left && !whole;
    }
    for (size_t i = 0; rows_left && i < some; ++i) {
      ++table.words(groups[i], layout_.words())[layout_.rows_word];
    }
    done += some;
  }
}

void FlatBatch::UpdateInput(const FlatInput& input, size_t index, FlatTable& table, size_t begin,
                            std::span<const uint32_t> groups, bool rows_too) const {
  const Column* column = args_[index];
  const Column* filter = filters_[index];
  // The rows that count, and their groups.
  uint32_t rows[kChunk];
  uint32_t kept[kChunk];
  size_t count = 0;
  for (size_t i = 0; i < groups.size(); ++i) {
    const size_t row = begin + i;
    rows[count] = static_cast<uint32_t>(row);
    kept[count] = groups[i];
    const bool out = (column != nullptr && column->IsNull(row)) ||
                     (filter != nullptr && (filter->IsNull(row) || !filter->Bool(row)));
    count += out ? 0 : 1;
  }
  const std::span<const uint32_t> chosen(kept, count);
  const std::span<const uint32_t> chosen_rows(rows, count);
  for (const FlatState& state : input.others) {
    UpdateOther(state, *column, table, chosen_rows, chosen);
  }
  const bool whole_numbers = column != nullptr && column->physical() == Physical::kInt;
  int64_t gathered[kChunk] = {};
  const int64_t* values = gathered;
  if (whole_numbers && !column->constant() && count == groups.size()) {
    values = column->ints().data() + begin;
  } else if (whole_numbers) {
    for (size_t i = 0; i < count; ++i) gathered[i] = column->Int(rows[i]);
  }
  const size_t loop = (input.sum_word != kNoWord ? 1U : 0U) +
                      (input.min_word != kNoWord ? 2U : 0U) + (input.max_word != kNoWord ? 4U : 0U);
  const IntWords at{layout_.rows_word, input.count_word, input.sum_word, input.min_word,
                    input.max_word};
  (rows_too ? kIntLoops<true> : kIntLoops<false>)[loop](table.words(0, 0), layout_.words(), at,
                                                        chosen, values);
}

void FlatBatch::UpdateOther(const FlatState& state, const Column& column, FlatTable& table,
                            std::span<const uint32_t> rows,
                            std::span<const uint32_t> groups) const {
  for (size_t i = 0; i < rows.size(); ++i) {
    int64_t* words = table.words(groups[i], layout_.words()) + state.word;
    if (column.physical() == Physical::kDouble) {
      AddReal(state.op, words, column.Double(rows[i]));
    } else if (column.physical() == Physical::kDecimal) {
      AddDecimal(state.op, words, column.Decimal(rows[i]));
    } else {
      AddDecimal(state.op, words, column.Int(rows[i]));
    }
  }
}

void MergeWords(const FlatLayout& layout, int64_t* words, const int64_t* other) {
  if (layout.rows_word != kNoWord) {
    words[layout.rows_word] = Plus(words[layout.rows_word], other[layout.rows_word]);
  }
  for (const FlatInput& input : layout.inputs) {
    if (other[input.count_word] == 0) continue;
    for (const FlatState& state : input.others) {
      int64_t* at = words + state.word;
      const int64_t* theirs = other + state.word;
      if (state.op == FlatOp::kWideSumInt || state.op >= FlatOp::kSumDecimal) {
        AddDecimal(state.op, at, WideAt(theirs));
      } else {
        AddReal(state.op, at, std::bit_cast<double>(*theirs));
      }
    }
    words[input.count_word] += other[input.count_word];
    if (input.sum_word != kNoWord) {
      words[input.sum_word] = Plus(words[input.sum_word], other[input.sum_word]);
    }
    if (input.min_word != kNoWord)
      words[input.min_word] = std::min(words[input.min_word], other[input.min_word]);
    if (input.max_word != kNoWord)
      words[input.max_word] = std::max(words[input.max_word], other[input.max_word]);
  }
}

namespace {

// Of what is rarely asked for: through the Accumulator that all aggregates share.
Value ResultOf(const BoundAggregate& aggregate, const FlatState& state, int64_t count,
               const int64_t* words) {
  if (count == 0 && aggregate.kind != AggregateKind::kSum0) return {};
  Accumulator accumulator;
  accumulator.count = count;
  switch (state.op) {
    case FlatOp::kMinReal:
    case FlatOp::kMaxReal:
      return Value(std::bit_cast<double>(*words));
    case FlatOp::kMinDecimal:
    case FlatOp::kMaxDecimal:
      return Value(WideAt(words));
    case FlatOp::kSumReal:
      accumulator.real = {std::bit_cast<double>(*words), 0};
      break;
    case FlatOp::kSumInt:
      accumulator.integer = *words;
      break;
    default:
      accumulator.integer = WideAt(words);
  }
  return aggregate.Result(accumulator);
}

}  // namespace

void AppendFlatResults(const AggregateSpec& spec, const FlatLayout& layout, const FlatTable& table,
                       std::span<const uint32_t> groups, std::span<Column> columns) {
  const size_t stride = layout.words();
  for (size_t i = 0; i < layout.calls.size(); ++i) {
    const auto& [input, state] = layout.calls[i];
    const BoundAggregate& aggregate = spec.calls[i].aggregate;
    Column& column = columns[i];
    const bool counts = state.op == FlatOp::kCount || state.op == FlatOp::kCountRows;
    const bool bigint = state.op == FlatOp::kSumInt && aggregate.kind == AggregateKind::kSum &&
                        aggregate.arguments[0].kind == TypeKind::kBigInt;
    const bool plain = state.op == FlatOp::kMinInt || state.op == FlatOp::kMaxInt || bigint;
    column.Reserve(column.size() + groups.size());
    for (const uint32_t group : groups) {
      const int64_t* words = table.words(group, stride);
      const int64_t count = counts ? 0 : words[layout.inputs[input].count_word];
      if (counts) {
        column.AppendInt(words[state.word]);
      } else if (plain && count > 0) {
        column.AppendInt(words[state.word]);
      } else {
        column.Append(ResultOf(aggregate, state, count, words + state.word));
      }
    }
  }
}

}  // namespace weir::sql
