#include "tests/bench/hand_sql.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace weir::bench {
namespace {

struct Group {
  int64_t key = 0;
  int64_t count = 0;  // 0: a free place.
  int64_t sum = 0;
  int64_t min = 0;
  int64_t max = 0;
};

template <bool kAllFour>
uint64_t Run(const SqlRows& rows, int64_t size_ms, size_t places) {
  std::vector<Group> table(places);
  std::vector<uint32_t> used;
  const size_t mask = places - 1;
  uint64_t checksum = 0;
  int64_t end = 0;
  const auto close = [&] {
    for (const uint32_t place : used) {
      Group& group = table[place];
      checksum += SqlChecksum(end, group.key, group.count, group.sum, kAllFour ? group.min : 0,
                              kAllFour ? group.max : 0);
      group.count = 0;
    }
    used.clear();
  };
  for (size_t i = 0; i < rows.key.size(); ++i) {
    if (rows.time_ms[i] >= end) {
      close();
      end = (rows.time_ms[i] / size_ms + 1) * size_ms;
    }
    const int64_t key = rows.key[i];
    const int64_t value = rows.value[i];
    size_t place = (static_cast<uint64_t>(key) * 0x9e3779b97f4a7c15ULL >> 32) & mask;
    while (table[place].count != 0 && table[place].key != key) place = (place + 1) & mask;
    Group& group = table[place];
    if (group.count == 0) {
      group = {key, 1, value, value, value};
      used.push_back(static_cast<uint32_t>(place));
      continue;
    }
    ++group.count;
    group.sum += value;
    if constexpr (kAllFour) {
      group.min = std::min(group.min, value);
      group.max = std::max(group.max, value);
    }
  }
  close();
  return checksum;
}

}  // namespace

Sample RunSqlByHand(const SqlCase& one, const SqlRows& rows) {
  const int64_t keys = one.keys > 0 ? one.keys : 80'000;
  size_t places = 1'024;
  while (places < static_cast<size_t>(keys) * 2) places *= 2;
  const Stopwatch watch;
  const uint64_t checksum =
      one.all_four ? Run<true>(rows, one.size_ms, places) : Run<false>(rows, one.size_ms, places);
  return {watch.Elapsed(), checksum};
}

}  // namespace weir::bench
