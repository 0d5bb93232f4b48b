// SqlProgress: a line on the terminal that tells how far a query over files has come, from the
// second second on.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <vector>

#include "native/sql_file.h"
#include "native/terminal.h"

namespace weir {

class SqlProgress {
 public:
  explicit SqlProgress(const Terminal& terminal)
      : shown_(terminal.progress_is_terminal), columns_(terminal.columns) {}
  ~SqlProgress() { Clear(); }
  SqlProgress(const SqlProgress&) = delete;
  SqlProgress& operator=(const SqlProgress&) = delete;

  void Show(const std::vector<SqlFile>& files, int64_t rows);
  void Clear();

 private:
  using Clock = std::chrono::steady_clock;
  bool shown_ = false;
  int columns_ = 80;
  bool drawn_ = false;
  Clock::time_point began_ = Clock::now();
  Clock::time_point next_ = began_ + std::chrono::seconds(1);
};

}  // namespace weir
