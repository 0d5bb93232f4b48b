// Whether order held, and if not, between which two records, why, and what would keep it.
#pragma once

#include "core/engine/explain.h"

namespace weir {

void ExplainOrder(const Engine& engine, const EngineView& view, Explanation& out);

}  // namespace weir
