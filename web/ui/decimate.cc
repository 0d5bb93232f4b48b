#include "web/ui/decimate.h"

#include <algorithm>

#include "core/base/check.h"

namespace weir::ui {
namespace {

void Include(Column& column, double value) {
  column.least = column.filled ? std::min(column.least, value) : value;
  column.greatest = column.filled ? std::max(column.greatest, value) : value;
  column.filled = true;
}

}  // namespace

std::vector<Column> Decimate(std::span<const Sample> samples, int64_t from, int64_t to,
                             int64_t last_until, size_t columns) {
  WEIR_CHECK(from < to);
  std::vector<Column> result(columns);
  if (columns == 0) return result;
  const double per_unit = static_cast<double>(columns) / static_cast<double>(to - from);
  for (size_t i = 0; i < samples.size(); ++i) {
    const int64_t begin = std::max(samples[i].at, from);
    const int64_t end = std::min(i + 1 < samples.size() ? samples[i + 1].at : last_until, to);
    if (begin >= end) continue;
    const size_t first = static_cast<size_t>(static_cast<double>(begin - from) * per_unit);
    // The end is no part of the sample: a border between columns does not touch the next one.
    const double last = static_cast<double>(end - from) * per_unit;
    for (size_t c = first; c < columns && (c == first || static_cast<double>(c) < last); ++c) {
      Include(result[c], samples[i].value);
    }
  }
  return result;
}

}  // namespace weir::ui
