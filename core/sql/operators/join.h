// Join: every row of one side with every row of the other that fits, for ever; both sides are kept.
// Rows may be taken back on both sides. A padded row of an outer join is taken back when a partner
// comes.
#pragma once

#include <vector>

#include "core/sql/operators/join_sides.h"
#include "core/sql/operators/keyed_map.h"

namespace weir::sql {

class JoinOperator : public CloneableOperator<JoinOperator> {
 public:
  explicit JoinOperator(const PlanNode& node) : sides_(node) {}
  void OnBatch(size_t input, const Batch& batch, Context& context) override;
  int64_t StateSize() const override;
  void AddTo(Digest& digest) const override;

 private:
  struct Kept {
    Row row;
    int64_t partners = 0;
  };
  using Bucket = std::vector<Kept>;

  void Insert(size_t side, const Row& row, Bucket& own, Bucket* others, Context& context,
              Batch& result);
  void Retract(size_t side, const Row& row, Bucket& own, Bucket* others, Context& context,
               Batch& result);
  std::vector<size_t> Partners(size_t side, const Row& row, const Bucket* others,
                               Context& context) const;
  // The other side's row has got its first partner, or lost its last.
  void FirstPartner(size_t side, const Kept& kept, Batch& result) const;
  void LastPartner(size_t side, const Kept& kept, Batch& result) const;

  JoinSides sides_;
  KeyedMap<Bucket> rows_[2];
};

}  // namespace weir::sql
