// A whole run in a few hundred columns of time: what a poster draws.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/engine/scenario.h"
#include "core/view/engine_view.h"

namespace weir {

struct PosterShard {
  int64_t used_millionths = 0;       // Of the limit that binds, over the column.
  int64_t throttled_millionths = 0;  // Refused of all tried.
  bool any = false;                  // Whether anything was written at all.
};

struct PosterColumn {
  std::vector<std::vector<PosterShard>> streams;  // By stream, then shard.
  int64_t records_in = 0;
  int64_t throttled = 0;
  std::vector<Duration> behind;  // By consumer, at its end: age of the oldest record not processed.
};

struct PosterSamples {
  Duration column;  // How long each of them lasts.
  std::vector<PosterColumn> columns;
  EngineView last;
};

// Runs `scenario` from start to end.
PosterSamples SampleRun(std::shared_ptr<const Scenario> scenario);

}  // namespace weir
