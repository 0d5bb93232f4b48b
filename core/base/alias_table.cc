#include "core/base/alias_table.h"

#include "core/base/check.h"

namespace weir {
namespace {

// Up to kSizeMax * kTotalMax: 86 bits.
__extension__ using Mass = unsigned __int128;

}  // namespace

Result<AliasTable> AliasTable::Make(std::span<const uint64_t> weights) {
  if (weights.empty() || weights.size() > kSizeMax) {
    return Error{ErrorCode::kInvalidArgument, "a weighted choice needs 1 to 2^24 weights"};
  }
  uint64_t total = 0;
  for (const uint64_t weight : weights) {
    if (weight > kTotalMax - total) {
      return Error{ErrorCode::kInvalidArgument, "the sum of the weights is above 2^62"};
    }
    total += weight;
  }
  if (total == 0) return Error{ErrorCode::kInvalidArgument, "all weights are 0"};
  return AliasTable(weights, total);
}

// Two cursors sweep the keys: `small` over those whose mass fits one column, `large` over the
// others. The rest of each small column is filled from the current large key; when that one has
// less than a column left, it is a small key itself and the next large one takes over.
AliasTable::AliasTable(std::span<const uint64_t> weights, uint64_t total)
    : columns_(weights.size()), total_(total) {
  const size_t size = weights.size();
  const auto mass = [&](size_t key) { return static_cast<Mass>(weights[key]) * size; };
  const auto next_large = [&](size_t key) {
    while (key < size && mass(key) < total) ++key;
    return key;
  };

  size_t large = next_large(0);
  WEIR_CHECK(large < size);  // The masses cannot all be below their mean.
  Mass left = mass(large);
  for (size_t small = 0; small < size; ++small) {
    if (mass(small) >= total) continue;
    columns_[small] = {static_cast<uint64_t>(mass(small)), static_cast<uint32_t>(large)};
    left -= total - mass(small);
    while (left < total) {
      const size_t next = next_large(large + 1);
      WEIR_CHECK(next < size);  // What is left fills the columns that are left exactly.
      columns_[large] = {static_cast<uint64_t>(left), static_cast<uint32_t>(next)};
      left = mass(next) - (total - left);
      large = next;
    }
  }
  // All small columns are full, so each remaining key has exactly its own column.
  for (; large < size; large = next_large(large + 1)) {
    WEIR_CHECK(left == total);
    columns_[large] = {total, static_cast<uint32_t>(large)};
    const size_t next = next_large(large + 1);
    if (next < size) left = mass(next);
  }
}

AliasTable::Division AliasTable::DivisionOf(size_t column) const {
  WEIR_CHECK(column < columns_.size());
  return {columns_[column].threshold, columns_[column].alias};
}

}  // namespace weir
