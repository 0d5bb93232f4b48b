#include "core/sql/operators/aggregate_state.h"

namespace weir::sql {

AggregateInput::AggregateInput(const std::vector<Scalar>& keys,
                               const std::vector<AggregateCall>& calls, const Batch& batch,
                               EvalContext& eval)
    : calls_(calls) {
  for (const Scalar& key : keys) keys_.push_back(Evaluate(key, batch, eval));
  args_.resize(calls.size());
  pointers_.resize(calls.size());
  for (size_t i = 0; i < calls.size(); ++i) {
    filters_.push_back(calls[i].filter.has_value() ? Evaluate(*calls[i].filter, batch, eval)
                                                   : Column());
    for (const Scalar& arg : calls[i].args) args_[i].push_back(Evaluate(arg, batch, eval));
    for (const Column& column : args_[i]) pointers_[i].push_back(&column);
  }
}

std::string AggregateInput::KeyOf(size_t row) const {
  std::string key;
  for (const Column& column : keys_) AppendKey(column, row, key);
  return key;
}

Row AggregateInput::KeyRow(size_t row) const {
  Row values;
  values.reserve(keys_.size());
  for (const Column& column : keys_) values.push_back(column.ValueAt(row));
  return values;
}

void AggregateInput::Update(std::vector<Accumulator>& states, size_t row, int weight) const {
  for (size_t i = 0; i < calls_.size(); ++i) {
    const Column& filter = filters_[i];
    if (calls_[i].filter.has_value() && (filter.IsNull(row) || !filter.Bool(row))) continue;
    calls_[i].aggregate.Update(states[i], pointers_[i], row, weight);
  }
}

void AppendResults(const std::vector<AggregateCall>& calls, const std::vector<Accumulator>& states,
                   Row& row) {
  for (size_t i = 0; i < calls.size(); ++i) row.push_back(calls[i].aggregate.Result(states[i]));
}

bool SameValue(const Type& type, const Value& a, const Value& b) {
  if (a.IsNull() || b.IsNull()) return a.IsNull() == b.IsNull();
  return CompareValues(type, a, b) == 0;
}

bool SameRow(const Schema& schema, const Row& a, const Row& b) {
  for (size_t i = 0; i < a.size(); ++i) {
    if (!SameValue(schema[i].type, a[i], b[i])) return false;
  }
  return true;
}

void AddTo(Digest& digest, const std::vector<AggregateCall>& calls,
           const std::vector<Accumulator>& states) {
  for (size_t i = 0; i < calls.size(); ++i) calls[i].aggregate.AddTo(digest, states[i]);
}

void AddTo(Digest& digest, const Schema& schema, const Row& row) {
  std::string bytes;
  for (size_t i = 0; i < row.size() && i < schema.size(); ++i) {
    AppendKey(Column::Constant(schema[i].type, row[i], 1), 0, bytes);
  }
  digest.Add(std::string_view(bytes));
}

}  // namespace weir::sql
