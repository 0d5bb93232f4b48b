// core/cost/prices.json, embedded in both twins byte for byte. The definition is generated when
// building (web/toolchain/embed.cmake).
#pragma once

#include <span>

#include "core/base/embedded_file.h"

namespace weir {

std::span<const EmbeddedFile> EmbeddedPrices();

}  // namespace weir
