#include "tests/support/source_dir.h"

namespace weir::test {

// WEIR_SOURCE_DIR is defined for this file alone (tests/CMakeLists.txt): a path in every command
// line would keep clones of the project from sharing compiled objects.
std::string SourcePath(std::string_view name) {
  return std::string(WEIR_SOURCE_DIR "/") + std::string(name);
}

}  // namespace weir::test
