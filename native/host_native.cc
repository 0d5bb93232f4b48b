// What core/ leaves to its host, for programs on a command line.
#include <cstdio>
#include <cstdlib>

#include "core/base/check.h"

namespace weir {

void HostCheckFailed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "weir: %s:%d: check failed: %s\nThis is a bug in Weir.\n", file, line,
               condition);
  std::abort();
}

}  // namespace weir
