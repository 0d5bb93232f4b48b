// What all joins share: keys of both sides, pairs of rows, the rest of the condition, padding.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/sql/operators/aggregate_state.h"
#include "core/sql/operators/keyed_map.h"
#include "core/sql/operators/operator.h"

namespace weir::sql {

class JoinSides {
 public:
  explicit JoinSides(const PlanNode& node);

  const JoinSpec& spec() const { return *spec_; }
  const Schema& schema(size_t side) const { return *schemas_[side]; }
  // The bytes of the row's key on its side. `null`: a part is NULL and must not match.
  std::string KeyOf(const Batch& batch, size_t side, size_t row, bool& null) const;

  // Which of `others` (rows of the other side) go with `row` (of `side`) by the rest of the
  // condition.
  std::vector<size_t> Matching(const Row& row, size_t side, const std::vector<const Row*>& others,
                               Context& context) const;

  // Rows of both sides, or one with NULLs in place of the other.
  Row Joined(const Row& row, size_t side, const Row& other) const;
  Row Padded(const Row& row, size_t side) const;

  bool Outer(size_t side) const;  // Rows of this side come out without a partner too.
  bool OneSided() const { return spec_->type == JoinType::kSemi || spec_->type == JoinType::kAnti; }
  // Of what an operator keeps of both sides, by key: each element has its `row`.
  template <typename Kept>
  using Rows = KeyedMap<std::vector<Kept>>[2];
  template <typename Kept>
  static int64_t Count(const Rows<Kept>& rows) {
    int64_t count = 0;
    for (const auto& side : rows) {
      side.ForEach([&](const std::string& /*key*/, const std::vector<Kept>& bucket) {
        count += static_cast<int64_t>(bucket.size());
      });
    }
    return count;
  }
  template <typename Kept>
  void AddTo(Digest& digest, const Rows<Kept>& rows) const {
    for (size_t side = 0; side < 2; ++side) {
      rows[side].ForEach([&](const std::string& key, const std::vector<Kept>& bucket) {
        digest.Add(std::string_view(key));
        for (const Kept& kept : bucket) weir::sql::AddTo(digest, schema(side), kept.row);
      });
    }
  }

  Batch NewOutput() const { return EmptyBatch(output_types_); }

 private:
  const JoinSpec* spec_;
  const Schema* schemas_[2];
  std::vector<size_t> keys_[2];
  std::vector<Type> pair_types_;
  std::vector<Type> output_types_;
};

}  // namespace weir::sql
