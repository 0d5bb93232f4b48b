// Who reads too slowly, and why: a shared shard, a slow worker, a retention period that ran out.
#pragma once

#include "core/engine/explain.h"

namespace weir {

// The pollers of one stream together.
void ExplainSharedReads(const ExplainWatch& watch, const Engine& engine, const EngineView& view,
                        const StreamView& stream, Explanation& out);
// One consumer by itself.
void ExplainReader(const ExplainWatch& watch, const Engine& engine, const EngineView& view,
                   const ConsumerView& consumer, Explanation& out);

}  // namespace weir
