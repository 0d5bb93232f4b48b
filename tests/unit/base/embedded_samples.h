// Three awkward files, embedded into the unit tests by tests/CMakeLists.txt.
#pragma once

#include <span>

#include "core/base/embedded_file.h"

namespace weir::test {

std::span<const EmbeddedFile> EmbeddedSamples();

}  // namespace weir::test
