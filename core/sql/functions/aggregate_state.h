// How the state of each kind of aggregate takes rows in and out. Internal to the aggregates.
#pragma once

#include <span>
#include <string>

#include "core/sql/functions/aggregate.h"

namespace weir::sql {

constexpr bool IsSum(AggregateKind kind) {
  return kind == AggregateKind::kSum || kind == AggregateKind::kSum0 || kind == AggregateKind::kAvg;
}
constexpr bool IsVariance(AggregateKind kind) {
  return kind >= AggregateKind::kVarPop && kind <= AggregateKind::kStdSamp;
}
constexpr bool IsExtreme(AggregateKind kind) {
  return kind == AggregateKind::kMin || kind == AggregateKind::kMax;
}

// A number of any numeric type, as a double.
double NumberOf(const Type& type, const Value& value);

// Sums of integers and decimals are exact; of doubles, in the order the rows come.
void AddToSum(Accumulator& state, const Type& type, const Value& value, int weight);
void MergeSum(Accumulator& state, const Type& type, const Accumulator& other);
Value SumResult(const Accumulator& state, const BoundAggregate& aggregate);

// The mean and the squared distances from it, updated by each row (Welford), so that large numbers
// close together do not cancel.
void AddToVariance(Accumulator& state, double value, int weight);
void MergeVariance(Accumulator& state, const Accumulator& other);

// MIN and MAX: the best value; with retraction, all values with their counts in the order of SQL.
void AddToExtreme(Accumulator& state, const BoundAggregate& aggregate, const Value& value,
                  int weight);
void AddToCollection(Accumulator& state, const Type& type, const Value& value, int weight);
// FIRST_VALUE, LAST_VALUE, LISTAGG, ARRAY_AGG, SINGLE_VALUE: the rows that are in, in their order.
void AddToRows(Accumulator& state, const BoundAggregate& aggregate, std::span<const Value> values,
               int weight);
void MergeOthers(Accumulator& state, const BoundAggregate& aggregate, const Accumulator& other);
Value OtherResult(const Accumulator& state, const BoundAggregate& aggregate);

}  // namespace weir::sql
