// TemporalJoin: each row of the left with the version of the right that was valid at its time. It
// waits until the watermark says that no older version can come. LookupJoin: with the version of
// now.
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "core/sql/operators/join_sides.h"
#include "core/sql/operators/keyed_map.h"

namespace weir::sql {

class TemporalJoinOperator : public CloneableOperator<TemporalJoinOperator> {
 public:
  explicit TemporalJoinOperator(const PlanNode& node) : sides_(node) {}
  void OnBatch(size_t input, const Batch& batch, Context& context) override;
  void OnWatermark(Context& context) override;
  int64_t StateSize() const override;
  void AddTo(Digest& digest) const override;

 private:
  struct Waiting {
    std::string key;
    bool null = false;
    RowKind kind = RowKind::kInsert;
    Row row;
  };
  struct Version {
    Row row;
    bool deleted = false;
  };
  using Versions = std::map<int64_t, Version>;

  void JoinOne(const Waiting& left, const Version* version, Context& context, Batch& result) const;

  JoinSides sides_;
  std::map<int64_t, std::vector<Waiting>> waiting_;  // By time.
  KeyedMap<Versions> versions_;
};

class LookupJoinOperator : public CloneableOperator<LookupJoinOperator> {
 public:
  explicit LookupJoinOperator(const PlanNode& node) : sides_(node) {}
  void OnBatch(size_t input, const Batch& batch, Context& context) override;
  int64_t StateSize() const override { return static_cast<int64_t>(rows_.size()); }
  void AddTo(Digest& digest) const override;

 private:
  JoinSides sides_;
  KeyedMap<std::vector<Row>> rows_;
};

}  // namespace weir::sql
