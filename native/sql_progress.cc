#include "native/sql_progress.h"

#include <cstdio>
#include <string>

#include "core/base/text.h"

namespace weir {
namespace {

void Say(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

}  // namespace

void SqlProgress::Show(const std::vector<SqlFile>& files, int64_t rows) {
  if (!shown_ || Clock::now() < next_) return;
  next_ = Clock::now() + std::chrono::milliseconds(200);
  int64_t read = 0;
  int64_t all = 0;
  bool known = true;
  for (const SqlFile& file : files) {
    read += file.rows.bytes_read();
    all += file.rows.bytes_in_all().value_or(0);
    known = known && file.rows.bytes_in_all().value_or(0) > 0;
  }
  std::string line = StrCat({WithThousands(rows), " rows, ", WithThousands(read >> 20)});
  if (known) line += StrCat({" of ", WithThousands(all >> 20)});
  line += " MiB";
  if (known && all > 0) line += StrCat({", ", std::to_string(read * 100 / all), " %"});
  Say(StrCat({"\r", line.substr(0, static_cast<size_t>(columns_) - 1), "\x1b[K"}));
  drawn_ = true;
}

void SqlProgress::Clear() {
  if (drawn_) Say("\r\x1b[K");
  drawn_ = false;
}

}  // namespace weir
