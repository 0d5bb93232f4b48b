// FlatLayout: how the groups of an aggregation lie in memory when all of their state is a few
// words.
//
//   one group:  | key words | COUNT(*) | count of v | SUM(v) | MIN(v) | MAX(v) | count of w | ...
//
// COUNT, SUM, AVG, MIN and MAX over whole numbers, DOUBLE and DECIMAL have such a layout as long as
// nothing is taken back; calls over the same column share its count. What has none (DISTINCT, text,
// LISTAGG, retraction) is kept in Accumulators by the operators.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/sql/plan/plan.h"

namespace weir::sql {

enum class FlatOp : uint8_t {
  kCountRows,
  kCount,
  kSumInt,
  kMinInt,
  kMaxInt,
  kWideSumInt,  // Two words: AVG must not wrap.
  kSumReal,
  kMinReal,
  kMaxReal,
  kSumDecimal,
  kMinDecimal,
  kMaxDecimal,
};

inline constexpr size_t kNoWord = SIZE_MAX;

// A word, or two of them, of one call.
struct FlatState {
  FlatOp op = FlatOp::kCount;
  size_t word = kNoWord;
};

// One column that goes into the groups, and what is kept of it.
struct FlatInput {
  size_t call = 0;  // Whose argument and filter it is.
  size_t count_word = kNoWord;
  size_t sum_word = kNoWord;  // Of whole numbers: these three are updated in one loop.
  size_t min_word = kNoWord;
  size_t max_word = kNoWord;
  std::vector<FlatState> others;
};

struct FlatCall {
  size_t input = 0;
  FlatState state;
};

struct FlatLayout {
  enum class Keys : uint8_t { kNone, kInts, kText, kBytes };

  Keys keys = Keys::kNone;
  std::vector<Type> key_types;
  size_t rows_word = kNoWord;  // COUNT(*); kNoWord: nobody asks.
  std::vector<FlatInput> inputs;
  std::vector<FlatCall> calls;  // As many as the aggregation's.
  std::vector<int64_t> fresh;   // The words of a new group.

  size_t words() const { return fresh.size(); }
  // nullopt: some call needs more than words.
  static std::optional<FlatLayout> For(const AggregateSpec& spec);
};

}  // namespace weir::sql
