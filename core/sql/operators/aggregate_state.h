// What the operators that aggregate share: keys, arguments and accumulators of a batch.
#pragma once

#include <vector>

#include "core/sql/operators/operator.h"

namespace weir::sql {

// The keys and the arguments of one batch, worked out.
class AggregateInput {
 public:
  AggregateInput(const std::vector<Scalar>& keys, const std::vector<AggregateCall>& calls,
                 const Batch& batch, EvalContext& eval);

  // The bytes of the row's key.
  std::string KeyOf(size_t row) const;
  Row KeyRow(size_t row) const;
  // Row `row` into each accumulator; -1 takes it back.
  void Update(std::vector<Accumulator>& states, size_t row, int weight) const;

 private:
  const std::vector<AggregateCall>& calls_;
  std::vector<Column> keys_;
  std::vector<std::vector<Column>> args_;
  std::vector<std::vector<const Column*>> pointers_;
  std::vector<Column> filters_;  // Of no rows: no FILTER.
};

// The results of all calls, behind `row`.
void AppendResults(const std::vector<AggregateCall>& calls, const std::vector<Accumulator>& states,
                   Row& row);

bool SameRow(const Schema& schema, const Row& a, const Row& b);
bool SameValue(const Type& type, const Value& a, const Value& b);

void AddTo(Digest& digest, const std::vector<AggregateCall>& calls,
           const std::vector<Accumulator>& states);
void AddTo(Digest& digest, const Schema& schema, const Row& row);

}  // namespace weir::sql
