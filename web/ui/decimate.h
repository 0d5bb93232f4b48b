// A long series in few pixels: the least and the greatest value of every pixel column.
//
// Taking every n-th point would lose the spike that a reader looks for; a pair per column does not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace weir::ui {

struct Sample {
  int64_t at = 0;  // Any unit of time; samples come in its order.
  double value = 0;
};

struct Column {
  double least = 0;
  double greatest = 0;
  bool filled = false;  // False: no sample falls into this column.
};

// `columns` columns over [from, to), from < to. A sample holds until the next one comes, so that a
// column between two samples shows the value of the earlier; the last holds until `last_until`.
// Columns before the first sample and from `last_until` on stay unfilled.
std::vector<Column> Decimate(std::span<const Sample> samples, int64_t from, int64_t to,
                             int64_t last_until, size_t columns);

}  // namespace weir::ui
