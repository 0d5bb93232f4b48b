// Why a Lambda mapping falls behind: it tries a failing batch again and again, or its lanes are too
// few for what its function takes.
#pragma once

#include "core/engine/explain.h"

namespace weir {

// Of a mapping that stands behind or has lost records.
void ExplainLambda(const Engine& engine, const EngineView& view, const ConsumerView& consumer,
                   Explanation& out);

}  // namespace weir
