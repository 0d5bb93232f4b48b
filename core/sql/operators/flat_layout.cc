#include "core/sql/operators/flat_layout.h"

#include <bit>
#include <cstring>
#include <limits>

#include "core/sql/functions/aggregate_state.h"

namespace weir::sql {
namespace {

// Sums of digits up to here stay below 2^127 however many rows come.
constexpr int kDecimalDigitsMax = 19;

bool IsWholeMillis(const Type& type) { return !type.IsTimestamp() || type.precision <= 3; }

// How a call that takes an argument is kept; nullopt: not in words.
std::optional<FlatOp> OpOf(const BoundAggregate& aggregate) {
  if (aggregate.kind == AggregateKind::kCount) return FlatOp::kCount;
  const Type& type = aggregate.arguments[0];
  const Physical physical = PhysicalOf(type);
  const bool minimum = aggregate.kind == AggregateKind::kMin;
  if (IsExtreme(aggregate.kind)) {
    if (physical == Physical::kInt && IsWholeMillis(type))
      return minimum ? FlatOp::kMinInt : FlatOp::kMaxInt;
    if (physical == Physical::kDouble) return minimum ? FlatOp::kMinReal : FlatOp::kMaxReal;
    if (physical == Physical::kDecimal) return minimum ? FlatOp::kMinDecimal : FlatOp::kMaxDecimal;
    return std::nullopt;
  }
  if (!IsSum(aggregate.kind)) return std::nullopt;
  if (type.IsInteger()) {
    return aggregate.kind == AggregateKind::kAvg ? FlatOp::kWideSumInt : FlatOp::kSumInt;
  }
  if (type.kind == TypeKind::kDouble) return FlatOp::kSumReal;
  const bool small = physical == Physical::kDecimal && type.precision <= kDecimalDigitsMax;
  return small ? std::optional(FlatOp::kSumDecimal) : std::nullopt;
}

size_t Push(FlatLayout& layout, int64_t fresh, size_t words = 1) {
  const size_t word = layout.fresh.size();
  layout.fresh.resize(word + words, fresh);
  return word;
}

// What any value takes the place of: NaN is above all numbers.
int64_t FreshOf(FlatOp op) {
  switch (op) {
    case FlatOp::kMinInt:
      return INT64_MAX;
    case FlatOp::kMaxInt:
      return INT64_MIN;
    case FlatOp::kMinReal:
      return std::bit_cast<int64_t>(std::numeric_limits<double>::quiet_NaN());
    case FlatOp::kMaxReal:
      return std::bit_cast<int64_t>(-std::numeric_limits<double>::infinity());
    default:
      return 0;
  }
}

// The word of the state in `input`, which it shares with calls that keep the same.
size_t PlaceOf(FlatLayout& layout, FlatInput& input, FlatOp op) {
  size_t* shared = op == FlatOp::kSumInt   ? &input.sum_word
                   : op == FlatOp::kMinInt ? &input.min_word
                   : op == FlatOp::kMaxInt ? &input.max_word
                                           : nullptr;
  if (shared != nullptr) {
    if (*shared == kNoWord) *shared = Push(layout, FreshOf(op));
    return *shared;
  }
  for (const FlatState& other : input.others) {
    if (other.op == op) return other.word;
  }
  const bool wide = op == FlatOp::kWideSumInt || op >= FlatOp::kSumDecimal;
  const size_t word = Push(layout, FreshOf(op), wide ? 2 : 1);
  if (op == FlatOp::kMinDecimal || op == FlatOp::kMaxDecimal) {
    const auto most = static_cast<Int128>(~Uint128{0} >> 1);
    const Int128 worst = op == FlatOp::kMinDecimal ? most : -most;
    std::memcpy(&layout.fresh[word], &worst, sizeof worst);
  }
  input.others.push_back({op, word});
  return word;
}

FlatLayout::Keys KeysOf(const std::vector<Scalar>& keys) {
  if (keys.empty()) return FlatLayout::Keys::kNone;
  if (keys.size() == 1 && PhysicalOf(keys[0].type) == Physical::kText)
    return FlatLayout::Keys::kText;
  for (const Scalar& key : keys) {
    const bool whole = PhysicalOf(key.type) == Physical::kInt && IsWholeMillis(key.type);
    if (!whole || keys.size() > 32) return FlatLayout::Keys::kBytes;
  }
  return FlatLayout::Keys::kInts;
}

}  // namespace

std::optional<FlatLayout> FlatLayout::For(const AggregateSpec& spec) {
  FlatLayout layout;
  layout.keys = KeysOf(spec.keys);
  for (const Scalar& key : spec.keys) layout.key_types.push_back(key.type);
  if (layout.keys == Keys::kInts) layout.fresh.resize(spec.keys.size(), 0);
  for (size_t i = 0; i < spec.calls.size(); ++i) {
    const AggregateCall& call = spec.calls[i];
    const BoundAggregate& aggregate = call.aggregate;
    if (aggregate.distinct || aggregate.retracts) return std::nullopt;
    const bool star = aggregate.kind == AggregateKind::kCountStar;
    if (star && !call.filter.has_value()) {
      if (layout.rows_word == kNoWord) layout.rows_word = Push(layout, 0);
      layout.calls.push_back({0, {FlatOp::kCountRows, layout.rows_word}});
      continue;
    }
    if (!star && (call.args.size() != 1 || !aggregate.ignore_nulls)) return std::nullopt;
    const std::optional<FlatOp> op = star ? FlatOp::kCount : OpOf(aggregate);
    if (!op.has_value()) return std::nullopt;
    size_t input = 0;
    const auto shares = [&](const FlatInput& other) {
      const AggregateCall& its = spec.calls[other.call];
      return !star && !call.filter.has_value() && !its.filter.has_value() &&
             call.args[0].IsColumn() && its.args[0].IsColumn() &&
             its.args[0].column == call.args[0].column;
    };
    while (input < layout.inputs.size() && !shares(layout.inputs[input])) ++input;
    if (input == layout.inputs.size()) {
      layout.inputs.push_back({.call = i, .count_word = Push(layout, 0), .others = {}});
    }
    FlatInput& place = layout.inputs[input];
    const size_t word = *op == FlatOp::kCount ? place.count_word : PlaceOf(layout, place, *op);
    layout.calls.push_back({input, {*op, word}});
  }
  return layout;
}

}  // namespace weir::sql
