// What CloudWatch keeps of the samples of a period: how many, their sum, the least, the greatest.
#pragma once

#include <algorithm>
#include <cstdint>

namespace weir {

struct StatisticSet {
  int64_t samples = 0;
  int64_t sum = 0;
  int64_t minimum = 0;  // 0 while there are no samples, as `maximum`.
  int64_t maximum = 0;

  void Add(int64_t value) { Add({1, value, value, value}); }
  void Add(const StatisticSet& more) {
    if (more.samples == 0) return;
    minimum = samples == 0 ? more.minimum : std::min(minimum, more.minimum);
    maximum = samples == 0 ? more.maximum : std::max(maximum, more.maximum);
    samples += more.samples;
    sum += more.sum;
  }
  // In thousandths, rounded towards zero; 0 of no samples. In two parts: a sum may be large.
  int64_t AverageMillis() const {
    if (samples == 0) return 0;
    return sum / samples * 1'000 + sum % samples * 1'000 / samples;
  }

  friend bool operator==(const StatisticSet&, const StatisticSet&) = default;
};

}  // namespace weir
