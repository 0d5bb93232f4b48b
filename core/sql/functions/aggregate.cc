#include "core/sql/functions/aggregate.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <utility>

#include "core/sql/functions/aggregate_state.h"

namespace weir::sql {
namespace {

bool AnyNull(std::span<const Column* const> args, size_t row) {
  return std::ranges::any_of(args, [row](const Column* arg) { return arg->IsNull(row); });
}

std::vector<Value> ValuesAt(std::span<const Column* const> args, size_t row) {
  std::vector<Value> values;
  values.reserve(args.size());
  for (const Column* arg : args) values.push_back(arg->ValueAt(row));
  return values;
}

// COUNT, and the sums that add in one instruction.
template <typename Cell>
void Loop(std::span<Accumulator* const> states, std::span<const Column* const> args,
          std::span<const uint32_t> rows, Cell&& cell) {
  for (size_t i = 0; i < rows.size(); ++i) {
    if (args.empty() || !args[0]->IsNull(rows[i])) cell(*states[i], rows[i]);
  }
}

}  // namespace

void BoundAggregate::Update(Accumulator& state, std::span<const Column* const> args, size_t row,
                            int weight) const {
  if (kind == AggregateKind::kCountStar) {
    state.count += weight;
    return;
  }
  if (ignore_nulls && AnyNull(args, row)) return;
  if (!distinct) return Add(state, args, row, weight);
  std::string key;
  for (const Column* arg : args) AppendKey(*arg, row, key);
  AggregateExtra& extra = state.extra.Get();
  AggregateExtra::Counted& counted = extra.counted[key];
  counted.count += weight;
  if (weight > 0 && counted.count == 1) {
    counted.values = ValuesAt(args, row);
    AddValues(state, counted.values, 1);
  } else if (weight < 0 && counted.count == 0) {
    const std::vector<Value> values = std::move(counted.values);
    extra.counted.erase(key);
    AddValues(state, values, -1);
  }
}

void BoundAggregate::UpdateBatch(std::span<Accumulator* const> states,
                                 std::span<const Column* const> args,
                                 std::span<const uint32_t> rows) const {
  const bool plain = !distinct && !retracts;
  const bool ints = !args.empty() && args[0]->physical() == Physical::kInt;
  const bool counts =
      kind == AggregateKind::kCountStar || (kind == AggregateKind::kCount && args.size() == 1);
  if (plain && counts) {
    Loop(states, args, rows, [](Accumulator& state, uint32_t) { ++state.count; });
  } else if (plain && ints && IsSum(kind)) {
    const Column& column = *args[0];
    Loop(states, args, rows, [&](Accumulator& state, uint32_t row) {
      ++state.count;
      state.integer += column.Int(row);
    });
  } else {
    for (size_t i = 0; i < rows.size(); ++i) Update(*states[i], args, rows[i], 1);
  }
}

void BoundAggregate::Add(Accumulator& state, std::span<const Column* const> args, size_t row,
                         int weight) const {
  // The paths that need no Value; everything else goes through one.
  if (kind == AggregateKind::kCount) {
    state.count += weight;
    return;
  }
  const Column& column = *args[0];
  if (IsSum(kind) && column.physical() == Physical::kInt) {
    state.count += weight;
    state.integer += Int128{column.Int(row)} * weight;
    return;
  }
  AddValues(state, ValuesAt(args, row), weight);
}

void BoundAggregate::AddValues(Accumulator& state, std::span<const Value> values,
                               int weight) const {
  if (kind == AggregateKind::kCount) {
    state.count += weight;
    return;
  }
  const Value& value = values[0];
  if (IsSum(kind)) return AddToSum(state, arguments[0], value, weight);
  if (IsVariance(kind)) return AddToVariance(state, NumberOf(arguments[0], value), weight);
  if (IsExtreme(kind)) return AddToExtreme(state, *this, value, weight);
  if (kind == AggregateKind::kCollect) return AddToCollection(state, arguments[0], value, weight);
  AddToRows(state, *this, values, weight);
}

void BoundAggregate::Merge(Accumulator& state, const Accumulator& other) const {
  if (distinct) {
    const AggregateExtra* theirs = other.extra.get();
    if (theirs == nullptr) return;
    AggregateExtra& extra = state.extra.Get();
    for (const auto& [key, entry] : theirs->counted) {
      AggregateExtra::Counted& own = extra.counted[key];
      const bool fresh = own.count == 0;
      own.count += entry.count;
      if (!fresh) continue;
      own.values = entry.values;
      AddValues(state, own.values, 1);
    }
    return;
  }
  if (kind == AggregateKind::kCount || kind == AggregateKind::kCountStar) {
    state.count += other.count;
    return;
  }
  if (IsVariance(kind)) return MergeVariance(state, other);
  if (IsSum(kind)) return MergeSum(state, arguments[0], other);
  MergeOthers(state, *this, other);
}

Value BoundAggregate::VarianceOf(const Accumulator& state) const {
  const bool sample = kind == AggregateKind::kVarSamp || kind == AggregateKind::kStdSamp;
  const bool root = kind == AggregateKind::kStdPop || kind == AggregateKind::kStdSamp;
  const int64_t divisor = sample ? state.count - 1 : state.count;
  if (divisor <= 0) return {};
  double value = std::max(state.real.squares, 0.0) / static_cast<double>(divisor);
  if (root) value = std::sqrt(value);
  if (result.kind == TypeKind::kDecimal) {
    const std::optional<Int128> digits = DecimalFromDouble(value, result.scale, result.precision);
    return digits.has_value() ? Value(*digits) : Value();
  }
  if (result.IsInteger()) return Value(static_cast<int64_t>(value));
  if (result.kind == TypeKind::kFloat) value = static_cast<double>(static_cast<float>(value));
  return Value(value);
}

Value BoundAggregate::Result(const Accumulator& state) const {
  switch (kind) {
    case AggregateKind::kCount:
    case AggregateKind::kCountStar:
      return Value(state.count);
    case AggregateKind::kSum:
    case AggregateKind::kSum0:
    case AggregateKind::kAvg:
      return SumResult(state, *this);
    case AggregateKind::kVarPop:
    case AggregateKind::kVarSamp:
    case AggregateKind::kStdPop:
    case AggregateKind::kStdSamp:
      return VarianceOf(state);
    default:
      return OtherResult(state, *this);
  }
}

void BoundAggregate::AddTo(Digest& digest, const Accumulator& state) const {
  digest.Add(state.count);
  Uint128 bits = 0;
  std::memcpy(&bits, &state.integer, sizeof bits);  // Whichever of the two it is.
  digest.Add(static_cast<uint64_t>(bits >> 64));
  digest.Add(static_cast<uint64_t>(bits));
  const AggregateExtra* extra = state.extra.get();
  if (extra == nullptr) return;
  for (const auto& [key, counted] : extra->counted) {
    digest.Add(std::string_view(key));
    digest.Add(counted.count);
  }
  const TimeZone utc;
  for (const std::vector<Value>& row : extra->rows) {
    for (size_t i = 0; i < row.size(); ++i) {
      digest.Add(std::string_view(FormatValue(arguments[i], row[i], utc)));
    }
  }
  if (!extra->value.IsNull()) {
    digest.Add(std::string_view(FormatValue(arguments[0], extra->value, utc)));
  }
}

size_t BoundAggregate::ExtraBytes(const Accumulator& state) {
  const AggregateExtra* extra = state.extra.get();
  if (extra == nullptr) return 0;
  // A map node beside its key and values; a Value with its vector. Estimates of the usual
  // libraries.
  constexpr size_t kEntryBytes = 160;
  return sizeof(AggregateExtra) + (extra->counted.size() + extra->rows.size()) * kEntryBytes;
}

}  // namespace weir::sql
