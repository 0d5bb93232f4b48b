// A file that was put into the program when it was built, so that neither twin reads a disk for it.
#pragma once

#include <string_view>

namespace weir {

// Both views last as long as the program. `bytes` is the file as committed, no terminator added.
struct EmbeddedFile {
  std::string_view name;  // Relative to the embedded folder, '/' between parts: "data/quakes.csv".
  std::string_view bytes;
};

}  // namespace weir
