#include "core/sql/functions/aggregate_state.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

#include "core/sql/functions/json_write.h"
#include "core/sql/types/format.h"
#include "core/sql/types/json_text.h"
#include "core/sql/types/utf8.h"

namespace weir::sql {
namespace {

constexpr int64_t kNanosPerMilli = 1'000'000;

// A value that is kept as one whole number: everything but DOUBLE and text.
Int128 WholeOf(const Type& type, const Value& value) {
  if (type.kind == TypeKind::kBoolean) return value.Bool() ? 1 : 0;
  if (type.kind == TypeKind::kDecimal) return value.Decimal();
  if (type.IsTimestamp()) {
    return Int128{value.Timestamp().millis} * kNanosPerMilli + value.Timestamp().nanos;
  }
  return value.Int();
}

Value FromWhole(const Type& type, Int128 whole) {
  if (type.kind == TypeKind::kBoolean) return Value(whole != 0);
  if (type.kind == TypeKind::kDecimal) return Value(whole);
  if (type.IsTimestamp()) {
    Int128 nanos = whole % kNanosPerMilli;
    if (nanos < 0) nanos += kNanosPerMilli;
    return Value(TimestampValue{static_cast<int64_t>((whole - nanos) / kNanosPerMilli),
                                static_cast<int32_t>(nanos)});
  }
  return Value(static_cast<int64_t>(whole));
}

bool KeptWhole(const Type& type) {
  const Physical physical = PhysicalOf(type);
  return physical == Physical::kInt || physical == Physical::kBool ||
         physical == Physical::kDecimal;
}

// Bytes whose order is the order of the values.
std::string OrderedKey(const Type& type, const Value& value) {
  if (PhysicalOf(type) == Physical::kText) return value.Text();
  Uint128 bits = 0;
  if (PhysicalOf(type) == Physical::kDouble) {
    const double number = value.Double() == 0 ? 0 : value.Double();
    const auto raw = std::bit_cast<uint64_t>(number);
    const uint64_t sign = uint64_t{1} << 63;
    bits = Uint128{std::isnan(number) ? UINT64_MAX : ((raw & sign) != 0 ? ~raw : raw | sign)} << 64;
  } else {
    bits = static_cast<Uint128>(WholeOf(type, value)) ^ Uint128 { 1 } << 127;
  }
  std::string key(16, '\0');
  for (size_t i = 0; i < key.size(); ++i) {
    key[i] = static_cast<char>(static_cast<uint8_t>(bits >> (120 - 8 * i)));
  }
  return key;
}

// Java's narrowing of a sum to the type of its argument.
int64_t WrapTo(TypeKind kind, Int128 sum) {
  switch (kind) {
    case TypeKind::kTinyInt:
      return static_cast<int8_t>(sum);
    case TypeKind::kSmallInt:
      return static_cast<int16_t>(sum);
    case TypeKind::kInteger:
      return static_cast<int32_t>(sum);
    default:
      return static_cast<int64_t>(sum);
  }
}

// Whether `value` takes the place of `best`.
bool Better(const BoundAggregate& aggregate, const Value& value, const Value& best) {
  const int order = CompareValues(aggregate.arguments[0], value, best);
  return aggregate.kind == AggregateKind::kMin ? order < 0 : order > 0;
}

bool SameRow(const BoundAggregate& aggregate, std::span<const Value> a, std::span<const Value> b) {
  for (size_t i = 0; i < a.size(); ++i) {
    if (a[i].IsNull() != b[i].IsNull()) return false;
    if (!a[i].IsNull() && CompareValues(aggregate.arguments[i], a[i], b[i]) != 0) return false;
  }
  return true;
}

}  // namespace

double NumberOf(const Type& type, const Value& value) {
  if (type.IsApproximate()) return value.Double();
  if (type.kind == TypeKind::kDecimal) return ToDouble(value.Decimal(), type.scale);
  return static_cast<double>(value.Int());
}

void AddToSum(Accumulator& state, const Type& type, const Value& value, int weight) {
  state.count += weight;
  if (type.IsApproximate()) {
    state.real.sum += weight * value.Double();
    if (type.kind == TypeKind::kFloat) {
      state.real.sum = static_cast<double>(static_cast<float>(state.real.sum));
    }
    return;
  }
  const Int128 add = WholeOf(type, value) * weight;
  if (__builtin_add_overflow(state.integer, add, &state.integer)) state.extra.Get().spoiled = true;
}

void MergeSum(Accumulator& state, const Type& type, const Accumulator& other) {
  state.count += other.count;
  if (type.IsApproximate()) {
    state.real.sum += other.real.sum;
  } else if (__builtin_add_overflow(state.integer, other.integer, &state.integer)) {
    state.extra.Get().spoiled = true;
  }
  if (other.extra.get() != nullptr && other.extra.get()->spoiled) state.extra.Get().spoiled = true;
}

Value SumResult(const Accumulator& state, const BoundAggregate& aggregate) {
  const Type& type = aggregate.arguments[0];
  const bool average = aggregate.kind == AggregateKind::kAvg;
  if (state.count <= 0 && aggregate.kind != AggregateKind::kSum0) return {};
  if (type.IsApproximate()) {
    double value = state.real.sum;
    if (average) value /= static_cast<double>(state.count);
    if (type.kind == TypeKind::kFloat) value = static_cast<double>(static_cast<float>(value));
    return Value(value);
  }
  if (type.kind == TypeKind::kDecimal) {
    if (state.extra.get() != nullptr && state.extra.get()->spoiled) return {};
    const Type& result = aggregate.result;
    const std::optional<Int128> value =
        average
            ? DivideDecimal(state.integer, state.count, result.scale - type.scale, result.precision)
            : Rescale(state.integer, type.scale, result.scale, result.precision);
    return value.has_value() ? Value(*value) : Value();
  }
  return Value(WrapTo(type.kind, average ? state.integer / state.count : state.integer));
}

void AddToVariance(Accumulator& state, double value, int weight) {
  const auto before = static_cast<double>(state.count);
  state.count += weight;
  const auto after = static_cast<double>(state.count);
  if (state.count <= 0) {
    state.real = {0, 0};
    return;
  }
  const double mean = state.real.sum;
  const double moved = weight > 0 ? mean + (value - mean) / after : (mean * before - value) / after;
  state.real.squares += weight * (value - mean) * (value - moved);
  state.real.sum = moved;
}

void MergeVariance(Accumulator& state, const Accumulator& other) {
  if (other.count == 0) return;
  if (state.count == 0) {
    state.count = other.count;
    state.real = other.real;
    return;
  }
  const auto own = static_cast<double>(state.count);
  const auto theirs = static_cast<double>(other.count);
  const double distance = other.real.sum - state.real.sum;
  state.real.squares += other.real.squares + distance * distance * (own * theirs / (own + theirs));
  state.real.sum += distance * (theirs / (own + theirs));
  state.count += other.count;
}

void AddToExtreme(Accumulator& state, const BoundAggregate& aggregate, const Value& value,
                  int weight) {
  const Type& type = aggregate.arguments[0];
  const bool first = state.count == 0;
  state.count += weight;
  if (aggregate.retracts) {
    std::map<std::string, AggregateExtra::Counted>& counted = state.extra.Get().counted;
    const auto entry = counted.try_emplace(OrderedKey(type, value)).first;
    entry->second.count += weight;
    if (entry->second.values.empty()) entry->second.values = {value};
    if (entry->second.count == 0) counted.erase(entry);
  } else if (KeptWhole(type)) {
    const Int128 whole = WholeOf(type, value);
    const bool better =
        aggregate.kind == AggregateKind::kMin ? whole < state.integer : whole > state.integer;
    if (first || better) state.integer = whole;
  } else if (Value& best = state.extra.Get().value;
             best.IsNull() || Better(aggregate, value, best)) {
    best = value;
  }
}

void AddToCollection(Accumulator& state, const Type& type, const Value& value, int weight) {
  state.count += weight;
  std::map<std::string, AggregateExtra::Counted>& counted = state.extra.Get().counted;
  const auto entry = counted.try_emplace(OrderedKey(type, value)).first;
  entry->second.count += weight;
  if (entry->second.values.empty()) entry->second.values = {value};
  if (entry->second.count == 0) counted.erase(entry);
}

void AddToRows(Accumulator& state, const BoundAggregate& aggregate, std::span<const Value> values,
               int weight) {
  state.count += weight;
  AggregateExtra& extra = state.extra.Get();
  const bool one =
      aggregate.kind == AggregateKind::kFirst || aggregate.kind == AggregateKind::kLast;
  if (one && !aggregate.retracts) {
    if (aggregate.kind == AggregateKind::kLast || extra.rows.empty()) {
      extra.rows.assign(1, std::vector<Value>(values.begin(), values.end()));
    }
    return;
  }
  if (weight > 0) {
    extra.rows.emplace_back(values.begin(), values.end());
    return;
  }
  const auto found = std::ranges::find_if(
      extra.rows, [&](const std::vector<Value>& row) { return SameRow(aggregate, row, values); });
  if (found != extra.rows.end()) extra.rows.erase(found);
}

void MergeOthers(Accumulator& state, const BoundAggregate& aggregate, const Accumulator& other) {
  const AggregateExtra* theirs = other.extra.get();
  if (IsExtreme(aggregate.kind) && !aggregate.retracts) {
    if (other.count == 0) return;
    const Type& type = aggregate.arguments[0];
    const Value best = KeptWhole(type) ? FromWhole(type, other.integer) : theirs->value;
    AddToExtreme(state, aggregate, best, 1);
    state.count += other.count - 1;
    return;
  }
  if (theirs == nullptr) return;
  AggregateExtra& own = state.extra.Get();
  for (const auto& [key, entry] : theirs->counted) {
    AggregateExtra::Counted& counted = own.counted[key];
    counted.count += entry.count;
    counted.values = entry.values;
    if (counted.count == 0) own.counted.erase(key);
  }
  const int64_t count = state.count + other.count;
  for (const std::vector<Value>& row : theirs->rows) AddToRows(state, aggregate, row, 1);
  state.count = count;
}

namespace {

Value ExtremeResult(const Accumulator& state, const BoundAggregate& aggregate) {
  if (aggregate.retracts) {
    const auto& counted = state.extra.get()->counted;
    if (counted.empty()) return {};
    return aggregate.kind == AggregateKind::kMin ? counted.begin()->second.values[0]
                                                 : counted.rbegin()->second.values[0];
  }
  const Type& type = aggregate.arguments[0];
  return KeptWhole(type) ? FromWhole(type, state.integer) : state.extra.get()->value;
}

Value Joined(const AggregateExtra& extra, const BoundAggregate& aggregate) {
  std::string text;
  for (size_t i = 0; i < extra.rows.size(); ++i) {
    const std::vector<Value>& row = extra.rows[i];
    if (i > 0) text += row.size() > 1 ? row[1].Text() : aggregate.separator;
    text += row[0].Text();
  }
  return Value(std::move(text));
}

Value JsonArrayOf(const AggregateExtra* extra, const BoundAggregate& aggregate) {
  const TimeZone utc;
  std::string text = "[";
  for (size_t i = 0; extra != nullptr && i < extra->rows.size(); ++i) {
    if (i > 0) text += ',';
    text += JsonOf(aggregate.arguments[0], extra->rows[i][0], utc);
  }
  return Value(text + "]");
}

// In the order of the names; of one name the last value.
Value JsonObjectOf(const AggregateExtra* extra, const BoundAggregate& aggregate) {
  const TimeZone utc;
  std::map<std::string, std::string> members;
  for (size_t i = 0; extra != nullptr && i < extra->rows.size(); ++i) {
    const std::vector<Value>& row = extra->rows[i];
    members[FormatValue(aggregate.arguments[0], row[0], utc)] =
        JsonOf(aggregate.arguments[1], row[1], utc);
  }
  std::string text = "{";
  for (const auto& [name, value] : members) {
    if (text.size() > 1) text += ',';
    text += QuoteJson(name, false) + ":" + value;
  }
  return Value(text + "}");
}

}  // namespace

Value OtherResult(const Accumulator& state, const BoundAggregate& aggregate) {
  const AggregateExtra* extra = state.extra.get();
  if (aggregate.kind == AggregateKind::kCollect) {
    std::vector<Value> items;
    if (extra != nullptr) {
      for (const auto& [key, entry] : extra->counted) {
        items.push_back(entry.values[0]);
        items.emplace_back(entry.count);
      }
    }
    return Value(std::move(items));
  }
  if (aggregate.kind == AggregateKind::kJsonObject) return JsonObjectOf(extra, aggregate);
  if (aggregate.kind == AggregateKind::kJsonArray) return JsonArrayOf(extra, aggregate);
  if (state.count <= 0) return {};
  if (IsExtreme(aggregate.kind)) return ExtremeResult(state, aggregate);
  if (extra == nullptr || extra->rows.empty()) return {};
  switch (aggregate.kind) {
    case AggregateKind::kFirst:
      return extra->rows.front()[0];
    case AggregateKind::kLast:
      return extra->rows.back()[0];
    case AggregateKind::kList:
      return Joined(*extra, aggregate);
    case AggregateKind::kArray: {
      std::vector<Value> items;
      for (const std::vector<Value>& row : extra->rows) items.push_back(row[0]);
      return Value(std::move(items));
    }
    default:
      return extra->rows.size() == 1 ? extra->rows[0][0] : Value();  // SINGLE_VALUE.
  }
}

}  // namespace weir::sql
