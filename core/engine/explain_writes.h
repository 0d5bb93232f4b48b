// Why a stream throttles, or how far it is from it: its two limits, its keys, its bursts.
#pragma once

#include "core/engine/explain.h"

namespace weir {

void ExplainWrites(const ExplainWatch& watch, const Engine& engine, const EngineView& view,
                   const StreamView& stream, Explanation& out);

}  // namespace weir
