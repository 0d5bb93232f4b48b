// The scenarios of core/scenarios/*.json and the data sets of core/scenarios/data/, byte for byte.
// The definitions are generated when building (web/toolchain/embed.cmake). The page's program does
// without the data: it is fetched beside it.
#pragma once

#include <span>

#include "core/base/embedded_file.h"

namespace weir {

// Sorted by name in byte order: "six-shards.json" comes before "trucks.json".
std::span<const EmbeddedFile> EmbeddedScenarios();
// "earthquakes.csv".
std::span<const EmbeddedFile> EmbeddedData();

}  // namespace weir
