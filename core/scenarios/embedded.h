// The scenarios of core/scenarios/*.json and the data sets of core/scenarios/data/, embedded in
// both twins byte for byte. The definition is generated when building (web/toolchain/embed.cmake).
#pragma once

#include <span>

#include "core/base/embedded_file.h"

namespace weir {

// All of them, sorted by name in byte order: "data/earthquakes.csv" comes before "trucks.json".
std::span<const EmbeddedFile> EmbeddedFiles();

}  // namespace weir
