// The loads of `bench sql`: rows by a formula that every side can work out, and queries by name.
//
// Row i of every load comes at 100 rows a millisecond. With r = (48271 i + 12345) mod p and
// s = ((r mod 65536) (r / 65536 + 7) 31 + r) mod p, p = 2^31 - 1:
//   keys   key = s mod keys,  value = (r / 7) mod 10000
//   bids   as NEXMark's generator chooses them: of 50 events 46 are bids and 3 auctions; every
//   other
//          bid is on the hot auction (the last hundred's first), the others on one of the last 100
//          or the next 10. About 65 000 auctions in ten seconds.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tests/bench/measure.h"

namespace weir::bench {

struct SqlCase {
  enum class Window : uint8_t { kTumble, kHop, kSession };
  std::string name;
  Window window = Window::kTumble;
  int64_t keys = 0;      // 0: bids.
  bool all_four = true;  // COUNT, SUM, MIN, MAX; else COUNT and SUM.
  int64_t size_ms = 0;   // Of a session: the gap.
  int64_t slide_ms = 0;
  std::string what;
};

const std::vector<SqlCase>& SqlCases();
const SqlCase* FindSqlCase(std::string_view name);

inline constexpr int64_t kSqlRowsPerMs = 100;
inline constexpr int64_t kSqlFirstMs = 1'700'000'000'000;

struct SqlRows {
  std::vector<int64_t> time_ms;
  std::vector<int64_t> key;
  std::vector<int64_t> value;
};
SqlRows MakeSqlRows(const SqlCase& one, int64_t rows);

// Of one row of a result; results are summed up, so that their order does not matter.
inline uint64_t SqlChecksum(int64_t end_ms, int64_t key, int64_t count, int64_t sum, int64_t min,
                            int64_t max) {
  return static_cast<uint64_t>((end_ms - kSqlFirstMs) / 100 + key * 7 + count * 13 + sum * 3 +
                               min * 5 + max * 11);
}

// Weir's answer: typed batches through a compiled query, results read row by row. Error: the
// program stops.
Sample RunSqlInWeir(const SqlCase& one, const SqlRows& rows);

}  // namespace weir::bench
