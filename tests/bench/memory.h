// How many bytes the program has allocated, as its allocator counts them.
#pragma once

#include <malloc.h>

namespace weir::bench {

#if defined(__GLIBC__)
inline bool KnowsBytesInUse() { return true; }
inline double BytesInUse() {
  const struct mallinfo2 info = mallinfo2();
  return static_cast<double>(info.uordblks) + static_cast<double>(info.hblkhd);
}
#else
inline bool KnowsBytesInUse() { return false; }
inline double BytesInUse() { return 0; }
#endif

}  // namespace weir::bench
