// A weighted choice in constant time (the alias method of Walker and Vose), in whole numbers.
//
// Mass of `size * total` is poured into `size` columns of height `total`: column i holds the own
// key i up to its threshold and one other key, the alias, above it.
//
//     total ┌────┬────┬────┬────┐
//           │ 0  │    │ 0  │ 1  │      A draw picks a column and a height in it:
//           ├────┤ 1  │    ├────┤      two multiplications and one comparison.
//           │ 0  │    ├─2──┤ 3  │
//           └────┴────┴────┴────┘
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/fixed.h"
#include "core/base/result.h"

namespace weir {

// Immutable once made: copies of an engine should share one (16 bytes per key).
class AliasTable {
 public:
  static constexpr size_t kSizeMax = 1U << 24;
  static constexpr uint64_t kTotalMax = 1ULL << 62;

  // Key i is chosen in proportion to weights[i]; one of weight 0 never is.
  // Errors: kInvalidArgument (no weights, more than kSizeMax, all 0, a sum beyond kTotalMax).
  static Result<AliasTable> Make(std::span<const uint64_t> weights);

  // The key of one 64-bit draw of a Prng. The columns are exact; the draw has 2^64 values, so a
  // key's probability is off by less than 2^-63 for every column that holds it.
  uint32_t Choose(uint64_t draw) const {
    const uint64_t size = columns_.size();
    const uint64_t column = MulShift(draw, size, 64);
    const uint64_t within = draw * size;  // What is left of the draw below one column: its height.
    const Column& chosen = columns_[static_cast<size_t>(column)];
    const bool own = MulShift(within, total_, 64) < chosen.threshold;
    return own ? static_cast<uint32_t>(column) : chosen.alias;
  }

  size_t size() const { return columns_.size(); }
  uint64_t total() const { return total_; }

  // How column `column` is divided: heights [0, own) are its own key's, [own, total()) the alias's.
  struct Division {
    uint64_t own = 0;
    uint32_t alias = 0;
  };
  Division DivisionOf(size_t column) const;

 private:
  struct Column {
    uint64_t threshold;
    uint32_t alias;
  };

  AliasTable(std::span<const uint64_t> weights, uint64_t total);

  std::vector<Column> columns_;
  uint64_t total_;
};

}  // namespace weir
